package io.frontdesk.server;

import static io.frontdesk.server.CandidDesk.object;
import static io.frontdesk.server.CandidDesk.visit;
import static io.frontdesk.server.CandidDesk.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import ca.uhn.fhir.rest.client.interceptor.BearerTokenAuthInterceptor;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.hl7.fhir.r4.model.Appointment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The wire of the contract {@code candid}: addresses, fields both ways, versions, and the same appointment as FHIR. */
@ExtendWith(SharedServer.class)
class CandidIT {

    private static CandidDesk desk;
    private static Rest fhir;

    @BeforeAll
    static void open(TestServer server) {
        desk = CandidDesk.of(server, "org-0001");
        fhir = desk.fhir("org-0001");
    }

    private static ObjectNode full() {
        ObjectNode visit = visit("NOT_READY")
                .put("not_ready_reason", "NO_COVERAGE")
                .put("estimated_copay_cents", 2500)
                .put("estimated_patient_responsibility_cents", 0)
                .put("patient_deposit_cents", -5)
                .put("appointment_details", "knee")
                .put("automated_eligibility_check_complete", false);
        visit.set(
                "attending_doctor",
                object("{'name':{'family':'Rey','given':['Ana','M'],'use':'OFFICIAL','period':{'start':'2020-01-31'}},"
                        + "'type':'REFERRING','npi':'1234567893','telecoms':[{'value':'555-1','use':'WORK'},"
                        + "{'value':'555-2','use':'MOBILE','period':{'end':'2030-12-31'}}],"
                        + "'addresses':[{'use':'BILLING','line':['1 Main','Suite 2'],'city':'Reno','state':'NV',"
                        + "'postalCode':'89501','country':'US'}],'period':{'start':'2021-02-03'},"
                        + "'canonical_id':'c-1','fax':'555-3','other_fax_numbers':['555-4','555-5'],"
                        + "'emails':['a@example.org','b@example.org']}"));
        return visit;
    }

