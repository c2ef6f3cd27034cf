package io.frontdesk.server;

import static io.frontdesk.server.DanishDesk.PROFILE;
import static io.frontdesk.server.DanishDesk.extension;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import ca.uhn.fhir.rest.client.interceptor.BearerTokenAuthInterceptor;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Danish R4 endpoint on the wire: what is sent, answered and kept, and which version a change must be based on. */
@ExtendWith(SharedServer.class)
class EhealthDkR4IT {

    private static final String NOBODY = "9b2f8f60-0000-4000-8000-000000000000";

    private final TestServer server;
    private final Rest practitioner;

    EhealthDkR4IT(TestServer server) {
        this.server = server;
        this.practitioner = new DanishDesk(server).practitioner();
    }

    private ObjectNode created(ObjectNode appointment) {
        return (ObjectNode) practitioner.post(appointment).is(201).json();
    }

    private static String address(JsonNode appointment) {
        return "Appointment/" + appointment.path("id").asText();
    }

    @Test
    void answersACreateWithTheWholeResourceAndItsVersion() {
        Answer answer = practitioner.post(DanishDesk.plain()).is(201).showsVersion("1");

        JsonNode stored = answer.json();
        assertThat(answer.header("Location"))
                .endsWith("/fhir/ehealth-dk-r4/Appointment/" + answer.id() + "/_history/1");
        assertThat(stored.at("/meta/versionId").asText()).isEqualTo("1");
        assertThat(stored.at("/meta/lastUpdated").asText()).isNotEmpty();
        assertThat(stored.at("/meta/source").asText()).startsWith("#");
        assertThat(stored.at("/meta/profile")).hasSize(1);
        assertThat(stored.at("/participant")).hasSize(2);
        assertThat(practitioner.get(address(stored)).is(200).json()).isEqualTo(stored);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1\"", "W/\"1\""})
    void updatesTheVersionThatIsNamedWeaklyOrStrongly(String version) {
        ObjectNode stored = created(DanishDesk.plain());
        stored.put("status", "arrived").put("comment", "By the back door");

        Answer answer = practitioner
                .put(stored, "If-Match", version, "Accept", "application/fhir+json;q=1.0, application/json+fhir;q=0.9")
                .is(200)
                .showsVersion("2");

        assertThat(answer.json().path("comment").asText()).isEqualTo("By the back door");
        assertThat(answer.json().at("/meta/versionId").asText()).isEqualTo("2");
        assertThat(answer.header("Content-Type")).isEqualToIgnoringCase("application/fhir+json;charset=UTF-8");
        assertThat(practitioner
                        .get(address(stored) + "/_history/1")
                        .is(200)
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("booked");
    }

    @Test
    void refusesAVersionThatIsNotCurrent() {
        ObjectNode stored = created(DanishDesk.plain());
        practitioner
                .put(stored.deepCopy().put("comment", "x"), "If-Match", "\"1\"")
                .is(200);

        Answer put = practitioner.put(stored.deepCopy().put("comment", "y"), "If-Match", "\"1\"");
        Answer patch = practitioner.patch(
                address(stored), "[{\"op\":\"add\",\"path\":\"/comment\",\"value\":\"y\"}]", "If-Match", "\"1\"");

        assertThat(put.refused(409, "version.stale").issue().path("code").asText())
                .isEqualTo("processing");
        patch.refused(409, "version.stale");
        assertThat(practitioner.get(address(stored)).json().path("comment").asText())
                .isEqualTo("x");
    }

    @Test
    void takesAChangeThatNamesNoVersionAndPassesOverTheOneInTheBody() {
        ObjectNode stored = created(DanishDesk.plain());
        stored.withObject("/meta").put("versionId", "99");

        practitioner.put(stored.put("comment", "x")).is(200).showsVersion("2");
        Answer patched = practitioner
                .patch(address(stored), "[{\"op\":\"replace\",\"path\":\"/comment\",\"value\":\"y\"}]")
                .is(200)
                .showsVersion("3");

        assertThat(patched.json().path("comment").asText()).isEqualTo("y");
        assertThat(patched.json().path("participant")).hasSize(2);
    }

    @Test
    void refusesAnotherIdInTheBody() {
        ObjectNode stored = created(DanishDesk.plain());

        practitioner
                .send(
                        "PUT",
                        address(stored),
                        stored.deepCopy().put("id", "another").toString(),
                        "Content-Type",
                        "application/fhir+json")
                .refused(400, "update.id-mismatch");
    }

    @ParameterizedTest
    @CsvSource({"GET, request.not-found", "PUT, update.unknown-id", "PATCH, request.not-found"})
    void knowsNothingUnderAnUnknownId(String method, String rule) {
        Answer answer = switch (method) {
            case "GET" -> practitioner.get("Appointment/" + NOBODY);
            case "PUT" -> practitioner.put(DanishDesk.plain().put("id", NOBODY));
            default ->
                practitioner.patch("Appointment/" + NOBODY, "[{\"op\":\"add\",\"path\":\"/comment\",\"value\":\"y\"}]");
        };

        answer.refused(404, rule);
        assertThat(answer.issue().path("diagnostics").asText())
                .isEqualTo("Resource Appointment with id " + NOBODY + " is not found.");
    }

    @ParameterizedTest
    @CsvSource({
        "DELETE, Appointment/ID",
        "GET, Appointment/ID/_history",
        "GET, Appointment/_history",
        "DELETE, Appointment?status=booked"
    })
    void offersNoDeletionAndNoHistory(String method, String path) {
        ObjectNode stored = created(DanishDesk.plain());

        practitioner
                .send(method, path.replace("ID", stored.path("id").asText()), "")
                .refused(405, "update.not-offered");
        practitioner.get(address(stored)).is(200);
    }

    @Test
    void tellsTheSourceOfAVersionItselfAndTakesNoneFromAClient() {
        ObjectNode appointment = DanishDesk.plain();
        appointment.withObject("/meta").put("source", "https://client.example.org/mine");

        ObjectNode stored = created(appointment);
        String first = stored.at("/meta/source").asText();
        JsonNode next = practitioner.put(stored.put("comment", "x")).is(200).json();

        assertThat(first).startsWith("#").doesNotContain("client");
        assertThat(next.at("/meta/source").asText()).startsWith("#").isNotEqualTo(first);
    }

    @Test
    void makesReferencesToItselfRelativeAndComparesThemSo() {
        practitioner.put(Rest.fixture("patient.json").put("id", "701"));
        ObjectNode appointment = DanishDesk.plain();
        appointment.withObject("/participant/1/actor").put("reference", practitioner.base() + "/Patient/701");

        JsonNode stored = created(appointment);

        assertThat(stored.at("/participant/1/actor/reference").asText()).isEqualTo("Patient/701");
        assertThat(extension(stored, "responsible", "valueReference")
                        .path("reference")
                        .asText())
                .isEqualTo(DanishDesk.TEAM);
        assertThat(practitioner
                        .get("Appointment?patient=Patient/701&_id="
                                + stored.path("id").asText())
                        .is(200)
                        .json()
                        .path("entry"))
                .hasSize(1);
    }

    @Test
    void keepsAContainedRoomAndLetsItChange() {
        ObjectNode appointment = DanishDesk.plain();
        appointment
                .putArray("contained")
                .addObject()
                .put("resourceType", "Location")
                .put("id", "1")
                .put("name", "Room A");
        appointment
                .withArray("participant")
                .addObject()
                .put("status", "accepted")
                .putObject("actor")
                .put("reference", "#1");
        ObjectNode stored = created(appointment);
        assertThat(stored.at("/contained/0/id").asText()).isEqualTo("1");
        ((ObjectNode) stored.at("/contained/0")).put("name", "Room B");

        JsonNode changed = practitioner.put(stored).is(200).json();

        assertThat(changed.at("/contained/0/name").asText()).isEqualTo("Room B");
        assertThat(changed.at("/participant/2/actor/reference").asText()).isEqualTo("#1");
    }

    @Test
    void answersExtensionsInTheOrderOfTheirUrls() {
        JsonNode stored = created(DanishDesk.video());

        List<String> urls = new ArrayList<>();
        stored.path("extension")
                .forEach(extension -> urls.add(extension.path("url").asText()));
        assertThat(urls).isSorted().contains(PROFILE + "meeting-url", PROFILE + "responsible");
    }

    @Test
    void tellsWhatItOffersInItsCapabilityStatement() {
        JsonNode statement = practitioner.get("metadata").is(200).json();

        List<String> offered = new ArrayList<>();
        List<String> profiles = new ArrayList<>();
        for (JsonNode resource : statement.at("/rest/0/resource")) {
            if (resource.path("type").asText().equals("Appointment")) {
                resource.path("interaction")
                        .forEach(one -> offered.add(one.path("code").asText()));
                resource.path("supportedProfile").forEach(one -> profiles.add(one.asText()));
                assertThat(resource.path("versioning").asText()).isEqualTo("versioned");
            }
        }
        assertThat(statement.path("fhirVersion").asText()).isEqualTo("4.0.1");
        assertThat(offered).containsExactlyInAnyOrder("create", "read", "vread", "search-type", "update", "patch");
        assertThat(profiles)
                .containsExactlyInAnyOrder(
                        PROFILE + "appointment",
                        PROFILE + "videoappointment",
                        PROFILE + "group-appointment",
                        PROFILE + "group-videoappointment");
    }

    @Test
    void findsAppointmentsByWhoIsResponsible() {
        ObjectNode stored = created(DanishDesk.plain());

        JsonNode found = practitioner
                .get("Appointment?responsible=" + DanishDesk.TEAM + "&_id="
                        + stored.path("id").asText())
                .is(200)
                .json();

        assertThat(found.path("entry")).hasSize(1);
    }

    @Test
    void servesHapisOwnClient() {
        FhirContext fhir = FhirContext.forR4Cached();
        fhir.getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.NEVER);
        IGenericClient client = fhir.newRestfulGenericClient(practitioner.base());
        client.registerInterceptor(new BearerTokenAuthInterceptor(server.token(
                DanishDesk.claims("PRACTITIONER", "", DanishDesk.TEAM, ""), "Appointment.read", "Appointment.write")));
        Appointment appointment = fhir.newJsonParser()
                .parseResource(Appointment.class, DanishDesk.video().toString());

        MethodOutcome created = client.create().resource(appointment).execute();
        Appointment first = (Appointment) created.getResource();
        Appointment second = (Appointment) client.update()
                .resource(first.copy().setStatus(AppointmentStatus.CHECKEDIN))
                .execute()
                .getResource();
        var stale = catchThrowableOfType(
                ResourceVersionConflictException.class,
                () -> client.update()
                        .resource(first.copy().setStatus(AppointmentStatus.NOSHOW))
                        .execute());

        assertThat(created.getCreated()).isTrue();
        assertThat(second.getIdElement().getVersionIdPart()).isEqualTo("2");
        assertThat(second.getStatus()).isEqualTo(AppointmentStatus.CHECKEDIN);
        assertThat(stale).isNotNull();
        assertThat(client.read()
                        .resource(Appointment.class)
                        .withId(first.getIdElement().getIdPart())
                        .execute()
                        .getStatus())
                .isEqualTo(AppointmentStatus.CHECKEDIN);
    }
}
