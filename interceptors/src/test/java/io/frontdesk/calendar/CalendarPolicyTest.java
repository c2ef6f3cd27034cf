package io.frontdesk.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import biweekly.Biweekly;
import biweekly.component.VEvent;
import biweekly.property.Attendee;
import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.caller.Claims;
import io.frontdesk.decision.Refusal;
import io.frontdesk.testing.Contracts;
import java.io.IOException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarPolicyTest {

    private static final String SECTION = """
        operation: $export
        accept: true
        summary: [description, appointmentType]
        description: [comment, participant.actor]
        url: ["extension('http://example.org/room').value"]
        names:
          - {types: [Practitioner], claim: kind, is: [DOCTOR, OFFICE]}
        """;

    private static final Set<String> BASES =
            Set.of("https://desk.example.org/fhir", "https://desk.example.org/fhir/core");
    private static final CharsetEncoder UTF_8 = StandardCharsets.UTF_8.newEncoder();
    private static final Claims DOCTOR = new Claims(Map.of("kind", "DOCTOR"));
    private static final Claims PATIENT = new Claims(Map.of("kind", "PATIENT"));

    private static final String APPOINTMENT = """
        {"resourceType":"Appointment","id":"a1","meta":{"versionId":"3","lastUpdated":"2026-03-01T10:00:00Z"},
         "contained":[{"resourceType":"Location","id":"1","name":"Room 43b","address":{"line":["Harbour 1"],"city":"Aarhus"}}],
         "extension":[{"url":"http://example.org/room","valueUri":"https://video.example.org/room?a=1,2;3"}],
         "status":"booked","appointmentType":{"coding":[{"system":"http://example.org","code":"FOLLOWUP"}]},
         "priority":1,"description":"Eye check","comment":"Bring; the, letter","start":"2026-03-29T01:30:00+01:00",
         "end":"2026-03-29T03:30:00+02:00",
         "participant":[
          {"actor":{"reference":"Patient/p1","display":"Pat Example"},"status":"accepted","required":"required"},
          {"actor":{"reference":"https://org.example.org/fhir/Practitioner/d1","display":"Dr. \\"Q\\" Test"},"status":"tentative"},
          {"actor":{"reference":"#1"},"status":"accepted"},
          {"type":[{"text":"team"}],"status":"needs-action"}]}
        """;

    private static CalendarPolicy policy(FhirContext fhir) {
        return Contracts.compiled(SECTION, section -> open(section, fhir));
    }

    /** The policy closes its section itself; so that it can be closed again, all its keys are known. */
    private static CalendarPolicy open(io.frontdesk.source.Section section, FhirContext fhir) {
        return CalendarPolicy.compile(section, fhir, "Appointment");
    }

    private static IBaseResource read(FhirContext fhir, ObjectNode json) {
        return fhir.newJsonParser().parseResource(json.toString());
    }

    private static ObjectNode appointment() {
        try {
            return (ObjectNode) new ObjectMapper().readTree(APPOINTMENT);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(ObjectNode json, Claims caller) {
        return policy(Contracts.R4).calendar(read(Contracts.R4, json), caller, BASES);
    }

    private static VEvent event(String text) {
        assertThat(text).startsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n").endsWith("END:VCALENDAR\r\n");
        assertThat(text.split("\r\n"))
                .allMatch(line -> line.length() <= 76)
                .noneMatch(line -> line.contains("\n") || line.contains("\r"));
        var calendars = Biweekly.parse(text).all();
        assertThat(calendars).hasSize(1);
        assertThat(calendars.get(0).getEvents()).hasSize(1);
        assertThat(calendars.get(0).validate(biweekly.ICalVersion.V2_0).isEmpty())
                .isTrue();
        return calendars.get(0).getEvents().get(0);
    }

    @ParameterizedTest
    @CsvSource({"R4", "DSTU3"})
    void tellsAnAppointmentAsAnEvent(String version) {
        FhirContext fhir = version.equals("R4") ? Contracts.R4 : Contracts.DSTU3;

        String text = policy(fhir).calendar(read(fhir, appointment()), DOCTOR, BASES);

        VEvent event = event(text);
        assertThat(text).contains("DTSTART:20260329T003000Z\r\n", "DTEND:20260329T013000Z\r\n");
        assertThat(event.getUid().getValue()).isEqualTo("https://desk.example.org/fhir/core/Appointment/a1");
        assertThat(event.getDateTimeStamp().getValue()).isEqualTo(Date.from(Instant.parse("2026-03-01T10:00:00Z")));
        assertThat(event.getLastModified().getValue()).isEqualTo(Date.from(Instant.parse("2026-03-01T10:00:00Z")));
        assertThat(event.getSequence().getValue()).isEqualTo(2);
        assertThat(event.getStatus().isConfirmed()).isTrue();
        assertThat(event.getSummary().getValue()).isEqualTo("Eye check");
        assertThat(event.getDescription().getValue()).isEqualTo("Bring; the, letter\nPat Example\nDr. \"Q\" Test");
        assertThat(event.getLocation().getValue()).isEqualTo("Room 43b, Harbour 1, Aarhus");
        assertThat(event.getUrl().getValue()).isEqualTo("https://video.example.org/room?a=1,2;3");
        assertThat(event.getPriority().getValue()).isEqualTo(1);
        assertThat(event.getAttendees())
                .extracting(Attendee::getUri)
                .containsExactly(
                        "https://desk.example.org/fhir/core/Patient/p1",
                        "https://org.example.org/fhir/Practitioner/d1");
        assertThat(event.getAttendees().get(0).getCommonName()).isEqualTo("Pat Example");
        assertThat(text).contains("PARTSTAT=ACCEPTED", "PARTSTAT=TENTATIVE", "ROLE=REQ-PARTICIPANT");
    }

    @Test
    void hidesWhomOnlyOthersMaySee() {
        for (Claims caller : List.of(PATIENT, Claims.NONE, new Claims(Map.of("kind", "doctor")))) {
            String text = text(appointment(), caller);

            assertThat(event(text).getAttendees()).hasSize(1);
            assertThat(event(text).getDescription().getValue()).isEqualTo("Bring; the, letter\nPat Example");
            assertThat(text).doesNotContain("Test", "Practitioner", "d1");
        }
        assertThat(text(appointment(), new Claims(Map.of("kind", List.of("NURSE", "OFFICE")))))
                .contains("Practitioner/d1");
    }

    @ParameterizedTest
    @CsvSource({
        "proposed, TENTATIVE",
        "pending, TENTATIVE",
        "waitlist, TENTATIVE",
        "booked, CONFIRMED",
        "arrived, CONFIRMED",
        "checked-in, CONFIRMED",
        "fulfilled, CONFIRMED",
        "noshow, CONFIRMED",
        "cancelled, CANCELLED",
        "entered-in-error, CANCELLED",
    })
    void tellsTheStatus(String status, String told) {
        assertThat(text(appointment().put("status", status), DOCTOR)).contains("\r\nSTATUS:" + told + "\r\n");
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1", "abc, 0", "0, 0", "99999999999, 0"})
    void countsRevisions(String version, int sequence) {
        ObjectNode json = appointment();
        ((ObjectNode) json.get("meta")).put("versionId", version);

        assertThat(event(text(json, DOCTOR)).getSequence().getValue()).isEqualTo(sequence);
    }

    @Test
    void letsNoTextBecomeAProperty() {
        String evil =
                "x\r\nATTENDEE:mailto:evil@example.org\rEND:VEVENT\nBEGIN:VALARM\u2028ACTION:DISPLAY\u0000\u0007\u0085y";
        ObjectNode json = appointment().put("comment", evil).put("description", evil);
        ((ObjectNode) json.at("/participant/0/actor")).put("display", evil + "\";CN=other:");
        ((ObjectNode) json.at("/contained/0")).put("name", evil);
        ((ObjectNode) json.at("/extension/0")).put("valueUri", "https://video.example.org/\r\nBEGIN:VALARM");

        String text = text(json, DOCTOR);

        VEvent event = event(text);
        assertThat(event.getUrl()).isNull();
        assertThat(event.getAlarms()).isEmpty();
        assertThat(event.getAttendees()).hasSize(2);
        assertThat(event.getExperimentalProperties()).isEmpty();
        assertThat(text.replace("\r\n ", "").split("\r\n"))
                .noneMatch(line -> line.startsWith("ACTION") || line.startsWith("BEGIN:VALARM"));
        assertThat(event.getSummary().getValue().lines())
                .containsExactly(
                        "x", "ATTENDEE:mailto:evil@example.org", "END:VEVENT", "BEGIN:VALARM", "ACTION:DISPLAY", "y");
    }

    @ParameterizedTest
    @CsvSource({"javascript:alert(1)", "ftp://example.org/", "no address at all", "data:text/html,x"})
    void linksToTheWebOnly(String url) {
        ObjectNode json = appointment();
        ((ObjectNode) json.at("/extension/0")).put("valueUri", url);

        assertThat(event(text(json, DOCTOR)).getUrl()).isNull();
    }

    @Test
    void foldsLongTextsWithoutBreakingCharacters() {
        String text = "\u00c6\u00d8\u00c5 \ud83d\ude80 ".repeat(200).strip();

        String calendar = text(appointment().put("comment", text), DOCTOR);

        byte[] sent = calendar.getBytes(StandardCharsets.UTF_8);
        assertThat(event(new String(sent, StandardCharsets.UTF_8))
                        .getDescription()
                        .getValue())
                .startsWith(text);
        assertThat(calendar.lines()).allMatch(line -> UTF_8.canEncode(line));
    }

    @Test
    void refusesWhatHasNoStart() {
        ObjectNode json = appointment();
        json.remove(List.of("start", "end"));

        Refusal refusal =
                policy(Contracts.R4).may(read(Contracts.R4, json)).refusal().orElseThrow();

        assertThat(refusal.rule().id()).isEqualTo("calendar.no-time");
        assertThat(refusal.elements()).containsExactly("Appointment.start");
        assertThat(policy(Contracts.R4).may(read(Contracts.R4, appointment())).refusal())
                .isEmpty();
    }

    @Test
    void saysWhatACodeIsWhereNobodySaidMore() {
        ObjectNode json = appointment();
        json.remove("description");

        assertThat(event(text(json, DOCTOR)).getSummary().getValue()).isEqualTo("FOLLOWUP");
        ((ObjectNode) json.get("appointmentType")).put("text", "Follow-up");
        assertThat(event(text(json, DOCTOR)).getSummary().getValue()).isEqualTo("Follow-up");
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', textBlock = """
        $export     | export       | contract.yaml:1: operation: 'export' is no name of an operation; a name such as $export
        [comment,   | [comments,   | contract.yaml:4: description[0]: 'comments' is no element of Appointment; an element such as description
        Practitioner] | Doctor]    | contract.yaml:7: names[0].types[0]: 'Doctor' is no resource type; such as Practitioner
        accept      | accepts      | contract.yaml:2: accepts: unknown key 'accepts'; did you mean 'accept'? known here: operation, accept, summary, description, url, names
        """)
    void faultsASectionThatIsWrong(String right, String wrong, String fault) {
        String yaml = SECTION.replaceFirst(Pattern.quote(right), Matcher.quoteReplacement(wrong));

        assertThat(Contracts.faults(yaml, section -> open(section, Contracts.R4)))
                .contains(fault);
    }

    @Test
    void faultsACalendarThatNobodyCanGet() {
        assertThat(Contracts.faults("summary: [description]\ndescription: []", section -> open(section, Contracts.R4)))
                .anyMatch(fault -> fault.contains("nobody can get"));
    }
}