    @Test
    void createsWithAll() {
        ObjectNode sent = full();

        Answer answer = desk.create(sent).is(200);

        ObjectNode told = (ObjectNode) answer.json();
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.header("Location")).isEmpty();
        assertThat(answer.header("ETag")).isEmpty();
        assertThat(told.path("version")).isEqualTo(object("{'v':1}").path("v"));
        assertThat(told.path("organization_id").asText()).isEqualTo("org-0001");
        assertThat(told.path("deactivated").isBoolean()).isTrue();
        assertThat(told.path("deactivated").asBoolean()).isFalse();
        assertThat(told.path("updated_at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(told.path("updating_user_id").asText()).isNotEmpty();
        assertThat(withoutServersOwn(told)).isEqualTo(sent);
        assertThat(desk.get(told.path("id").asText()).is(200).json()).isEqualTo(told);
    }

    private static ObjectNode withoutServersOwn(ObjectNode told) {
        return told.deepCopy()
                .without(List.of("id", "organization_id", "deactivated", "version", "updated_at", "updating_user_id"));
    }

    @Test
    void createsWithWhatMustBeThere() {
        ObjectNode least = object("{'patient_id':'" + CandidDesk.PATIENT
                + "','start_timestamp':'2026-03-09T10:30:00+01:00','service_duration':0,'services':[]}");

        ObjectNode told = (ObjectNode) desk.create(least).is(200).json();

        assertThat(withoutServersOwn(told))
                .isEqualTo(least.put("start_timestamp", "2026-03-09T09:30:00Z").put("status", "PENDING"));
    }

    @Test
    void keepsServicesThatSayNothing() {
        ObjectNode sent = visit();
        sent.putArray("services").addObject();
        sent.withArray("services").addObject().put("universal_service_identifier", "Tests");
        sent.withArray("services").addObject().put("start_timestamp", "2026-03-09T09:10:00Z");

        assertThat(desk.create(sent).is(200).json().path("services")).isEqualTo(sent.path("services"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"LOC1^Main clinic", "LOC1", "^Main clinic", "LOC1^Main^clinic"})
    void keepsLocations(String location) {
        JsonNode told = desk.create(visit().put("location_resource_id", location))
                .is(200)
                .json();

        assertThat(told.path("location_resource_id").asText()).isEqualTo(location);
    }

    @Test
    void replacesAllOnUpdate() {
        String id = desk.created(full());
        ObjectNode least = object("{'patient_id':'" + CandidDesk.PATIENT
                + "','start_timestamp':'2026-03-10T09:00:00Z','service_duration':20,'services':[]}");

        ObjectNode told = (ObjectNode) desk.update(id, 2, least).is(200).json();

        assertThat(told.path("version").asInt()).isEqualTo(2);
        assertThat(told.path("organization_id").asText()).isEqualTo("org-0001");
        assertThat(withoutServersOwn(told)).isEqualTo(least.put("status", "PENDING"));
    }

    @Test
    void passesOverWhatTheServerOwnsAndWhatNobodyKnows() {
        ObjectNode sent = visit().put("id", "mine")
                .put("organization_id", "org-other")
                .put("deactivated", true)
                .put("version", 7)
                .put("updated_at", "then")
                .put("updating_user_id", "me")
                .put("shoe_size", 43);

        JsonNode told = desk.create(sent).is(200).json();

        assertThat(told.path("id").asText()).isNotEqualTo("mine");
        assertThat(told.path("organization_id").asText()).isEqualTo("org-0001");
        assertThat(told.path("deactivated").asBoolean()).isFalse();
        assertThat(told.path("version").asInt()).isEqualTo(1);
        assertThat(told.path("updating_user_id").asText()).isNotEqualTo("me");
        assertThat(told.has("shoe_size")).isFalse();
    }

    @Test
    void treatsNullAndEmptyTextAsLeftOut() {
        ObjectNode sent = visit().put("notes", "");
        sent.putNull("location_resource_id").putNull("status");

        JsonNode told = desk.create(sent).is(200).json();

        assertThat(told.has("notes")).isFalse();
        assertThat(told.has("location_resource_id")).isFalse();
        assertThat(told.path("status").asText()).isEqualTo("PENDING");
    }

    @ParameterizedTest
    @CsvSource({"PENDING, pending", "NOT_READY, pending", "READY, booked", "CHECKED_IN, checked-in"})
    void isTheSameAppointmentInFhir(String state, String status) {
        JsonNode told = desk.create(visit(state)).is(200).json();

        Answer read = fhir.get("Appointment/" + told.path("id").asText()).is(200);

        JsonNode resource = read.json();
        assertThat(read.version()).isEqualTo("1");
        assertThat(resource.path("status").asText()).isEqualTo(status);
        assertThat(resource.at("/meta/tag/0/code").asText()).isEqualTo(state);
        assertThat(resource.path("start").asText()).isEqualTo("2026-03-09T09:00:00Z");
        assertThat(resource.path("end").asText()).isEqualTo("2026-03-09T09:30:00Z");
        assertThat(resource.path("minutesDuration").asInt()).isEqualTo(30);
        assertThat(resource.at("/identifier/0/value").asText())
                .isEqualTo(told.path("placer_appointment_id").asText());
        assertThat(resource.at("/serviceType/0/coding/0/code").asText()).isEqualTo("MD_Visit");
        assertThat(resource.at("/participant/0/actor/reference").asText()).isEqualTo("Patient/pat-0001");
        assertThat(resource.at("/participant/1/actor/display").asText()).isEqualTo("Main clinic");
    }

    @Test
    void showsADeactivatedAppointmentAsCancelledInFhir() {
        String id = desk.created(visit("READY"));

        Answer gone = desk.deactivate(id, 1).is(200);

        assertThat(gone.bytes()).isEmpty();
        assertThat(fhir.get("Appointment/" + id).is(200).json().path("status").asText())
                .isEqualTo("cancelled");
        JsonNode told = desk.get(id).is(200).json();
        assertThat(told.path("deactivated").asBoolean()).isTrue();
        assertThat(told.path("status").asText()).isEqualTo("READY");
        assertThat(told.path("version").asInt()).isEqualTo(2);
    }

    @Test
    void bringsADeactivatedAppointmentBack() {
        String id = desk.created(visit());
        desk.deactivate(id, 1).is(200);

        JsonNode told = desk.update(id, 3, visit("READY")).is(200).json();

        assertThat(told.path("deactivated").asBoolean()).isFalse();
        assertThat(told.path("version").asInt()).isEqualTo(3);
    }

    @Test
    void makesTheVersionThatThePathNamesWhateverTheBodyChanges() {
        ObjectNode visit = visit();
        String id = desk.created(visit);

        assertThat(desk.update(id, 2, visit).is(200).json().path("version").asInt())
                .isEqualTo(2);
        assertThat(desk.update(id, 3, visit).is(200).json().path("version").asInt())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "2", "4", "99", "-1", "999999999999999999"})
    void refusesEveryOtherVersion(String version) {
        ObjectNode visit = visit();
        String id = desk.created(visit);
        desk.update(id, 2, visit).is(200);

        Answer refused = wrong(desk.update(id, version, visit("READY")), 409, "VersionConflictError", "version 2");

        assertThat(refused.json().at("/content/latest_version").asInt()).isEqualTo(2);
        assertThat(desk.get(id).is(200).json().path("status").asText()).isEqualTo("PENDING");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "3", "-1"})
    void deactivatesTheCurrentVersionAlone(String version) {
        ObjectNode visit = visit();
        String id = desk.created(visit);
        desk.update(id, 2, visit).is(200);

        Answer refused = wrong(desk.deactivate(id, version), 409, "VersionConflictError", "version 2");

        assertThat(refused.json().at("/content/latest_version").asInt()).isEqualTo(2);
        desk.deactivate(id, 2).is(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"two", "1.0", "latest", "0x2", "9999999999999999999999"})
    void refusesAVersionThatIsNoNumber(String version) {
        String id = desk.created(visit());

        wrong(desk.update(id, version, visit()), 400, "BadRequestError", "version");
        wrong(desk.deactivate(id, version), 400, "BadRequestError", "version");
    }

