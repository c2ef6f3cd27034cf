package io.frontdesk.server;

import static io.frontdesk.server.CanvasDesk.MEETING;
import static io.frontdesk.server.CanvasDesk.OTHER_PATIENT;
import static io.frontdesk.server.CanvasDesk.PATIENT;
import static io.frontdesk.server.CanvasDesk.PRACTITIONER;
import static io.frontdesk.server.CanvasDesk.SYSTEM_USER;
import static io.frontdesk.server.CanvasDesk.code;
import static io.frontdesk.server.CanvasDesk.object;
import static io.frontdesk.server.CanvasDesk.plain;
import static io.frontdesk.server.CanvasDesk.said;
import static io.frontdesk.server.CanvasDesk.visit;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the contract {@code canvas} about elements: every row of the table in profiles/canvas/README.md. */
@ExtendWith(SharedServer.class)
class CanvasFieldsIT {

    private static TestServer server;
    private static CanvasDesk desk;

    @BeforeAll
    static void open(TestServer shared) {
        server = shared;
        desk = CanvasDesk.of(shared);
    }

    private static ObjectNode typed(String system, String code) {
        ObjectNode visit = plain();
        visit.putObject("appointmentType")
                .putArray("coding")
                .addObject()
                .put("system", system)
                .put("code", code);
        return visit;
    }

    private static JsonNode type(String id) {
        return desk.stored(id).at("/appointmentType/coding");
    }

    private static String text(String id, String path) {
        return desk.stored(id).at(path).asText();
    }

    // appointmentType

    @ParameterizedTest
    @CsvSource({
        "http://snomed.info/sct, 308335008, Office Visit",
        "http://snomed.info/sct, 448337001, Telemedicine",
        "INTERNAL, INIV, Initial Visit"
    })
    void knowsConfiguredTypesByTheirName(String system, String code, String name) {
        String id = desk.created(typed(system, code));

        assertThat(type(id))
                .isEqualTo(object("{'a':[{'system':'" + system + "','code':'" + code + "','display':'" + name + "'}]}")
                        .get("a"));
    }

    @Test
    void beginsWithTheUsualTypeAndKeepsTheOneThatIsStored() {
        String usual = desk.created(plain());
        String other = desk.created(typed("INTERNAL", "INIV"));

        desk.change(other, "'status':'booked'").is(200);

        assertThat(type(usual).at("/0/display").asText()).isEqualTo("Office Visit");
        assertThat(type(other).at("/0/display").asText()).isEqualTo("Initial Visit");
    }

    @ParameterizedTest
    @CsvSource({"INTERNAL, 448337001", "http://snomed.info/sct, INIV", "http://loinc.org, INIV", "INTERNAL, iniv"})
    void refusesTypesThatAreNotConfigured(String system, String code) {
        String text = "Appointment Create Error: Appointment Type does not exist with system: " + system + " and code: "
                + code;
        String id = desk.created(plain());

        Answer created = desk.post(typed(system, code)).refused(422, "value.unknown");
        Answer changed = desk.put(id, typed(system, code)).refused(422, "value.unknown");

        assertThat(said(created)).isEqualTo(text);
        assertThat(said(changed)).isEqualTo(text);
        assertThat(code(created)).isEqualTo("business-rule");
        assertThat(type(id).at("/0/display").asText()).isEqualTo("Office Visit");
    }

    @Test
    void refusesATypeThatIsNotForAppointments() {
        Answer refused = desk.post(typed("INTERNAL", "CHART")).refused(422, "value.closed");

        assertThat(said(refused)).isEqualTo("Appointment Create Error: Appointment type must be scheduleable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'text':'Office Visit'}",
                "{'coding':[{'system':'INTERNAL','code':'INIV'},{'system':'http://snomed.info/sct','code':'448337001'}]}"
            })
    void asksForOneCoding(String type) {
        ObjectNode visit = plain();
        visit.set("appointmentType", object(type));

        desk.post(visit).refused(422, "value.codings");
    }

