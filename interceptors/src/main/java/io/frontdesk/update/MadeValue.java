package io.frontdesk.update;

import io.frontdesk.element.References;
import io.frontdesk.source.Section;
import io.frontdesk.write.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * How the server makes the value of a part when an appointment is created, or changed.
 *
 * @param profiles the appointment must claim one of these; empty: all have the part
 * @param template the value, with what is filled in between braces
 * @param onUpdate whether it is made anew by each change
 */
record MadeValue(Set<String> profiles, String template, boolean onUpdate) {

    private static final Pattern FILLED = Pattern.compile("\\{([^{}]*)\\}");
    private static final String CLAIM = "claim:";

    /** Copies the profiles. */
    MadeValue {
        profiles = Set.copyOf(profiles);
    }

    /** Reads {@code profile}, {@code profiles}, {@code on} and {@code value}; faults what nothing can be filled in for. */
    static MadeValue of(Section make) {
        List<String> profiles = new ArrayList<>(make.optionalTexts("profiles"));
        make.optionalText("profile").ifPresent(profiles::add);
        String template = make.text("value");
        Matcher filled = FILLED.matcher(template);
        while (filled.find()) {
            String name = filled.group(1);
            if (!Set.of("uuid", "pin").contains(name) && !name.matches(CLAIM + ".+")) {
                make.fault(
                        "value",
                        "nothing is known to fill in for '" + filled.group() + "'",
                        "one of {uuid}, {pin}, {claim:path.of.a.claim}");
            }
        }
        Set<String> on = make.has("on") ? Set.copyOf(make.texts("on")) : Set.of("create");
        if (!on.contains("create") || !Set.of("create", "update").containsAll(on)) {
            make.fault("on", "does not say when the part is made", "[create] or [create, update]");
        }
        return new MadeValue(Set.copyOf(profiles), template, on.contains("update"));
    }

    /**
     * Returns the value for an appointment, or empty when it has none: it claims none of the profiles, or the caller's
     * proof lacks a claim. References to the endpoint's own resources come out relative.
     */
    Optional<String> of(Write write, RandomGenerator random) {
        boolean has = profiles.isEmpty() || claims(write.proposed()).anyMatch(profiles::contains);
        return has ? filled(write, random) : Optional.empty();
    }

    private static Stream<String> claims(IBaseResource resource) {
        return resource.getMeta().getProfile().stream().map(claimed -> String.valueOf(claimed.getValue()));
    }

    private Optional<String> filled(Write write, RandomGenerator random) {
        StringBuilder value = new StringBuilder();
        Matcher hole = FILLED.matcher(template);
        while (hole.find()) {
            Optional<String> filling = filling(hole.group(1), write, random);
            if (filling.isEmpty()) {
                return Optional.empty();
            }
            hole.appendReplacement(value, Matcher.quoteReplacement(filling.get()));
        }
        hole.appendTail(value);
        return Optional.of(References.local(value.toString(), write.ownBases()));
    }

    private static Optional<String> filling(String name, Write write, RandomGenerator random) {
        if (name.startsWith(CLAIM)) {
            return write.caller().claims().text(name.substring(CLAIM.length()));
        }
        return Optional.of(
                name.equals("uuid")
                        ? new UUID(random.nextLong(), random.nextLong()).toString()
                        : String.format("%04d", random.nextInt(10_000)));
    }
}