    @Test
    void knowsNoOtherIds() {
        wrong(desk.get("nobody"), 404, "NotFoundError", "No such appointment");
        wrong(desk.get("nobody/history"), 404, "NotFoundError", "No such appointment");
        wrong(desk.update("nobody", 2, visit()), 404, "NotFoundError", "No such appointment");
        wrong(desk.deactivate("nobody", 1), 404, "NotFoundError", "No such appointment");
    }

    @Test
    void tellsTheHistoryFromItsBeginning() {
        String id = desk.created(visit());
        desk.update(id, 2, visit("NOT_READY")).is(200);
        desk.deactivate(id, 2).is(200);

        JsonNode history = desk.get(id + "/history").is(200).json();

        assertThat(history.findValuesAsText("version")).containsExactly("1", "2", "3");
        assertThat(history.findValuesAsText("status")).containsExactly("PENDING", "NOT_READY", "NOT_READY");
        assertThat(history.findValuesAsText("deactivated")).containsExactly("false", "false", "true");
    }

    @Test
    void keepsPlacerIdsUniqueInAnOrganization() {
        ObjectNode first = visit();
        String id = desk.created(first);
        desk.update(id, 2, first).is(200);

        Answer twice = wrong(
                desk.create(visit().put(
                                "placer_appointment_id",
                                first.path("placer_appointment_id").asText())),
                409,
                "VersionConflictError",
                "placer_appointment_id");
        assertThat(twice.json().at("/content/latest_version").asInt()).isEqualTo(2);

        String other = desk.created(visit());
        Answer moved = wrong(desk.update(other, 2, first), 409, "VersionConflictError", "placer_appointment_id");
        assertThat(moved.json().at("/content/latest_version").asInt()).isEqualTo(1);
        desk.as("org-0002").create(first).is(200);
    }

    @Test
    void speaksToTheRealClientInFhir(TestServer server) {
        String id = desk.created(visit());
        FhirContext r4 = FhirContext.forR4Cached();
        r4.getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.NEVER);
        IGenericClient client = r4.newRestfulGenericClient(server.base("candid"));
        client.registerInterceptor(new BearerTokenAuthInterceptor(CandidDesk.token(server, "org-0001")));
        Appointment appointment =
                client.read().resource(Appointment.class).withId(id).execute();
        appointment.setStatus(Appointment.AppointmentStatus.BOOKED).setComment("by FHIR");
        appointment.getMeta().getTag(CandidDesk.STATUS_SYSTEM, "PENDING").setCode("READY");

        client.update().resource(appointment).withId(appointment.getIdElement()).execute();

        JsonNode told = desk.get(id).is(200).json();
        assertThat(told.path("status").asText()).isEqualTo("READY");
        assertThat(told.path("version").asInt()).isEqualTo(2);
        assertThat(told.path("notes").asText()).isEqualTo("by FHIR");
        wrong(desk.update(id, 2, visit()), 409, "VersionConflictError", "version 2");
        desk.update(id, 3, visit()).is(200);
    }

    @Test
    void describesItself() {
        JsonNode api =
                desk.rest().with("").get("appointments/v1/openapi.json").is(200).json();

        assertThat(api.path("openapi").asText()).isEqualTo("3.0.3");
        assertThat(api.path("paths").size()).isEqualTo(9);
        assertThat(api.at("/components/schemas/MutableAppointment/required"))
                .extracting(JsonNode::asText)
                .containsExactly("patient_id", "start_timestamp", "service_duration", "services");
        assertThat(api.at("/components/schemas/Appointment/properties/status/enum"))
                .hasSize(4);
    }
}
