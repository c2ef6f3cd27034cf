package io.frontdesk.server;

import static io.frontdesk.server.MillenniumDesk.EXTENSIONS;
import static io.frontdesk.server.MillenniumDesk.LATER;
import static io.frontdesk.server.MillenniumDesk.PATIENT;
import static io.frontdesk.server.MillenniumDesk.patch;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.server.MillenniumDesk.Held;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract {@code millennium-2024}: every row of the table of what a patch may do. */
@ExtendWith(MillenniumServer.class)
class Millennium2024IT {

    private static final String REASONS = "http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason";
    private static final String TENANTS = "https://fhir.cerner.com/0b8a0111-e8e6-4c26-a91c-5069cbc6b1ca/codeSet/14229";
    private static final String SLOTS = "[{\"reference\":\"%s\"}]";
    private static final String CANCELLED = op("replace", "/status", "\"cancelled\"");
    private static final String REASON =
            op("add", "/cancelationReason", "{\"coding\":[{\"system\":\"" + REASONS + "\",\"code\":\"pat\"}]}");

    private final MillenniumDesk desk;

    Millennium2024IT(MillenniumDesk desk) {
        this.desk = desk;
    }

    private static String op(String op, String path, String value) {
        return "{\"op\":\"" + op + "\",\"path\":\"" + path + "\",\"value\":" + value + "}";
    }

    private static String all(String... operations) {
        return "[" + String.join(",", operations) + "]";
    }

    private String toSlot(String op) {
        return op(op, "/slot", SLOTS.formatted(desk.slot(LATER)));
    }

    private static String extension(String op, String name, String value) {
        return op(op, "/extension", "[{\"url\":\"" + EXTENSIONS + name + "\"," + value + "}]");
    }

    private static String comment(String text) {
        return extension("replace", "action-comment", "\"valueString\":\"" + text + "\"");
    }

    private static JsonNode extensionIn(Held held, String name) {
        for (JsonNode extension : held.now().json().path("extension")) {
            if (extension.path("url").asText().equals(EXTENSIONS + name)) {
                return extension;
            }
        }
        return held.now().json().path("nothing");
    }

    private static void refused(Held held, String patch, String rule) {
        Answer answer = held.patch(patch).refused(422, rule);

        assertThat(answer.issue().path("code").asText()).isEqualTo("business-rule");
        held.unchanged();
    }

    // Booking

    @Test
    void booksAProposedAppointmentWithASlot() {
        Held held = desk.in(LATER, "proposed");
        String slot = desk.slot(LATER);

        held.patch(all(op("add", "/slot", SLOTS.formatted(slot)), op("replace", "/status", "\"booked\"")))
                .is(200);

        assertThat(held.status()).isEqualTo("booked");
        assertThat(held.now().json().path("slot").toString()).isEqualTo(SLOTS.formatted(slot));
    }

    @Test
    void booksWithAReasonInWordsAndNoCoding() {
        Held held = desk.in(LATER, "proposed");

        held.patch(all(
                        op("add", "/reasonCode", "[{\"text\":\"A cough\",\"coding\":[{\"code\":\"x\"}]}]"),
                        op("replace", "/status", "\"booked\""),
                        toSlot("add")))
                .is(200);

        assertThat(held.now().json().path("reasonCode").toString()).isEqualTo("[{\"text\":\"A cough\"}]");
    }

    @Test
    void removesTheReasonByAnEmptyList() {
        Held held = desk.in(LATER, "proposed");
        assertThat(held.now().json().path("reasonCode")).isNotEmpty();

        held.patch(all(op("add", "/reasonCode", "[]"), op("replace", "/status", "\"booked\""), toSlot("add")))
                .is(200);

        assertThat(held.now().json().has("reasonCode")).isFalse();
    }

