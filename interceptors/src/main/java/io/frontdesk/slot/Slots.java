package io.frontdesk.slot;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.element.ElementPath;
import io.frontdesk.store.NotStoredException;
import io.frontdesk.store.Partition;
import io.frontdesk.store.ResourceStore;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** The Slots and Schedules of a store. */
final class Slots {

    static final String SLOT = "Slot";

    static final String SCHEDULE = "Schedule";
    private static final Pattern REFERENCE = Pattern.compile("([A-Za-z]+)/([A-Za-z0-9.-]{1,64})(?:/_history/.*)?");

    private final FhirContext fhir;
    private final ResourceStore store;
    private final ElementPath status;
    private final ElementPath schedule;

    Slots(FhirContext fhir, ResourceStore store) {
        this(fhir, store, ElementPath.known(fhir, SLOT, "status"), ElementPath.known(fhir, SLOT, "schedule"));
    }

    private Slots(FhirContext fhir, ResourceStore store, ElementPath status, ElementPath schedule) {
        this.fhir = fhir;
        this.store = store;
        this.status = status;
        this.schedule = schedule;
    }

    /** Returns those of a partition. */
    Slots in(Partition partition) {
        return partition.divided() ? new Slots(fhir, store.in(partition), status, schedule) : this;
    }

    /** Returns whether a reference may be one to a Slot of another server, which is none of ours to keep. */
    static boolean elsewhere(String reference) {
        return reference.matches("https?://.*");
    }

    /** Returns the stored Slot that a reference such as {@code Slot/12} names. */
    Optional<IBaseResource> at(String reference) {
        return stored(SLOT, reference);
    }

    /** Returns the Schedules of a Slot. */
    List<IBaseResource> schedules(IBaseResource slot) {
        return schedule.textsIn(slot).stream()
                .map(reference -> stored(SCHEDULE, reference))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<IBaseResource> stored(String type, String reference) {
        Matcher parts = REFERENCE.matcher(reference);
        return parts.matches() && parts.group(1).equals(type) ? store.read(type, parts.group(2)) : Optional.empty();
    }

    /** Returns the status of a Slot. */
    String status(IBaseResource slot) {
        return status.textsIn(slot).stream().findFirst().orElse("");
    }

    /** Stores a Slot in another status. */
    void turn(IBaseResource slot, String to) throws NotStoredException {
        fhir.newTerser().setElement(slot, "status", to);
        store.update(slot);
    }
}
