package io.frontdesk.dropin;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.jpa.entity.PartitionEntity;
import ca.uhn.fhir.jpa.partition.IPartitionLookupSvc;
import io.frontdesk.dropin.HostClient.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** A host with tenants, each in a partition of its own: nobody meets or learns of anybody in another one. */
class TenantHostIT {

    private static final HostKeys KEYS = new HostKeys();
    private static final List<String> CLERK = List.of("Appointment.*");
    private static ConfigurableApplicationContext application;
    private static HostClient client;

    @BeforeAll
    static void start() {
        application = BootHost.run(
                "--tenants=true", "--frontdesk.issuer=" + HostKeys.ISSUER, "--frontdesk.jwks=" + KEYS.published());
        var partitions = application.getBean(IPartitionLookupSvc.class);
        partitions.createPartition(new PartitionEntity().setId(1).setName("north"), null);
        partitions.createPartition(new PartitionEntity().setId(2).setName("south"), null);
        client = BootHost.client(application, KEYS);
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    private static String appointment(int hour) {
        String time = "2032-05-04T%02d:".formatted(hour);
        return """
            {"resourceType":"Appointment","status":"booked","start":"%s00:00Z","end":"%s30:00Z",
             "participant":[{"actor":{"reference":"Practitioner/d1"},"status":"accepted"}]}
            """.formatted(time, time);
    }

    private static Answer clerk(String method, String path, String body, String... headers) {
        return client.as(CLERK, method, path, body, headers);
    }

    @Test
    void timeIsTakenWithinATenantAlone() {
        assertThat(clerk("POST", "/north/Appointment", appointment(8)).status()).isEqualTo(201);
        assertThat(clerk("POST", "/north/Appointment", appointment(8)).rule()).isEqualTo("booking.overlap");

        Answer elsewhere = clerk("POST", "/south/Appointment", appointment(8));
        assertThat(elsewhere.status()).as(elsewhere.body()).isEqualTo(201);
    }

    @Test
    void anotherTenantsAppointmentIsNotThere() {
        String id = clerk("POST", "/north/Appointment", appointment(9)).id();
        String cancelled =
                appointment(9).replace("\"booked\"", "\"cancelled\"").replaceFirst("\\{", "{\"id\":\"" + id + "\",");

        assertThat(clerk("GET", "/south/Appointment/" + id, "").status()).isEqualTo(404);
        assertThat(clerk("GET", "/south/Appointment?_id=" + id, "").json().path("entry"))
                .isEmpty();
        assertThat(clerk("PUT", "/south/Appointment/" + id, cancelled, "If-Match", "W/\"1\"")
                        .status())
                .isBetween(400, 422);
        assertThat(clerk("GET", "/north/Appointment/" + id, "")
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("booked");
        Answer changed = clerk("PUT", "/north/Appointment/" + id, cancelled, "If-Match", "W/\"1\"");
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    }

    @Test
    void bundlesToATenantAreJudgedToo() {
        String bundle = """
            {"resourceType":"Bundle","type":"transaction","entry":[
             {"request":{"method":"POST","url":"Appointment"},"resource":%s}]}
            """.formatted(appointment(10));

        assertThat(client.anonymous("POST", "/north", bundle).status()).isEqualTo(401);
        assertThat(clerk("POST", "/north", bundle.replace("booked", "fulfilled"))
                        .status())
                .isEqualTo(422);
        assertThat(clerk("POST", "/north", bundle).status()).isEqualTo(200);
    }

    @Test
    void anonymousRequestsForAppointmentsAreRefusedInEveryTenant() {
        assertThat(client.anonymous("GET", "/south/Appointment", "").status()).isEqualTo(401);
    }
}
