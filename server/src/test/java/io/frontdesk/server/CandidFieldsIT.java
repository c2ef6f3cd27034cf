package io.frontdesk.server;

import static io.frontdesk.server.CandidDesk.object;
import static io.frontdesk.server.CandidDesk.visit;
import static io.frontdesk.server.CandidDesk.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every field of the contract {@code candid}: what it takes, on create and on update, and what is told of what it does not. */
@ExtendWith(SharedServer.class)
class CandidFieldsIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static CandidDesk desk;

    @BeforeAll
    static void open(TestServer server) {
        desk = CandidDesk.of(server, "org-fields");
    }

    @ParameterizedTest
    @ValueSource(strings = {"patient_id", "start_timestamp", "service_duration", "services"})
    void asksForWhatIsMandatory(String field) {
        String id = desk.created(visit());
        ObjectNode visit = visit();
        visit.remove(field);
        ObjectNode nulled = visit();
        nulled.putNull(field);

        wrong(desk.create(visit), 400, "BadRequestError", field + " must be sent");
        wrong(desk.create(nulled), 400, "BadRequestError", field + " must be sent");
        wrong(desk.update(id, 2, visit), 400, "BadRequestError", field + " must be sent");
        assertThat(desk.get(id).is(200).json().path("version").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        patient_id                             => 5            => must be a text
        start_timestamp                        => 'tomorrow'   => must be a time with its zone
        start_timestamp                        => '2026-03-09' => must be a time with its zone
        service_duration                       => -1           => at least 0
        service_duration                       => 30.5         => must be a whole number
        service_duration                       => '30'         => must be a whole number
        services                               => 'MD_Visit'   => must be a list
        services                               => [{'universal_service_identifier':'Surgery'}] => one of MD_Visit, Treatment, Tests, Activity
        services                               => [{'start_timestamp':'now'}]                  => services[0].start_timestamp
        status                                 => 'BOOKED'     => one of PENDING, NOT_READY, READY, CHECKED_IN
        status                                 => 'ready'      => one of PENDING, NOT_READY, READY, CHECKED_IN
        work_queue                             => 'OTHER'      => one of EMERGENT_ISSUE, NEW_PATIENT, RETURNING_PATIENT, MANUAL_ESCALATION
        checked_in_timestamp                   => 'now'        => must be a time with its zone
        not_ready_reason                       => 'OTHER'      => one of INACTIVE_PRIMARY
        ready_source                           => 'HAND'       => one of MANUAL, MACHINE
        placer_appointment_id                  => 7            => must be a text
        attending_doctor                       => 'Rey'        => must be a JSON object
        attending_doctor                       => {}           => attending_doctor.name must be sent
        attending_doctor                       => {'name':{'family':'R','given':[],'use':'FULL'},'telecoms':[]} => attending_doctor.name.use
        attending_doctor                       => {'name':{'family':'R','given':[],'use':'OLD'}}                => attending_doctor.telecoms
        estimated_copay_cents                  => 1.5          => must be a whole number
        estimated_patient_responsibility_cents => '5'          => must be a whole number
        patient_deposit_cents                  => true         => must be a whole number
        appointment_details                    => 5            => must be a text
        notes                                  => []           => must be a text
        location_resource_id                   => 5            => must be a text
        automated_eligibility_check_complete   => 'yes'        => must be true or false
        """)
    void refusesAnotherType(String field, String value, String told) throws IOException {
        String id = desk.created(visit());
        JsonNode bad = JSON.readTree(value.replace('\'', '"'));
        ObjectNode visit = visit();
        visit.set(field, bad);

        wrong(desk.create(visit), 400, "BadRequestError", told);
        wrong(desk.update(id, 2, visit), 400, "BadRequestError", told);
        assertThat(desk.get(id).is(200).json().path("version").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pat-none", "a/b", "x y"})
    void knowsNoOtherPatients(String patient) {
        String id = desk.created(visit());

        Answer refused = wrong(desk.create(visit().put("patient_id", patient)), 404, "NotFoundError", "");
        assertThat(refused.json().at("/content/message").asText()).containsAnyOf("patient", "patient_id");
        wrong(desk.update(id, 2, visit().put("patient_id", patient)), 404, "NotFoundError", "");
    }

    @Test
    void doesNotAskForTheFuture() {
        desk.create(visit().put("start_timestamp", "1999-12-31T23:30:00Z")).is(200);
        desk.create(visit().put("start_timestamp", "2199-12-31T23:30:00.123Z")).is(200);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        {                        => 400 => The body must be one JSON object
        []                       => 400 => The body must be a JSON object
        "text"                   => 400 => The body must be a JSON object
        {"notes":1,"notes":2}    => 400 => The body must be one JSON object
        {} {}                    => 400 => The body must be one JSON object
        """)
    void refusesWhatIsNoObject(String body, int status, String told) {
        wrong(
                desk.rest().send("POST", "appointments/v1", body, "Content-Type", "application/json"),
                status,
                "BadRequestError",
                told);
    }

    @Test
    void refusesAnEmptyBodyAndOneTooLong() {
        wrong(
                desk.rest().send("POST", "appointments/v1", "", "Content-Type", "application/json"),
                400,
                "BadRequestError",
                "The body must be");
        wrong(desk.create(visit().put("notes", "x".repeat(1 << 20))), 413, "BadRequestError", "at most 1048576 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/x-www-form-urlencoded"})
    void readsJsonAlone(String type) {
        wrong(
                desk.rest().send("POST", "appointments/v1", visit().toString(), "Content-Type", type),
                415,
                "BadRequestError",
                "application/json");
    }

    @Test
    void survivesDeepNesting() {
        String deep = "{\"notes\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";

        assertThat(desk.rest()
                        .send("POST", "appointments/v1", deep, "Content-Type", "application/json")
                        .status())
                .isEqualTo(400);
        desk.create(visit()).is(200);
    }

    @Test
    void remembersADoctorWithLittle() {
        ObjectNode visit = visit();
        visit.set("attending_doctor", object("{'name':{'family':'R','given':[],'use':'USUAL'},'telecoms':[]}"));

        JsonNode doctor = desk.create(visit).is(200).json().path("attending_doctor");

        assertThat(doctor)
                .isEqualTo(object("{'name':{'family':'R','given':[],'use':'USUAL'},'type':'ATTENDING','telecoms':[]}"));
    }
}
