package io.frontdesk.answer;

import io.frontdesk.element.References;
import io.frontdesk.request.Interaction;
import io.frontdesk.source.Section;
import java.util.Map;
import java.util.Set;

/**
 * Which answers to writes carry {@code Location}, and how it is written (FHIR R4, 3.1.0.4.1 and 3.1.0.8). Compiled from {@code
 * answers.success.location}.
 *
 * @param created whether what creates carries it
 * @param updated whether what updates carries it
 * @param version whether it names the version
 * @param absolute whether it is a whole URL, rather than a path below the base such as {@code /Appointment/1}
 */
record LocationForm(boolean created, boolean updated, boolean version, boolean absolute) {

    /** As HAPI has it: what created something tells where it is, by version. */
    static final LocationForm STANDARD = new LocationForm(true, false, true, true);

    private static final Map<String, Boolean> FORMS = Map.of("absolute", true, "relative", false);

    /** Compiles the section; faults interactions that have no Location. */
    static LocationForm compile(Section location) {
        Set<Interaction> given = Interaction.listed(location, "on");
        if (!Set.of(Interaction.CREATE, Interaction.UPDATE).containsAll(given)) {
            location.fault("on", "is no list of answers with a Location", "of create and update; [] for none");
        }
        LocationForm form = new LocationForm(
                given.contains(Interaction.CREATE),
                given.contains(Interaction.UPDATE),
                location.flag("version", true),
                !location.has("form") || location.choice("form", FORMS));
        location.close();
        return form;
    }

    /** Returns whether an answer of the status carries it. */
    boolean on(boolean creates) {
        return creates ? created : updated;
    }

    /**
     * Returns the address in this form.
     *
     * @param address a whole URL, with or without a version
     * @param base the base URL of the endpoint
     */
    String of(String address, String base) {
        String named = version ? address : References.unversioned(address);
        return absolute || !named.startsWith(base + "/") ? named : named.substring(base.length());
    }
}