    // reasonCode and description

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                                         |                      | No description given
        [{'text':'Cough'}]               |                      | Cough
                                         | Cough                | Cough
        [{'text':'Cough'}]               | Fever                | Cough
        [{'text':'Cough'},{'text':'X'}]  |                      | Cough
        """)
    void saysTheReasonTwice(String reasons, String description, String told) {
        ObjectNode visit = plain();
        if (reasons != null) {
            visit.set("reasonCode", object("{'a':" + reasons + "}").get("a"));
        }
        if (description != null) {
            visit.put("description", description);
        }

        String id = desk.created(visit);

        assertThat(desk.stored(id).path("reasonCode")).hasSize(1);
        assertThat(text(id, "/reasonCode/0/text")).isEqualTo(told);
        assertThat(text(id, "/description")).isEqualTo(told);
    }

    @Test
    void changesTheReasonByEitherElement() {
        String id = desk.created(visit());

        desk.change(id, "'description':'By description'").is(200);
        assertThat(text(id, "/reasonCode/0/text")).isEqualTo("By description");
        assertThat(text(id, "/reasonCode/0/coding/0/code")).isEqualTo("9903");
        desk.change(id, "'reasonCode':[{'text':'By reason'}]").is(200);
        assertThat(text(id, "/description")).isEqualTo("By reason");
        assertThat(desk.stored(id).at("/reasonCode/0/coding").isMissingNode()).isTrue();
        desk.change(id, "'reasonCode':[{'text':'Both'}],'description':'No'").is(200);

        assertThat(text(id, "/description")).isEqualTo("Both");
    }

    @Test
    void looksUpAStructuredReasonByItsCode() {
        ObjectNode visit = plain();
        visit.set(
                "reasonCode",
                object("{'a':[{'coding':[{'system':'Internal','code':'INIV30','display':'x'},{'code':'none'}]}]}")
                        .get("a"));

        String id = desk.created(visit);

        assertThat(desk.stored(id).path("reasonCode"))
                .isEqualTo(object(
                                "{'a':[{'coding':[{'system':'INTERNAL','code':'INIV30','display':'Initial Visit 30'}]}]}")
                        .get("a"));
        assertThat(desk.stored(id).has("description")).isFalse();
    }

    @Test
    void refusesAReasonThatIsNotConfigured() {
        String id = desk.created(plain());

        Answer refused =
                desk.change(id, "'reasonCode':[{'coding':[{'code':'0000'}]}]").refused(422, "value.unknown");

        assertThat(said(refused)).isEqualTo("structured reason for visit with code 0000 does not exist");
        assertThat(code(refused)).isEqualTo("business-rule");
        assertThat(text(id, "/description")).isEqualTo("No description given");
    }

    @Test
    void mendsNoReasonThatIsAText() {
        String id = desk.created(visit());

        Answer created = desk.post(visit().put("reasonCode", "[{\"text\": \"Weekly check\"}]"))
                .refused(400, "body.shape");
        Answer changed = desk.change(id, "'reasonCode':'Weekly check'").refused(400, "body.shape");

        assertThat(code(created)).isEqualTo("structure");
        assertThat(code(changed)).isEqualTo("structure");
        created.names("Appointment.reasonCode");
    }

    // start and end

    @ParameterizedTest
    @CsvSource({
        "2022-03-20T13:30, 2022-03-20T13:30:00Z",
        "2022-03-20T13:30Z, 2022-03-20T13:30:00Z",
        "2022-03-20T13:30:00, 2022-03-20T13:30:00Z",
        "2022-03-20T13:30+01:00, 2022-03-20T13:30:00+01:00",
        "2022-03-20T13:30:00.000Z, 2022-03-20T13:30:00.000Z"
    })
    void readsTimesWithoutSecondsAndZone(String sent, String stored) {
        String id = desk.created(plain().put("start", sent).put("end", sent));

        assertThat(text(id, "/start")).isEqualTo(stored);
        desk.change(id, "'start':'2022-03-20T10:00','end':'" + sent + "'").is(200);
        assertThat(text(id, "/end")).isEqualTo(stored);
        assertThat(text(id, "/start")).isEqualTo("2022-03-20T10:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2022-03-20", "13:30", "2022-13-20T13:30", "soon", "2022-03-20T13"})
    void readsNoOtherTimes(String sent) {
        Answer refused = desk.post(plain().put("start", sent)).refused(400, "body.value");

        assertThat(code(refused)).isEqualTo("value");
    }

    @Test
    void takesAnEndBeforeTheStart() {
        String id = desk.created(plain().put("end", "2026-03-09T08:00:00Z"));
        desk.change(id, "'end':'2026-03-09T07:00:00Z'").is(200);

        assertThat(text(id, "/end")).isEqualTo("2026-03-09T07:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"start", "end", "both"})
    void beginsWithBothTimes(String without) {
        ObjectNode visit = plain();
        visit.remove(without.equals("both") ? List.of("start", "end") : List.of(without));

        desk.post(visit).is(422);
    }

    // participant

    @ParameterizedTest
    @CsvSource({"active, accepted", "accepted, accepted", "tentative, tentative"})
    void readsTheParticipantStatusThatIsRecommended(String sent, String stored) {
        ObjectNode visit = plain();
        visit.path("participant").forEach(participant -> ((ObjectNode) participant).put("status", sent));

        assertThat(text(desk.created(visit), "/participant/0/status")).isEqualTo(stored);
    }

    @Test
    void asksForAParticipantStatus() {
        ObjectNode visit = plain();
        ((ObjectNode) visit.at("/participant/0")).remove("status");

        Answer refused = desk.post(visit).refused(400, "base.required");

        assertThat(code(refused)).isEqualTo("required");
    }

    @Test
    void asksForAPractitionerAndForNoMoreThanOnePatient() {
        ObjectNode none = plain();
        ((ArrayNode) none.path("participant")).remove(0);
        ObjectNode two = plain();
        ((ArrayNode) two.path("participant"))
                .addObject()
                .put("status", "accepted")
                .putObject("actor")
                .put("reference", OTHER_PATIENT);
        ObjectNode nobody = plain();
        ((ArrayNode) nobody.path("participant")).remove(1);

        assertThat(code(desk.post(none).refused(422, "field.practitioner"))).isEqualTo("business-rule");
        desk.post(two).refused(422, "field.one-patient");
        assertThat(desk.stored(desk.created(nobody)).path("participant")).hasSize(1);
        String id = desk.created(plain());
        desk.put(id, two).refused(422, "field.one-patient");
        assertThat(text(id, "/participant/1/actor/reference")).isEqualTo(PATIENT);
    }

    @Test
    void takesAnEmptyPractitionerForTheSystemsOwnUser() {
        ObjectNode visit = plain();
        ((ObjectNode) visit.at("/participant/0/actor")).put("reference", "Practitioner/");
        String id = desk.created(visit);
        String other = desk.created(plain());

        desk.put(other, visit).is(200);

        assertThat(text(id, "/participant/0/actor/reference")).isEqualTo(SYSTEM_USER);
        assertThat(text(other, "/participant/0/actor/reference")).isEqualTo(SYSTEM_USER);
    }

    @Test
    void asksForPeopleAndPlacesThatAreThere() {
        ObjectNode visit = plain();
        ((ObjectNode) visit.at("/participant/0/actor")).put("reference", "Practitioner/nobody");
        ObjectNode nowhere = plain();
        ((ObjectNode) nowhere.at("/supportingInformation/0")).put("reference", "Location/nowhere");

        assertThat(said(desk.post(visit).refused(422, "base.reference"))).isEqualTo("Unprocessable entity");
        desk.post(nowhere).refused(422, "base.reference");
    }

    // supportingInformation and contained

    @Test
    void beginsInALocation() {
        ObjectNode visit = plain();
        visit.remove("supportingInformation");

        desk.post(visit).refused(422, "field.location");
    }

    @Test
    void fillsInTheMeeting() {
        String id = desk.created(visit());

        assertThat(desk.stored(id).path("contained"))
                .isEqualTo(object("{'a':[{'resourceType':'Endpoint','id':'" + MEETING
                                + "','status':'active','connectionType':{'code':'https'},"
                                + "'payloadType':[{'coding':[{'code':'video-call'}]}],"
                                + "'address':'https://video.example.org/room/1'}]}")
                        .get("a"));
    }

    @Test
    void asksForTheAddressOfTheMeeting() {
        ObjectNode visit = visit();
        ((ObjectNode) visit.at("/contained/0")).remove("address");

        desk.post(visit).refused(400, "base.required").names("address");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        422 | field.meeting  | [{'reference':'Location/1'}]                                                       | [{'resourceType':'Endpoint','id':'appointment-meeting-endpoint','address':'https://a.example.org'}]
        422 | base.reference | [{'reference':'Location/1'},{'reference':'#appointment-meeting-endpoint'}]          | []
        422 | base.reference | [{'reference':'Location/1'},{'reference':'#another'}]                              | [{'resourceType':'Endpoint','id':'appointment-meeting-endpoint','address':'https://a.example.org'}]
        422 | field.meeting  | [{'reference':'Location/1'},{'reference':'#another'}]                              | [{'resourceType':'Endpoint','id':'another','status':'active','connectionType':{'code':'x'},'payloadType':[{'text':'x'}],'address':'https://a.example.org'}]
        422 | field.meeting  | [{'reference':'Location/1'},{'reference':'#appointment-meeting-endpoint'}]          | [{'resourceType':'Patient','id':'appointment-meeting-endpoint'}]
        422 | field.meeting  | [{'reference':'Location/1'},{'reference':'#appointment-meeting-endpoint'},{'reference':'#appointment-meeting-endpoint'}] | [{'resourceType':'Endpoint','id':'appointment-meeting-endpoint','address':'https://a.example.org'}]
        """)
    void takesOneMeetingWithOneReference(int status, String rule, String information, String contained) {
        ObjectNode visit = plain();
        visit.set("supportingInformation", object("{'a':" + information + "}").get("a"));
        visit.set("contained", object("{'a':" + contained + "}").get("a"));
        String id = desk.created(plain());

        desk.post(visit).refused(status, rule);
        desk.put(id, visit).refused(status, rule);

        assertThat(desk.stored(id).at("/meta/versionId").asText()).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'reference':'Appointment/1','display':'Previously Rescheduled Appointment'}",
                "{'reference':'Appointment/1','display':'Rescheduled Replacement Appointment'}",
                "{'reference':'Appointment/1','display':'Co-scheduled Appointment'}",
                "{'reference':'Encounter/63e2f110-71e2-4b7e-befd-4f9f3317b520','type':'Encounter'}",
                "{'type':'Encounter','display':'mine'}"
            })
    void takesNoLinksFromClients(String link) {
        ObjectNode visit = plain();
        ((ArrayNode) visit.path("supportingInformation")).add(object(link));
        String id = desk.created(visit);
        ObjectNode created = desk.content(id);

        desk.put(id, visit).is(200);

        assertThat(created.path("supportingInformation")).hasSize(1);
        assertThat(desk.content(id)).isEqualTo(created);
    }

    @Test
    void keepsAndShowsTheLinksThatThePracticesScreensMake() {
        String earlier = desk.created(plain());
        String id = desk.created(plain());
        Rest screens = desk.rest().with(server.token(Map.of("scope", "user/*.*", "app", "screens")));
        ObjectNode link = object("{'reference':'Appointment/" + earlier
                + "','type':'Appointment','display':'Previously Rescheduled Appointment'}");
        ObjectNode linked = object("{'resourceType':'Appointment','id':'" + id + "'}");
        linked.set(
                "supportingInformation", plain().path("supportingInformation").deepCopy());
        ((ArrayNode) linked.path("supportingInformation")).add(link);

        screens.put(linked).is(200);
        desk.change(id, "'supportingInformation':[{'reference':'Location/2'}]").is(200);
        desk.change(id, "'supportingInformation':[]").is(200);
        desk.change(id, "'status':'booked'").is(200);

        assertThat(desk.stored(id).path("supportingInformation")).hasSize(1);
        assertThat(desk.stored(id).at("/supportingInformation/0")).isEqualTo(link);
    }

    @Test
    void understandsReferencesToItself() {
        ObjectNode visit = plain();
        ((ObjectNode) visit.at("/participant/0/actor"))
                .put("reference", desk.rest().base() + "/" + PRACTITIONER);

        assertThat(text(desk.created(visit), "/participant/0/actor/reference")).isEqualTo(PRACTITIONER);
    }
}
