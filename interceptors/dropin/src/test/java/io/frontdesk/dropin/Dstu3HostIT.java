package io.frontdesk.dropin;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.dropin.HostClient.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A Spring Boot application with FHIR STU3 and the contract of an STU3 system, which finds nothing by itself and is told the
 * interceptor's name.
 */
class Dstu3HostIT {

    private static final HostKeys KEYS = new HostKeys();
    private static ConfigurableApplicationContext application;
    private static HostClient client;
    private static Answer first;

    @BeforeAll
    static void start() {
        application = BootHost.run(
                Dstu3Beans.class,
                BootHostIT.NAMED,
                "--spring.autoconfigure.exclude=io.frontdesk.jpa.boot.FrontdeskAutoConfiguration",
                "--frontdesk.contract=ehealth-dk",
                "--frontdesk.issuer=" + HostKeys.ISSUER,
                "--frontdesk.jwks=" + KEYS.published());
        client = BootHost.client(application, KEYS);
        first = client.anonymous("GET", "/Appointment", "");
        client.anonymous("PUT", "/Patient/p1", "{\"resourceType\":\"Patient\",\"id\":\"p1\"}");
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    private static Answer system(String method, String path, String body, String... headers) {
        String[] signed = new String[headers.length + 2];
        System.arraycopy(headers, 0, signed, 2, headers.length);
        signed[0] = "Authorization";
        signed[1] = "Bearer " + KEYS.token("\"realm_access\":{\"roles\":[\"Appointment.*\"]},\"user_type\":\"SYSTEM\"");
        return client.anonymous(method, path, body, signed);
    }

    private static String appointment(String id, String status) {
        return """
            {"resourceType":"Appointment",%s"status":"%s","start":"2032-05-04T08:00:00Z","end":"2032-05-04T08:30:00Z",
             "extension":[{"url":"http://ehealth.sundhed.dk/fhir/StructureDefinition/ehealth-responsible",
                           "valueReference":{"reference":"https://team.example.org/fhir/CareTeam/5"}}],
             "appointmentType":{"coding":[
               {"system":"http://ehealth.sundhed.dk/cs/appointmenttype-codes","code":"CHECKUP"}]},
             "participant":[
               {"extension":[{"url":"http://ehealth.sundhed.dk/fhir/StructureDefinition/ehealth-ext-careteam",
                              "valueReference":{"reference":"https://team.example.org/fhir/CareTeam/5"}}],
                "type":[{"coding":[{"system":"http://hl7.org/fhir/v3/ParticipationType","code":"PART"}]}],
                "required":"required","status":"accepted"},
               {"actor":{"reference":"Patient/p1"},"required":"required","status":"accepted"}]}
            """.formatted(id.isEmpty() ? "" : "\"id\":\"" + id + "\",", status);
    }

    @Test
    void theFirstRequestIsGuardedAlready() {
        assertThat(first.status()).isEqualTo(401);
    }

    @Test
    void appointmentsAreForThoseWhoMay() {
        assertThat(client.anonymous("GET", "/Appointment", "").status()).isEqualTo(401);
        assertThat(client.as(List.of("Patient.*"), "GET", "/Appointment", "").status())
                .isEqualTo(403);
        assertThat(client.anonymous("GET", "/Patient/p1", "").status()).isEqualTo(200);
    }

    @Test
    void changesGoByTheContract() {
        Answer created = system("POST", "/Appointment", appointment("", "booked"));
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        String id = created.id();
        String address = "/Appointment/" + id;

        // The codes of refusals in STU3: a stale version is a conflict.
        assertThat(system("PUT", address, appointment(id, "arrived"), "If-Match", "W/\"7\"")
                        .status())
                .isEqualTo(409);
        Answer cancelled = system("PUT", address, appointment(id, "cancelled"), "If-Match", "W/\"1\"");
        assertThat(cancelled.status()).as(cancelled.body()).isEqualTo(200);
        assertThat(system("PUT", address, appointment(id, "booked"), "If-Match", "W/\"2\"")
                        .rule())
                .isEqualTo("status.final");
        Answer odd = system("POST", "/Appointment", appointment("", "booked").replace("CHECKUP", "UNHEARD-OF"));
        assertThat(odd.rule()).isEqualTo("profile.invalid");
        // The contract's profiles are not read from somebody else's server.
        assertThat(odd.body()).doesNotContain("[base]/StructureDefinition");
    }
}
