package io.frontdesk.server;

import static io.frontdesk.server.CanvasDesk.PATIENT;
import static io.frontdesk.server.CanvasDesk.PRACTITIONER;
import static io.frontdesk.server.CanvasDesk.located;
import static io.frontdesk.server.CanvasDesk.object;
import static io.frontdesk.server.CanvasDesk.plain;
import static io.frontdesk.server.CanvasDesk.said;
import static io.frontdesk.server.CanvasDesk.visit;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.PreferReturnEnum;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import ca.uhn.fhir.rest.client.interceptor.BearerTokenAuthInterceptor;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.IdType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract {@code canvas} as a practice's software meets it: the wire, and that an update changes the elements that it
 * names and no others. See profiles/canvas/README.md.
 */
@ExtendWith(SharedServer.class)
class CanvasIT {

    private static TestServer server;
    private static CanvasDesk desk;

    @BeforeAll
    static void open(TestServer shared) {
        server = shared;
        desk = CanvasDesk.of(shared);
    }

    // Wire

    @Test
    void createsUpdatesReadsAndFinds() {
        Answer created = desk.post(visit()).is(201);
        String id = located(created);

        Answer updated = desk.change(id, "'status':'booked'").is(200);

        for (Answer written : List.of(created, updated)) {
            assertThat(written.text()).isEqualTo("null");
            assertThat(written.header("Content-Length")).isEqualTo("4");
            assertThat(written.header("ETag")).isEmpty();
        }
        assertThat(created.header("Location")).isEqualTo(desk.rest().base() + "/Appointment/" + id + "/_history/1");
        assertThat(updated.header("Location")).isEmpty();
        Answer read = desk.rest()
                .get("Appointment/" + id, "Accept", "application/json")
                .is(200);
        assertThat(read.header("Content-Type")).startsWith("application/fhir+json");
        assertThat(read.json().path("status").asText()).isEqualTo("booked");
        assertThat(id).matches("[A-Za-z0-9.-]{1,64}");
        assertThat(desk.rest()
                        .get("Appointment?_id=" + id)
                        .is(200)
                        .json()
                        .path("total")
                        .asInt())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "PATCH, Appointment/x, application/json-patch+json",
        "DELETE, Appointment/x, ",
        "GET, Appointment/x/_history, ",
        "GET, Appointment/x/_history/1, ",
        "PUT, Appointment?_id=x, application/json",
        "DELETE, Appointment?_id=x, "
    })
    void offersNothingElse(String method, String path, String type) {
        String id = desk.created(visit());
        String[] headers = type == null ? new String[0] : new String[] {"Content-Type", type};

        Answer refused = desk.rest()
                .send(method, path.replace("/x", "/" + id).replace("=x", "=" + id), type == null ? "" : "[]", headers)
                .refused(405, "update.not-offered");

        assertThat(said(refused)).isEqualTo("Operation is not supported");
        assertThat(CanvasDesk.code(refused)).isEqualTo("not-supported");
        assertThat(refused.header("Allow")).isNotEmpty();
        assertThat(desk.stored(id).at("/meta/versionId").asText()).isEqualTo("1");
    }

    // Preconditions

    @ParameterizedTest
    @ValueSource(strings = {"W/\"1\"", "W/\"99\"", "\"99\"", "nonsense", "*"})
    void ignoresIfMatch(String version) {
        String id = desk.created(visit());

        desk.change(id, "'status':'booked'", "If-Match", version).is(200);

        assertThat(desk.stored(id).path("status").asText()).isEqualTo("booked");
    }

    @Test
    void refusesToChangeWhatHasChangedSince() {
        String id = desk.created(visit());

        Answer refused = desk.change(id, "'status':'booked'", "If-Unmodified-Since", "Mon, 09 Mar 2020 09:00:00 GMT")
                .refused(412, "version.modified");

        assertThat(said(refused)).isEqualTo("Resource updated since If-Unmodified-Since date");
        assertThat(CanvasDesk.code(refused)).isEqualTo("conflict");
        assertThat(refused.json().path("id").asText()).isEqualTo("101");
        assertThat(desk.stored(id).path("status").asText()).isEqualTo("proposed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Tue, 09 Mar 2100 09:00:00 GMT", "2020-03-09", "yesterday"})
    void changesWhatHasNotChangedSinceAndIgnoresWhatIsNoDate(String since) {
        String id = desk.created(visit());

        desk.change(id, "'status':'booked'", "If-Unmodified-Since", since).is(200);
    }

    @Test
    void comparesWholeSeconds() {
        String id = desk.created(visit());
        String stored = desk.rest().get("Appointment/" + id).is(200).header("Last-Modified");

        desk.change(id, "'status':'booked'", "If-Unmodified-Since", stored).is(200);
    }

    @Test
    void offersNoConditionalCreateAndNoBundles() {
        desk.post(visit(), "If-None-Exist", "_id=x").refused(405, "update.not-offered");
        desk.rest()
                .send(
                        "POST",
                        "",
                        "{\"resourceType\":\"Bundle\",\"type\":\"batch\"}",
                        "Content-Type",
                        "application/json")
                .refused(405, "update.not-offered");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/fhir+json", "application/fhir+json; charset=utf-8"})
    void readsJson(String type) {
        String id = desk.created(visit());

        desk.rest()
                .send(
                        "PUT",
                        "Appointment/" + id,
                        object("{'resourceType':'Appointment','status':'noshow'}")
                                .toString(),
                        "Content-Type",
                        type)
                .is(200);

        assertThat(desk.stored(id).path("status").asText()).isEqualTo("noshow");
    }

    @Test
    void speaksToTheRealClient() {
        FhirContext r4 = FhirContext.forR4Cached();
        r4.getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.NEVER);
        IGenericClient client = r4.newRestfulGenericClient(desk.rest().base());
        client.registerInterceptor(new BearerTokenAuthInterceptor(
                CanvasDesk.scoped(server, "user/Appointment.read user/Appointment.write")));
        String id = desk.created(visit());

        Appointment read = client.read().resource(Appointment.class).withId(id).execute();
        var cancel = new Appointment().setStatus(Appointment.AppointmentStatus.CANCELLED);
        cancel.setId(new IdType("Appointment", id));
        client.update().resource(cancel).prefer(PreferReturnEnum.REPRESENTATION).execute();

        assertThat(read.getContained()).hasSize(1);
        assertThat(desk.stored(id).path("status").asText()).isEqualTo("cancelled");
        assertThat(desk.stored(id).path("participant")).hasSize(2);
    }

    // The id

    @Test
    void holdsTheIdInABodyToTheAddressWhereThereIsOne() {
        String id = desk.created(visit().put("id", "mine"));
        assertThat(id).isNotEqualTo("mine");

        desk.change(id, "'id':'" + id + "','status':'pending'").is(200);
        desk.change(id, "'status':'booked'").is(200);
        Answer refused = desk.change(id, "'id':'another','status':'noshow'").refused(400, "update.id-mismatch");

        assertThat(said(refused)).isEqualTo("Logical Id in URL must match logical Id in resource");
        assertThat(CanvasDesk.code(refused)).isEqualTo("invalid");
        assertThat(desk.stored(id).path("status").asText()).isEqualTo("booked");
    }

    @Test
    void knowsNoOtherIds() {
        Answer read = desk.rest().get("Appointment/nobody").refused(404, "request.not-found");
        Answer update = desk.change("nobody", "'status':'booked'").refused(404, "update.unknown-id");

        assertThat(said(read)).isEqualTo("Resource not found");
        assertThat(said(update)).isEqualTo("Resource not found");
        assertThat(CanvasDesk.code(update)).isEqualTo("not-found");
    }

    // Merge

    @Test
    void keepsWhatAnUpdateDoesNotName() {
        String id = desk.created(visit());
        ObjectNode before = desk.content(id);

        desk.change(id, "'status':'cancelled'").is(200);

        assertThat(desk.content(id)).isEqualTo(before.deepCopy().put("status", "cancelled"));
    }

    @Test
    void makesNoVersionOfWhatChangesNothing() {
        String id = desk.in("booked");

        desk.change(id, "'status':'booked'").is(200);
        desk.change(id, "").is(200);
        desk.put(id, desk.content(id)).is(200);

        assertThat(desk.stored(id).at("/meta/versionId").asText()).isEqualTo("2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        status                | 'status':'arrived'
        appointmentType       | 'appointmentType':{'coding':[{'system':'INTERNAL','code':'INIV','display':'Initial Visit'}]}
        start                 | 'start':'2026-03-09T08:00:00Z'
        end                   | 'end':'2026-03-09T10:00:00Z'
        participant           | 'participant':[{'actor':{'reference':'Practitioner/system-user'},'status':'accepted'}]
        """)
    void changesEachElementAlone(String element, String change) {
        String id = desk.created(visit());
        ObjectNode expected = desk.content(id);
        expected.set(element, object("{" + change + "}").get(element));

        desk.change(id, change).is(200);

        assertThat(desk.content(id)).isEqualTo(expected);
    }

    @Test
    void replacesListsAsAWhole() {
        String id = desk.created(visit());

        desk.change(id, "'participant':[{'actor':{'reference':'" + PRACTITIONER + "'},'status':'accepted'}]")
                .is(200);

        assertThat(desk.stored(id).path("participant")).hasSize(1);
        assertThat(desk.stored(id).path("supportingInformation")).hasSize(2);
    }

    @Test
    void clearsAListThatIsSentEmptyAndKeepsOneThatIsNull() {
        String id = desk.created(visit());

        desk.change(id, "'reasonCode':null,'description':null").is(200);
        assertThat(desk.stored(id).path("reasonCode")).hasSize(1);
        desk.change(id, "'reasonCode':[]").is(200);

        assertThat(desk.stored(id).has("reasonCode")).isFalse();
        assertThat(desk.stored(id).has("description")).isFalse();
        assertThat(desk.stored(id).path("participant")).hasSize(2);
    }

    @Test
    void judgesTheResultAndNotTheRequest() {
        String id = desk.created(visit());

        desk.change(id, "'participant':[]").refused(400, "base.required");
        desk.change(id, "'participant':[{'actor':{'reference':'" + PATIENT + "'},'status':'accepted'}]")
                .refused(422, "field.practitioner");

        assertThat(desk.stored(id).at("/meta/versionId").asText()).isEqualTo("1");
    }

    @Test
    void keepsExtensionsOfPlainElementsWithThem() {
        String id = desk.created(visit());
        String why = "{'extension':[{'url':'http://example.org/why','valueString':'moved'}]}";
        desk.change(id, "'start':'2026-03-09T08:00:00Z','_start':" + why).is(200);

        desk.change(id, "'status':'booked'").is(200);
        assertThat(desk.stored(id).has("_start")).isTrue();
        desk.change(id, "'start':'2026-03-09T08:30:00Z'").is(200);

        assertThat(desk.stored(id).has("_start")).isFalse();
    }

    @Test
    void speaksNoXml() {
        String id = desk.created(visit());

        Answer sent = desk.rest()
                .send(
                        "PUT",
                        "Appointment/" + id,
                        "<Appointment xmlns=\"http://hl7.org/fhir\"><status value=\"noshow\"/></Appointment>",
                        "Content-Type",
                        "application/fhir+xml",
                        "Accept",
                        "application/json")
                .refused(415, "body.media-type");
        Answer asked = desk.rest()
                .get("Appointment/" + id, "Accept", "application/fhir+xml")
                .refused(406, "answer.not-acceptable");

        assertThat(CanvasDesk.code(sent)).isEqualTo("not-supported");
        assertThat(CanvasDesk.code(asked)).isEqualTo("not-supported");
        assertThat(desk.stored(id).path("status").asText()).isEqualTo("proposed");
    }

    @Test
    void showsTheResultToWhoPrefersThat() {
        String id = desk.created(visit());

        Answer answer = desk.change(id, "'status':'booked'", "Prefer", "return=representation")
                .is(200);

        assertThat(answer.json().path("status").asText()).isEqualTo("booked");
        assertThat(answer.json().path("participant")).hasSize(2);
    }

    @Test
    void passesOverElementsThatItDoesNotRead() {
        ObjectNode sent = plain().put("comment", "x")
                .put("priority", 3)
                .put("minutesDuration", 30)
                .put("language", "en");
        sent.putArray("identifier").addObject().put("value", "1");
        sent.putArray("extension")
                .addObject()
                .put("url", "http://schemas.canvasmedical.com/fhir/extensions/note-id")
                .put("valueId", "1");
        sent.putObject("meta").putArray("profile").add("http://example.org/p");
        sent.put("colour", "red").putObject("size").put("a", 1);
        ((ObjectNode) sent.at("/participant/0")).put("colour", "red");
        String id = desk.created(sent);

        ObjectNode created = desk.content(id);
        JsonNode labels = desk.stored(id).at("/meta/profile");
        desk.change(id, "'comment':'y','identifier':[{'value':'2'}],'colour':'blue'")
                .is(200);

        assertThat(created.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "resourceType",
                        "id",
                        "status",
                        "appointmentType",
                        "reasonCode",
                        "description",
                        "supportingInformation",
                        "start",
                        "end",
                        "participant");
        assertThat(labels.isMissingNode()).isTrue();
        assertThat(desk.content(id)).isEqualTo(created);
    }

    @Test
    void keepsTheMeetingOfAnUpdateThatNamesOnlyItsReference() {
        String id = desk.created(visit());
        ArrayNode information = (ArrayNode) visit().path("supportingInformation");
        ((ObjectNode) information.get(0)).put("reference", "Location/2");
        ObjectNode change = object("{'resourceType':'Appointment'}");
        change.set("supportingInformation", information);

        desk.put(id, change).is(200);

        assertThat(desk.stored(id).at("/contained/0/address").asText()).isEqualTo("https://video.example.org/room/1");
        assertThat(desk.stored(id).at("/supportingInformation/0/reference").asText())
                .isEqualTo("Location/2");
    }

    @Test
    void dropsTheMeetingThatNothingPointsAt() {
        String id = desk.created(visit());

        desk.change(id, "'supportingInformation':[{'reference':'Location/1'}]").is(200);

        assertThat(desk.stored(id).has("contained")).isFalse();
    }

    @Test
    void movesTheMeeting() {
        String id = desk.created(visit());

        desk.change(
                        id,
                        "'contained':[{'resourceType':'Endpoint','id':'appointment-meeting-endpoint',"
                                + "'address':'https://video.example.org/room/2'}]")
                .is(200);

        assertThat(desk.stored(id).path("contained")).hasSize(1);
        assertThat(desk.stored(id).at("/contained/0/address").asText()).isEqualTo("https://video.example.org/room/2");
        assertThat(desk.stored(id).at("/contained/0/status").asText()).isEqualTo("active");
    }
}
