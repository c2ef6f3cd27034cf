package io.frontdesk.server;

import static io.frontdesk.server.DanishDesk.SYSTEM_ID;
import static io.frontdesk.server.DanishDesk.VDX;
import static io.frontdesk.server.DanishDesk.extension;
import static io.frontdesk.server.DanishDesk.identifier;
import static io.frontdesk.server.DanishDesk.withExtension;
import static io.frontdesk.server.DanishDesk.withReference;
import static io.frontdesk.server.DanishDesk.without;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an appointment of the Danish R4 endpoint may hold, on create and on update, and what the server puts into it. */
@ExtendWith(SharedServer.class)
class EhealthDkR4FieldsIT {

    /** The rule that refuses an example, where it is not the profile. */
    private static final Map<String, String> RULES = Map.of(
            "invalid/ehealth-appointment-start-without-end", "base.invariant",
            "invalid/ehealth-appointment-cancelation-reason-while-booked", "base.invariant",
            "invalid/ehealth-videoappointment-two-video-rooms", "update.server-owned",
            "invalid/ehealth-group-appointment-creator-is-a-practitioner", "update.server-owned",
            "invalid/ehealth-videoappointment-unknown-profile", "profile.unknown");

    private static final String VDX_TEXT = "Manipulation of VDX identifiers not allowed";
    private static final String SYSTEM_TEXT = "Manipulation of system identifiers not allowed";
    private static final String CREATOR_TEXT = "Manipulation of creator identifier not allowed";

    private final Rest practitioner;
    private final Rest system;

    EhealthDkR4FieldsIT(TestServer server) {
        DanishDesk desk = new DanishDesk(server);
        this.practitioner = desk.practitioner();
        this.system = desk.system();
    }

    private static void refused(Answer answer, String text) {
        answer.refused(422, "update.server-owned");
        assertThat(answer.issue().path("diagnostics").asText()).isEqualTo(text);
        assertThat(answer.issue().path("code").asText()).isEqualTo("processing");
    }

    private ObjectNode created(ObjectNode appointment) {
        return (ObjectNode) practitioner.post(appointment).is(201).json();
    }

    private static String address(JsonNode stored) {
        return "Appointment/" + stored.path("id").asText();
    }

    static Stream<String> valid() {
        return DanishDesk.examples("valid").stream().filter(name -> !name.contains("videoappointment-stored"));
    }

    @ParameterizedTest
    @MethodSource("valid")
    void storesEveryValidExampleUnderItsProfileAlone(String name) {
        String profile = name.substring("valid/".length()).replaceFirst("(appointment)-.*", "$1");

        system.put(Rest.fixture("patient.json").put("id", "702"));

        JsonNode stored = created(DanishDesk.example(name));

        assertThat(stored.at("/meta/profile")).hasSize(1);
        assertThat(stored.at("/meta/profile/0").asText()).endsWith("/StructureDefinition/" + profile);
        practitioner.put(stored).is(200);
    }

