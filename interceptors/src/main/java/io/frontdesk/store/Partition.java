package io.frontdesk.store;

import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * The partition of a store in which a resource is kept. Two partitions know nothing of each other: the same id, the same
 * identifier and the same actor are others in another partition.
 *
 * @param divided whether the store has partitions
 * @param id the number of the partition; empty for the one that has none, and in a store without partitions
 */
public record Partition(boolean divided, Optional<Integer> id) {

    /** All of a store that has no partitions. */
    public static final Partition WHOLE = new Partition(false, Optional.empty());

    private static final String NOTED = Partition.class.getName();
    private static final Pattern KEY = Pattern.compile("(?:(-?\\d{1,10}):)?(.*)");

    /**
     * What stands under a key.
     *
     * @param partition where; whether the store has partitions is not known from a key without one
     * @param text what, such as {@code Appointment/12}
     */
    public record Keyed(Optional<Integer> partition, String text) {}

    /** Returns the partition of a resource that the store has handed out, or of which it was noted. */
    public static Partition of(IBaseResource resource) {
        return resource.getUserData(NOTED) instanceof Partition noted
                ? noted
                : of(RequestPartitionId.getPartitionIfAssigned(resource).orElse(null));
    }

    /** Returns what HAPI calls a partition; of several the first. */
    public static Partition of(@Nullable RequestPartitionId partition) {
        return partition == null || !partition.hasPartitionIds()
                ? WHOLE
                : new Partition(true, Optional.ofNullable(partition.getFirstPartitionIdOrNull()));
    }

    /** Notes where a resource will be created; what HAPI itself notes decides where it goes, and is left alone. */
    public static void note(IBaseResource created, @Nullable RequestPartitionId partition) {
        note(created, of(partition));
    }

    /** Notes where a resource is kept. */
    public static void note(IBaseResource resource, Partition partition) {
        if (partition.divided()) {
            resource.setUserData(NOTED, partition);
        }
    }

    /** Returns the text as it stands in tables: that of the partition without a number is the text itself. */
    public String key(String text) {
        return id.map(number -> number + ":" + text).orElse(text);
    }

    /** Returns the key of a resource, by its type and id. */
    public String address(IBaseResource resource) {
        return key(resource.fhirType() + "/" + resource.getIdElement().getIdPart());
    }

    /** Returns the keys of texts. */
    public Set<String> keys(Set<String> texts) {
        return texts.stream().map(this::key).collect(Collectors.toSet());
    }

    /** Returns what stands under a key. */
    public static Keyed keyed(String key) {
        Matcher parts = KEY.matcher(key);
        return parts.matches()
                ? new Keyed(Optional.ofNullable(parts.group(1)).map(Integer::valueOf), parts.group(2))
                : new Keyed(Optional.empty(), key);
    }
}
