package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Frontdesk's core with {@code update.mode: merge}: every way in which a body is written, and those in which none is. */
class MergeIT {

    private static final String NUMBERS = "urn:example:visit";

    private static TestServer server;
    private static Rest desk;

    @BeforeAll
    static void start() {
        server = TestServer.start(TestContracts.changed("core", "merging", "mode: replace", "mode: merge")
                .toString());
        desk = new Rest(server.base("merging"), server.token("Appointment.*", "Patient.*"));
        desk.put(Rest.fixture("patient.json").put("id", "anna"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static ObjectNode created(String number) {
        ObjectNode visit = Rest.fixture("core-appointment.json");
        visit.putArray("identifier").addObject().put("system", NUMBERS).put("value", number);
        return (ObjectNode) desk.post(visit).is(201).json();
    }

    private static ObjectNode stored(String id) {
        return (ObjectNode) desk.get("Appointment/" + id).is(200).json();
    }

    private static ObjectNode part() {
        return CanvasDesk.object("{'resourceType':'Appointment','comment':'called'}");
    }

    private static ObjectNode content(JsonNode resource) {
        ObjectNode content = resource.deepCopy();
        content.remove("meta");
        return content;
    }

    private static void isMerged(ObjectNode before) {
        ObjectNode after = stored(before.path("id").asText());
        assertThat(content(after)).isEqualTo(content(before).put("comment", "called"));
        assertThat(after.at("/meta/tag")).isEqualTo(before.at("/meta/tag")).hasSize(1);
        assertThat(after.at("/meta/versionId").asText()).isEqualTo("2");
    }

    @Test
    void mergesAnUpdateById() {
        ObjectNode before = created("1");

        Answer answer = desk.put(part().put("id", before.path("id").asText()), "If-Match", "W/\"1\"")
                .is(200)
                .showsVersion("2");

        isMerged(before);
        assertThat(content(answer.json()))
                .isEqualTo(content(stored(before.path("id").asText())));
    }

    @Test
    void mergesXmlAlike() {
        ObjectNode before = created("7");
        String id = before.path("id").asText();

        desk.send(
                        "PUT",
                        "Appointment/" + id,
                        "<Appointment xmlns=\"http://hl7.org/fhir\"><id value=\"" + id
                                + "\"/><comment value=\"called\"/></Appointment>",
                        "Content-Type",
                        "application/fhir+xml",
                        "If-Match",
                        "W/\"1\"")
                .is(200);

        isMerged(before);
    }

    @Test
    void mergesAnUpdateByCriteria() {
        ObjectNode before = created("2");

        desk.send(
                        "PUT",
                        "Appointment?identifier=" + NUMBERS + "%7C2",
                        part().toString(),
                        "Content-Type",
                        "application/fhir+json",
                        "If-Match",
                        "W/\"1\"")
                .is(200);

        isMerged(before);
    }

    @Test
    void mergesTheEntriesOfBundles() {
        for (String type : new String[] {"batch", "transaction"}) {
            ObjectNode before = created(type);
            String id = before.path("id").asText();
            ObjectNode bundle = CanvasDesk.object("{'resourceType':'Bundle','type':'" + type + "'}");
            bundle.putArray("entry").addObject().set("resource", CanvasDesk.object("{'resourceType':'Patient'}"));
            ObjectNode first = (ObjectNode) bundle.at("/entry/0");
            first.putObject("request").put("method", "POST").put("url", "Patient");
            ObjectNode entry = bundle.withArray("entry").addObject();
            entry.set("resource", part().put("id", id));
            entry.putObject("request")
                    .put("method", "PUT")
                    .put("url", "Appointment/" + id)
                    .put("ifMatch", "W/\"1\"");

            desk.send("POST", "", bundle.toString(), "Content-Type", "application/fhir+json")
                    .is(200);

            isMerged(before);
        }
    }

    @Test
    void holdsToTheVersionAndToTheStatusTable() {
        ObjectNode before = created("3");
        String id = before.path("id").asText();

        desk.put(part().put("id", id)).refused(428, "version.missing");
        desk.put(part().put("id", id), "If-Match", "W/\"7\"").refused(412, "version.stale");
        desk.put(part().put("id", id).put("status", "proposed"), "If-Match", "W/\"1\"")
                .refused(422, "status.transition");
        desk.put(
                        CanvasDesk.object("{'resourceType':'Appointment','id':'" + id + "','participant':[]}"),
                        "If-Match",
                        "W/\"1\"")
                .refused(422, "base.required");

        assertThat(stored(id)).isEqualTo(before);
    }

    @Test
    void replacesLabelsThatAreSent() {
        ObjectNode before = created("4");
        String id = before.path("id").asText();

        desk.put(
                        CanvasDesk.object("{'resourceType':'Appointment','id':'" + id
                                + "','meta':{'tag':[{'system':'urn:t','code':'b'}]}}"),
                        "If-Match",
                        "W/\"1\"")
                .is(200);

        assertThat(stored(id).at("/meta/tag/0/code").asText()).isEqualTo("b");
        assertThat(content(stored(id))).isEqualTo(content(before));
    }

    @Test
    void leavesPatchesAndOtherTypesAsTheyAre() {
        String id = created("5").path("id").asText();
        desk.patch("Appointment/" + id, "[{\"op\":\"remove\",\"path\":\"/description\"}]", "If-Match", "W/\"1\"")
                .is(200);
        assertThat(stored(id).has("description")).isFalse();

        desk.put(CanvasDesk.object("{'resourceType':'Patient','id':'bob','active':true,'gender':'male'}"));
        desk.put(CanvasDesk.object("{'resourceType':'Patient','id':'bob','active':true}"))
                .is(200);
        assertThat(desk.get("Patient/bob").is(200).json().has("gender")).isFalse();
    }

    @Test
    void mergesNothingIntoWhatIsNewOrComesBack() {
        String id = created("6").path("id").asText();
        desk.send("DELETE", "Appointment/" + id, "", "If-Match", "W/\"1\"").is(200);

        desk.put(part().put("id", id), "If-None-Match", "*").refused(422, "base.required");
        desk.post(part()).refused(422, "base.required");
    }
}