    static List<String> invalid() {
        return DanishDesk.examples("invalid");
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void refusesEveryInvalidExampleOnCreateAndOnUpdate(String name) {
        String rule = RULES.getOrDefault(name, "profile.invalid");
        String kind = name.substring("invalid/ehealth-".length()).replaceFirst("(appointment)-.*", "$1");
        ObjectNode before = created(
                DanishDesk.example("valid/ehealth-" + kind + (kind.equals("appointment") ? "-minimal" : "-create")));
        ObjectNode invalid = DanishDesk.example(name);

        for (Answer answer : List.of(
                system.post(invalid),
                system.put(invalid.deepCopy().put("id", before.path("id").asText())))) {
            answer.refused(422, rule);
            assertThat(answer.issue().path("code").asText()).isEqualTo("processing");
            if (rule.equals("profile.invalid")) {
                assertThat(answer.issue().path("diagnostics").asText())
                        .startsWith("Validation error: ")
                        .endsWith(".");
            }
        }
        assertThat(practitioner.get(address(before)).is(200).json()).isEqualTo(before);
    }

    @Test
    void holdsAPatchToTheProfileToo() {
        ObjectNode stored = created(DanishDesk.plain());

        practitioner
                .patch(address(stored), "[{\"op\":\"remove\",\"path\":\"/serviceType\"}]")
                .refused(422, "profile.invalid");

        practitioner.get(address(stored)).is(200).showsVersion("1");
    }

    // What the server makes

    @ParameterizedTest
    @ValueSource(strings = {"ehealth-videoappointment-create", "ehealth-group-videoappointment-create"})
    void makesTheVideoRoomAtCreateWhateverTheClientSends(String name) {
        ObjectNode sent = DanishDesk.example("valid/" + name);
        withExtension(sent, "meeting-url", "valueUri", "https://mine.example.org");
        withExtension(sent, "host-pin-code", "valueString", "0");

        JsonNode stored = created(sent);

        assertThat(extension(stored, "meeting-url", "valueUri").asText()).startsWith("https://video.example.org/");
        assertThat(extension(stored, "vmr-uri", "valueUri").asText()).endsWith("@rooms.example.org");
        assertThat(extension(stored, "guest-pin-code", "valueString").asText()).matches("\\d{4}");
        assertThat(extension(stored, "host-pin-code", "valueString").asText()).matches("\\d{4}");
        assertThat(extension(stored, "pin-code", "valueString").isMissingNode()).isTrue();
        assertThat(identifier(stored, VDX)).matches("[0-9a-f-]{36}");
        assertThat(identifier(stored, SYSTEM_ID)).matches("[0-9a-f-]{36}");
    }

    @Test
    void makesNoVideoRoomForOthers() {
        for (ObjectNode sent : List.of(DanishDesk.plain(), DanishDesk.group())) {
            JsonNode stored = created(withExtension(sent, "meeting-url", "valueUri", "https://mine.example.org"));

            assertThat(extension(stored, "meeting-url", "valueUri").isMissingNode())
                    .isTrue();
            assertThat(identifier(stored, VDX)).isEmpty();
            assertThat(identifier(stored, SYSTEM_ID)).isNotEmpty();
        }
    }

    @Test
    void keepsTheVideoRoomThroughEveryChange() {
        ObjectNode stored = created(DanishDesk.video());
        ObjectNode changed = without(stored.deepCopy(), "meeting-url");
        withExtension(changed, "meeting-url", "valueUri", "https://mine.example.org");
        ObjectNode omitted = without(without(stored.deepCopy(), "vmr-uri"), "guest-pin-code");
        omitted.remove("identifier");

        for (Answer answer : List.of(
                practitioner.put(changed),
                practitioner.put(omitted),
                practitioner.patch(
                        address(stored),
                        "[{\"op\":\"remove\",\"path\":\"/extension\"},"
                                + "{\"op\":\"add\",\"path\":\"/extension\",\"value\":" + responsible(stored) + "}]"))) {
            JsonNode now = answer.is(200).json();
            assertThat(now.path("extension")).isEqualTo(stored.path("extension"));
            assertThat(identifier(now, VDX)).isEqualTo(identifier(stored, VDX));
        }
    }

    private static String responsible(JsonNode stored) {
        for (JsonNode extension : stored.path("extension")) {
            if (extension.path("url").asText().endsWith("ehealth-responsible")) {
                return "[" + extension + "]";
            }
        }
        throw new AssertionError(stored);
    }

    @ParameterizedTest
    @CsvSource({VDX + ", " + VDX_TEXT, SYSTEM_ID + ", " + SYSTEM_TEXT})
    void refusesAnotherIdentifierThanItsOwn(String identifierSystem, String text) {
        ObjectNode mine = DanishDesk.video();
        mine.putArray("identifier").addObject().put("system", identifierSystem).put("value", "mine");
        ObjectNode stored = created(DanishDesk.video());
        ObjectNode changed = stored.deepCopy();
        for (JsonNode one : changed.path("identifier")) {
            if (one.path("system").asText().equals(identifierSystem)) {
                ((ObjectNode) one).put("value", "mine");
            }
        }
        ObjectNode more = stored.deepCopy();
        more.withArray("identifier").addObject().put("system", identifierSystem).put("value", "mine");

        refused(practitioner.post(mine), text);
        refused(practitioner.put(changed), text);
        refused(practitioner.put(more), text);
        practitioner.put(stored).is(200);
    }

    // The creator of a group appointment

    @Test
    void fillsInTheCallersCareTeamAsCreator() {
        JsonNode absent = created(DanishDesk.group());
        JsonNode equal = created(withReference(DanishDesk.group(), "creator", DanishDesk.TEAM));
        JsonNode plain = created(DanishDesk.plain());

        assertThat(extension(absent, "creator", "valueReference")
                        .path("reference")
                        .asText())
                .isEqualTo(DanishDesk.TEAM);
        assertThat(extension(equal, "creator", "valueReference")
                        .path("reference")
                        .asText())
                .isEqualTo(DanishDesk.TEAM);
        assertThat(extension(plain, "creator", "valueReference").isMissingNode())
                .isTrue();
    }

    @Test
    void refusesAnotherCreatorOnCreateAndOnUpdate() {
        String another = DanishDesk.ORGANIZATIONS + "CareTeam/502";
        ObjectNode stored = created(DanishDesk.group());

        refused(practitioner.post(withReference(DanishDesk.group(), "creator", another)), CREATOR_TEXT);
        refused(
                practitioner.put(withReference(without(stored.deepCopy(), "creator"), "creator", another)),
                CREATOR_TEXT);
        JsonNode omitted =
                practitioner.put(without(stored.deepCopy(), "creator")).is(200).json();
        assertThat(extension(omitted, "creator", "valueReference")
                        .path("reference")
                        .asText())
                .isEqualTo(DanishDesk.TEAM);
    }

    // What is only warned of

    @Test
    void warnsOfTooManyAndTooFewAndOfLateRegistration() {
        ObjectNode many = DanishDesk.group();
        many.withArray("extension")
                .addObject()
                .put("url", DanishDesk.PROFILE + "max-participants")
                .put("valueInteger", 1);
        ObjectNode few = DanishDesk.group();
        few.withArray("extension")
                .addObject()
                .put("url", DanishDesk.PROFILE + "min-participants")
                .put("valueInteger", 3);
        ObjectNode late = withExtension(
                DanishDesk.group(), "registration-deadline", "valueDateTime", "2020-01-01T12:00:00+01:00");

        assertThat(warnings(practitioner
                        .post(many, "Prefer", "return=OperationOutcome")
                        .is(201)))
                .containsExactly("field.max-participants");
        assertThat(warnings(practitioner
                        .post(few, "Prefer", "return=OperationOutcome")
                        .is(201)))
                .containsExactly("field.min-participants");
        assertThat(warnings(practitioner
                        .post(late, "Prefer", "return=OperationOutcome")
                        .is(201)))
                .containsExactly("field.registration-deadline");
        assertThat(warnings(practitioner
                        .post(DanishDesk.group(), "Prefer", "return=OperationOutcome")
                        .is(201)))
                .isEmpty();
        assertThat(practitioner.post(many).is(201).json().path("resourceType").asText())
                .isEqualTo("Appointment");
    }

    @Test
    void warnsOfLateRegistrationOnlyWhenSomebodyComesOntoTheList() {
        ObjectNode stored = created(withExtension(
                DanishDesk.group(), "registration-deadline", "valueDateTime", "2020-01-01T12:00:00+01:00"));
        ObjectNode more = stored.deepCopy();
        more.withArray("participant").add(more.at("/participant/2").deepCopy());

        assertThat(warnings(practitioner
                        .put(stored.deepCopy().put("comment", "x"), "Prefer", "return=OperationOutcome")
                        .is(200)))
                .isEmpty();
        assertThat(warnings(practitioner
                        .put(more, "Prefer", "return=OperationOutcome")
                        .is(200)))
                .containsExactly("field.registration-deadline");
    }

    private static List<String> warnings(Answer answer) {
        List<String> rules = new ArrayList<>();
        assertThat(answer.json().path("resourceType").asText()).isEqualTo("OperationOutcome");
        for (JsonNode issue : answer.json().path("issue")) {
            if (issue.path("severity").asText().equals("warning")) {
                assertThat(issue.path("diagnostics").asText()).isNotBlank();
                rules.add(issue.at("/details/coding/0/code").asText());
            }
        }
        return rules;
    }
}