    @Test
    void booksNothingWithoutItsCompany() {
        Held held = desk.in(LATER, "proposed");

        refused(held, all(op("replace", "/status", "\"booked\"")), "patch.company");
        refused(held, all(op("replace", "/status", "\"booked\""), toSlot("replace")), "patch.company");
        refused(held, all(toSlot("add")), "patch.company");
        refused(held, all(toSlot("add"), CANCELLED), "patch.company");
        refused(held, all(op("add", "/reasonCode", "[]")), "patch.company");
        refused(held, all(op("add", "/reasonCode", "[]"), CANCELLED), "patch.company");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"reference\":\"Slot/1\"}",
                "[{\"reference\":\"Slot/1\"},{\"reference\":\"Slot/2\"}]",
                "[{\"reference\":\"Schedule/1\"}]",
                "[{\"display\":\"Slot/1\"}]",
                "[\"Slot/1\"]",
                "null"
            })
    void takesExactlyOneSlot(String slots) {
        refused(
                desk.in(LATER, "proposed"),
                all(op("add", "/slot", slots), op("replace", "/status", "\"booked\"")),
                "patch.value");
        refused(desk.booked(LATER), all(op("replace", "/slot", slots)), "patch.value");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"coding\":[{\"code\":\"x\"}]}]",
                "[{\"text\":\"\"}]",
                "[{\"text\":\"a\"},{\"text\":\"b\"}]",
                "{\"text\":\"a\"}",
                "[\"a\"]"
            })
    void takesOneReasonInWords(String reasons) {
        refused(
                desk.in(LATER, "proposed"),
                all(op("add", "/reasonCode", reasons), op("replace", "/status", "\"booked\""), toSlot("add")),
                "patch.value");
    }

    // Cancelling

    @ParameterizedTest
    @ValueSource(strings = {REASONS, TENANTS})
    void cancelsForACodedReasonAndIgnoresItsText(String system) {
        Held held = desk.booked(LATER);

        held.patch(all(
                        CANCELLED,
                        op(
                                "add",
                                "/cancelationReason",
                                "{\"coding\":[{\"system\":\"" + system + "\",\"code\":\"a\"}],\"text\":\"secret\"}")))
                .is(200);

        assertThat(held.status()).isEqualTo("cancelled");
        assertThat(held.now().json().path("cancelationReason").toString())
                .isEqualTo("{\"coding\":[{\"system\":\"" + system + "\",\"code\":\"a\"}]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"text\":\"pat\"}",
                "{\"coding\":[]}",
                "{\"coding\":[{\"code\":\"pat\"}]}",
                "{\"coding\":[{\"system\":\"" + REASONS + "\"},{\"system\":\"" + REASONS + "\"}]}",
                "{\"coding\":[{\"system\":\"http://example.org/reasons\",\"code\":\"pat\"}]}",
                "{\"coding\":[{\"system\":\"https://fhir.cerner.com/a/b/codeSet/14229\",\"code\":\"1\"}]}",
                "{\"coding\":[{\"system\":\"https://fhir.cerner.com/a/codeSet/14228\",\"code\":\"1\"}]}",
                "[{\"coding\":[{\"system\":\"" + REASONS + "\",\"code\":\"pat\"}]}]"
            })
    void takesNoOtherReasonToCancel(String reason) {
        refused(desk.booked(LATER), all(CANCELLED, op("add", "/cancelationReason", reason)), "patch.value");
    }

    @Test
    void takesAReasonAndACommentWithACancellationOnly() {
        Held held = desk.booked(LATER);

        refused(held, all(REASON), "patch.company");
        refused(held, all(REASON, op("replace", "/status", "\"arrived\"")), "patch.company");
        refused(held, all(comment("a")), "patch.company");
        refused(held, all(comment("a"), CANCELLED), "patch.company");
        held.patch(all(CANCELLED, REASON, comment("Called at noon"))).is(200);
        assertThat(extensionIn(held, "action-comment").path("valueString").asText())
                .isEqualTo("Called at noon");
    }

    // Rescheduling

    @Test
    void reschedulesWithWhatGoesWithIt() {
        Held held = desk.booked(LATER);
        assertThat(held.now().json().has("comment")).isFalse();
        String slot = desk.slot(LATER);

        held.patch(all(
                        op("replace", "/slot", SLOTS.formatted(slot)),
                        op("replace", "/comment", "\"Bring the referral\""),
                        extension("add", "reschedule-reason", "\"valueCodeableConcept\":{\"text\":\"Closed\"}"),
                        comment("Moved")))
                .is(200);

        JsonNode now = held.now().json();
        assertThat(now.path("status").asText()).isEqualTo("booked");
        assertThat(now.path("slot").toString()).isEqualTo(SLOTS.formatted(slot));
        assertThat(now.path("comment").asText()).isEqualTo("Bring the referral");
        assertThat(extensionIn(held, "reschedule-reason")
                        .at("/valueCodeableConcept/text")
                        .asText())
                .isEqualTo("Closed");
        assertThat(extensionIn(held, "action-comment").path("valueString").asText())
                .isEqualTo("Moved");
    }

    @Test
    void replacesAnExtensionAndKeepsTheOthers() {
        ObjectNode booking = desk.booking(LATER);
        ArrayNode extensions = booking.putArray("extension");
        extensions.addObject().put("url", EXTENSIONS + "action-comment").put("valueString", "old");
        extensions.addObject().put("url", EXTENSIONS + "is-cancelable").put("valueBoolean", true);
        Held held = desk.held(LATER, desk.provider(LATER).post(booking).is(201));

        held.patch(all(toSlot("replace"), comment("new"))).is(200);

        assertThat(extensionIn(held, "action-comment").path("valueString").asText())
                .isEqualTo("new");
        assertThat(extensionIn(held, "is-cancelable").path("valueBoolean").asBoolean())
                .isTrue();
        assertThat(held.now().json().path("extension")).hasSize(2);
    }

    @Test
    void changesACommentOrAnExtensionWithARescheduleOnly() {
        Held held = desk.booked(LATER);

        refused(held, all(op("replace", "/comment", "\"x\"")), "patch.company");
        refused(held, all(op("replace", "/comment", "\"x\""), CANCELLED, REASON), "patch.company");
        refused(
                held,
                all(extension("add", "reschedule-reason", "\"valueCodeableConcept\":{\"text\":\"x\"}")),
                "patch.company");
        refused(
                held,
                all(
                        extension("add", "reschedule-reason", "\"valueCodeableConcept\":{\"text\":\"x\"}"),
                        CANCELLED,
                        REASON),
                "patch.company");
    }

    @ParameterizedTest
    @ValueSource(strings = {"arrived", "checked-in", "noshow", "proposed", "fulfilled", "cancelled"})
    void reschedulesOnlyWhatIsBooked(String status) {
        refused(desk.in(LATER, status), all(toSlot("replace")), "patch.state");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        replace | [{"url":"https://fhir-ehr.cerner.com/r4/StructureDefinition/reschedule-reason","valueString":"x"}]
        add     | [{"url":"https://fhir-ehr.cerner.com/r4/StructureDefinition/action-comment","valueString":"x"}]
        replace | [{"url":"http://example.org/x","valueString":"x"}]
        replace | []
        replace | {"url":"https://fhir-ehr.cerner.com/r4/StructureDefinition/action-comment","valueString":"x"}
        add     | [{"url":"https://fhir-ehr.cerner.com/r4/StructureDefinition/is-cancelable","valueBoolean":true}]
        """)
    void takesEachExtensionWithItsOwnOpAlone(String op, String value) {
        refused(desk.booked(LATER), all(toSlot("replace"), op(op, "/extension", value)), "patch.value");
    }

    // The patient's answer

    @Test
    void acceptsForThePatientWhoIsTentative() {
        Held held = desk.booked(LATER);
        held.record("\"status\":\"accepted\"", "\"status\":\"tentative\"");

        held.patch(Examples.read(LATER, "patches/patient-accepts").toString()).is(200);

        List<String> answers = new ArrayList<>();
        for (JsonNode participant : held.now().json().path("participant")) {
            if (participant.at("/actor/reference").asText().equals("Patient/" + PATIENT)) {
                answers.add(participant.path("status").asText());
            }
        }
        assertThat(answers).containsExactly("accepted");
        assertThat(held.now().json().has("patient-status")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "booked, accepted",
        "booked, declined",
        "booked, needs-action",
        "arrived, tentative",
        "cancelled, tentative"
    })
    void acceptsNothingElse(String status, String answer) {
        Held held = desk.in(LATER, status);
        if (!answer.equals("accepted")) {
            held.record("\"status\":\"accepted\"", "\"status\":\"" + answer + "\"");
        }

        refused(held, patch("replace", "/patient-status", "accepted"), "patch.state");
    }

    @Test
    void setsNoOtherAnswer() {
        Held held = desk.booked(LATER);
        held.record("\"status\":\"accepted\"", "\"status\":\"tentative\"");

        refused(held, patch("replace", "/patient-status", "declined"), "patch.value");
        refused(held, patch("add", "/patient-status", "accepted"), "patch.not-listed");
        refused(held, patch("replace", "/participant/0/status", "accepted"), "patch.not-listed");
    }

    // Video links

    private static String links(String op, String provider, String patient) {
        return all(
                op(op, "/contained/0/telecom/0/value", "\"" + provider + "\""),
                op(op, "/contained/1/telecom/0/value", "\"" + patient + "\""),
                op(op, "/contained/0/telecom/0/period/start", "\"2026-03-09T09:00:00Z\""),
                op(op, "/contained/0/telecom/0/period/end", "\"2026-03-09T09:30:00Z\""));
    }

    @Test
    void addsTheLinksOfAVideoVisitWithTheirTimes() {
        Held held = desk.booked(LATER);

        held.patch(Examples.read(LATER, "patches/video-links").toString()).is(200);

        JsonNode now = held.now().json();
        assertThat(now.at("/contained/0/telecom/0/value").asText()).isEqualTo("https://video.example.org/p/1");
        assertThat(now.at("/contained/1/telecom/0/value").asText()).isEqualTo("https://video.example.org/q/1");
        for (int i = 0; i < 2; i++) {
            assertThat(now.at("/contained/" + i + "/telecom/0/period/start").asText())
                    .isEqualTo("2026-03-09T09:00:00Z");
            assertThat(now.at("/contained/" + i + "/telecom/0/period/end").asText())
                    .isEqualTo("2026-03-09T09:30:00Z");
        }
    }

    @Test
    void replacesLinksThatAreThereAndAddsThemOnce() {
        Held held = desk.booked(LATER);
        refused(held, links("replace", "https://a.example.org", "https://b.example.org"), "patch.state");
        held.patch(links("add", "https://a.example.org", "https://b.example.org"))
                .is(200);
        String version = held.now().version();
        Rest provider = desk.provider(LATER);

        Answer twice = provider.patch(
                        held.address(),
                        links("add", "https://c.example.org", "https://d.example.org"),
                        "If-Match",
                        "W/\"" + version + "\"")
                .refused(409, "patch.state");
        assertThat(twice.issue().path("code").asText()).isEqualTo("conflict");
        assertThat(held.now().version()).isEqualTo(version);
        provider.patch(
                        held.address(),
                        links("replace", "https://c.example.org", "https://d.example.org"),
                        "If-Match",
                        "W/\"" + version + "\"")
                .is(200);

        assertThat(held.now().json().at("/contained/0/telecom/0/value").asText())
                .isEqualTo("https://c.example.org");
        assertThat(held.now().json().at("/contained/1/telecom/0/value").asText())
                .isEqualTo("https://d.example.org");
        assertThat(held.now().json().path("contained")).hasSize(2);
    }

    static Stream<Arguments> incomplete() {
        String[] whole =
                links("add", "https://a.example.org", "https://b.example.org").split("(?<=}),(?=\\{)", -1);
        List<Arguments> incomplete = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            List<String> others = new ArrayList<>(List.of(whole));
            String one = others.remove(i).replace("[", "").replace("]", "");
            String rest = String.join(",", others).replace("[", "").replace("]", "");
            incomplete.add(Arguments.of("without " + i, "[" + rest + "]"));
            incomplete.add(Arguments.of("alone " + i, "[" + one + "]"));
            incomplete.add(Arguments.of("mixed " + i, "[" + rest + "," + one.replace("add", "replace") + "]"));
        }
        return incomplete.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("incomplete")
    void takesAllFourLinksOrNone(String what, String patch) {
        refused(desk.booked(LATER), patch, "patch.company");
    }

    @Test
    void takesLinksOfUpTo255Characters() {
        Held held = desk.booked(LATER);
        String longest = "https://a.example.org/" + "x".repeat(255 - "https://a.example.org/".length());

        refused(held, links("add", longest + "x", "https://b.example.org"), "patch.value");
        refused(held, links("add", "https://b.example.org", longest + "x"), "patch.value");
        refused(held, links("add", "", "https://b.example.org"), "patch.value");
        refused(
                held,
                links("add", "https://a.example.org", "https://b.example.org").replace("2026-03-09T09:30:00Z", "soon"),
                "patch.value");
        held.patch(links("add", longest, longest)).is(200);
    }

    @Test
    void asksForTheRightToReadAsWell() {
        Held held = desk.booked(LATER);
        String links = links("add", "https://a.example.org", "https://b.example.org");
        Rest writer = desk.caller(LATER, "user/Appointment.write", "");

        Answer answer = writer.patch(held.address(), links, "If-Match", "W/\"" + held.version() + "\"")
                .refused(403, "access.right");

        assertThat(answer.header("WWW-Authenticate")).contains("user/Appointment.read");
        held.unchanged();
        writer.patch(held.address(), patch("replace", "/status", "arrived"), "If-Match", "W/\"" + held.version() + "\"")
                .is(200);
    }

    // Anything else

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        replace | /reasonCode              | [{"text":"a"}]
        replace | /cancelationReason       | {"text":"a"}
        add     | /comment                 | "a"
        remove  | /comment                 | "a"
        remove  | /slot                    | []
        test    | /status                  | "booked"
        replace | /start                   | "2026-03-09T09:00:00Z"
        replace | /participant             | []
        add     | /participant/-           | {}
        add     | /extension/-             | {"url":"https://fhir-ehr.cerner.com/r4/StructureDefinition/action-comment"}
        add     | /slot/0                  | {"reference":"Slot/1"}
        add     | /contained/1/telecom/0/period/start | "2026-03-09T09:00:00Z"
        add     | /contained/2/telecom/0/value | "a"
        replace | /serviceType             | []
        replace | /meta                    | {}
        replace | status                   | "arrived"
        """)
    void refusesWhatIsNotListed(String op, String path, String value) {
        refused(desk.booked(LATER), all(op(op, path, value)), "patch.not-listed");
        refused(
                desk.booked(LATER),
                all(op("replace", "/status", "\"arrived\""), op(op, path, value)),
                "patch.not-listed");
    }

    @Test
    void refusesToDoOneThingTwice() {
        Held held = desk.booked(LATER);

        refused(held, all(op("replace", "/status", "\"arrived\""), CANCELLED), "patch.twice");
        refused(held, all(toSlot("replace"), toSlot("replace")), "patch.twice");
        refused(held, all(toSlot("replace"), comment("a"), comment("b")), "patch.twice");
    }

    @Test
    void refusesAValueThatIsNoElement() {
        Held held = desk.booked(LATER);

        refused(
                held,
                all(op("replace", "/slot", "[{\"reference\":\"" + desk.slot(LATER) + "\",\"colour\":\"blue\"}]")),
                "patch.value");
        refused(
                held,
                all(toSlot("replace"), extension("replace", "action-comment", "\"valueText\":\"x\"")),
                "patch.value");
    }
}
