package io.frontdesk.answer;

import io.frontdesk.request.Interaction;
import io.frontdesk.source.Section;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * How a contract answers to a write that succeeded. Compiled from {@code answers.success}:
 *
 * <pre>
 * answers:
 *   success:                       # optional
 *     body: representation         # representation | none: what is sent unless the client says so in Prefer; optional
 *     location:                    # which answers carry Location; optional, absent: what created, by version
 *       on: [create, update]
 *       version: false             # whether it names the version; optional, absent: true
 * </pre>
 *
 * FHIR R4 leaves both open (3.1.0.1.1 on Prefer, 3.1.0.4.1 on Location).
 *
 * @param body whether the stored resource is sent where the client has no preference
 * @param locatedUpdates whether what updates carries Location too
 * @param versionedLocation whether Location names the version
 */
public record SuccessPolicy(boolean body, boolean locatedUpdates, boolean versionedLocation) {

    private static final Map<String, Boolean> BODIES = Map.of("representation", true, "none", false);

    /** Returns the policy of a contract that says nothing of it. */
    public static SuccessPolicy standard() {
        return new SuccessPolicy(true, false, true);
    }

    /** Compiles the section; faults interactions that have no Location. */
    public static SuccessPolicy compile(Section success) {
        boolean body = !success.has("body") || success.choice("body", BODIES);
        SuccessPolicy policy = success.optionalSection("location")
                .map(location -> {
                    Set<Interaction> on = EnumSet.copyOf(Set.of(Interaction.CREATE, Interaction.UPDATE));
                    Set<Interaction> given = Interaction.listed(location, "on");
                    if (!on.containsAll(given) || !given.contains(Interaction.CREATE)) {
                        location.fault("on", "is no list of answers with a Location", "[create] or [create, update]");
                    }
                    SuccessPolicy located =
                            new SuccessPolicy(body, given.contains(Interaction.UPDATE), location.flag("version", true));
                    location.close();
                    return located;
                })
                .orElseGet(() -> new SuccessPolicy(body, false, true));
        success.close();
        return policy;
    }
}
