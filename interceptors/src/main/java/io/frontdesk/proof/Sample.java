package io.frontdesk.proof;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.util.FhirTerser;
import io.frontdesk.element.NoSuchElementPathException;
import io.frontdesk.element.TextPlace;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;

/**
 * Appointments with as little in them as FHIR allows, and with what makes them belong to a caller's context. They begin
 * tomorrow.
 */
final class Sample {

    private static final String BODY = """
            {"resourceType": "Appointment", "status": "%s",
             "identifier": [{"system": "http://example.org", "value": "1"}],
             "start": "%s", "end": "%s",
             "participant": [{"actor": {"reference": "Patient/1"}, "status": "accepted"},
                             {"actor": {"reference": "Practitioner/1"}, "status": "accepted"}]}
            """;

    private final FhirContext fhir;
    private final FhirTerser terser;
    private final TextPlace status;
    private final TextPlace system;
    private final IBaseResource appointment;
    private final Map<String, IBaseResource> kept = new HashMap<>();

    /** Takes what an appointment says, by element path, that belongs to a caller's context. */
    Sample(FhirContext fhir, Clock clock, Map<String, String> belongs) {
        this.fhir = fhir;
        this.terser = fhir.newTerser();
        var start = clock.instant().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS);
        this.appointment = fhir.newJsonParser()
                .parseResource(BODY.formatted("proposed", start, start.plus(Duration.ofMinutes(30))));
        this.status = place("status");
        this.system = place("identifier.system");
        var placing = new Placing(fhir);
        belongs.forEach((path, text) -> placing.put(appointment, path, text));
    }

    private TextPlace place(String path) {
        try {
            return TextPlace.of(fhir.getResourceDefinition("Appointment"), path);
        } catch (NoSuchElementPathException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Returns an identifier by which conditional requests name it. */
    String identifier() {
        return system.text(appointment).orElse("") + "|1";
    }

    /** Returns a new body in a status. */
    IBaseResource body(String in) {
        var body = terser.clone(appointment);
        status.put(body, in);
        return body;
    }

    /** Returns what is stored in a status; nobody changes it. */
    IBaseResource kept(String in) {
        return kept.computeIfAbsent(in, this::stored);
    }

    /** Returns a new body with an id. */
    IBaseResource stored(String in) {
        var stored = body(in);
        IIdType id = fhir.getVersion().newIdType();
        id.setParts(null, "Appointment", "1", "1");
        stored.setId(id);
        return stored;
    }

    /** Returns the status of an appointment, or an empty text. */
    String statusOf(IBaseResource of) {
        return status.text(of).orElse("");
    }

    /** Puts an appointment into a status. */
    void set(IBaseResource of, String to) {
        status.put(of, to);
    }
}
