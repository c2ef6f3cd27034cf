package io.frontdesk.server;

import static io.frontdesk.server.MillenniumDesk.LATER;
import static io.frontdesk.server.MillenniumDesk.PATIENT;
import static io.frontdesk.server.MillenniumDesk.SEED;
import static io.frontdesk.server.MillenniumDesk.patch;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.server.MillenniumDesk.Held;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may read, search, create and patch on the Millennium endpoints, by SMART scopes of version 1. */
@ExtendWith(MillenniumServer.class)
class MillenniumAccessIT {

    private static final String ARRIVE = patch("replace", "/status", "arrived");
    private static final String CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";

    private final MillenniumDesk desk;

    MillenniumAccessIT(MillenniumDesk desk) {
        this.desk = desk;
    }

    @ParameterizedTest
    @CsvSource({
        "millennium-2019, user/Appointment.write, 200",
        "millennium-2019, system/Appointment.write, 200",
        "millennium-2019, user/Appointment.read, 403",
        "millennium-2019, system/Appointment.read, 403",
        "millennium-2019, patient/Appointment.write, 403",
        "millennium-2019, patient/Appointment.read, 403",
        "millennium-2019, user/Patient.write, 403",
        "millennium-2019, user/*.write, 403",
        "millennium-2019, user/Appointment.*, 403",
        "millennium-2019, user/Appointment.u, 403",
        "millennium-2019, openid, 403",
        "millennium-2024, user/Appointment.write, 200",
        "millennium-2024, system/Appointment.write, 200",
        "millennium-2024, user/Appointment.read, 403",
        "millennium-2024, patient/Appointment.write, 403",
        "millennium-2024, patient/Appointment.read, 403",
    })
    void letsProvidersAndSystemsPatch(String contract, String scope, int status) {
        Held held = desk.booked(contract);

        desk.caller(contract, scope, PATIENT)
                .patch(held.address(), ARRIVE, "If-Match", "W/\"" + held.version() + "\"")
                .is(status);

        assertThat(held.status()).isEqualTo(status == 200 ? "arrived" : "booked");
    }

    @ParameterizedTest
    @CsvSource({
        "millennium-2019, user/Appointment.write, 201",
        "millennium-2019, system/Appointment.write, 201",
        "millennium-2019, patient/Appointment.write, 403",
        "millennium-2024, user/Appointment.write, 201",
        "millennium-2024, system/Appointment.write, 201",
        "millennium-2024, patient/Appointment.write, 403",
    })
    void letsProvidersAndSystemsCreate(String contract, String scope, int status) {
        desk.caller(contract, scope, PATIENT).post(desk.booking(contract)).is(status);
    }

    @ParameterizedTest
    @CsvSource({
        "millennium-2019, user/Appointment.read, 12724001, 200",
        "millennium-2019, system/Appointment.read, 12724001, 200",
        "millennium-2019, user/Appointment.write, 12724001, 403",
        "millennium-2019, patient/Appointment.read, 12724001, 403",
        "millennium-2024, user/Appointment.read, 12724001, 200",
        "millennium-2024, system/Appointment.read, 12724001, 200",
        "millennium-2024, patient/Appointment.read, 12724001, 200",
        "millennium-2024, patient/Appointment.read, 12724002, 404",
        "millennium-2024, patient/Appointment.read, '', 403",
    })
    void letsReadWhoMay(String contract, String scope, String patient, int status) {
        Held held = desk.booked(contract);

        desk.caller(contract, scope, patient).get(held.address()).is(status);
    }

    @ParameterizedTest
    @CsvSource({"R, false", "V, false", "N, true"})
    void showsNoPatientASensitiveAppointment(String code, boolean shown) {
        ObjectNode booking = desk.booking(LATER);
        booking.putObject("meta")
                .putArray("security")
                .addObject()
                .put("system", CONFIDENTIALITY)
                .put("code", code);
        Held held = desk.held(LATER, desk.hospital(LATER).post(booking).is(201));
        Rest patient = desk.caller(LATER, "patient/Appointment.read", PATIENT);

        patient.get(held.address()).is(shown ? 200 : 404);
        List<String> found = new ArrayList<>();
        for (JsonNode entry :
                patient.get("Appointment?_id=" + held.id()).is(200).json().path("entry")) {
            found.add(entry.at("/resource/id").asText());
        }

        assertThat(found.contains(held.id())).isEqualTo(shown);
        desk.provider(LATER).get(held.address()).is(200);
        if (!shown) {
            patient.get(held.address() + "?_summary=true").is(404);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SEED, LATER})
    void tellsTheScopeThatWouldDo(String contract) {
        Held held = desk.booked(contract);

        Answer answer = desk.caller(contract, "user/Appointment.read", "")
                .patch(held.address(), ARRIVE)
                .refused(403, "access.right");

        assertThat(answer.header("WWW-Authenticate"))
                .isEqualTo("Bearer error=\"insufficient_scope\", scope=\"user/Appointment.write\"");
        assertThat(desk.provider(contract).with("").get(held.address()).is(401).header("WWW-Authenticate"))
                .startsWith("Bearer");
        desk.provider(contract)
                .with("no.token.this")
                .patch(held.address(), ARRIVE)
                .is(401);
    }

    @Test
    void publishesTheScopesOfItsTime() {
        JsonNode seed = new Rest(desk.base(SEED), "")
                .get(".well-known/smart-configuration")
                .json();
        JsonNode later = new Rest(desk.base(LATER), "")
                .get(".well-known/smart-configuration")
                .json();

        assertThat(seed.path("scopes_supported").toString())
                .contains("user/Appointment.write", "system/Appointment.read")
                .doesNotContain("patient/");
        assertThat(later.path("scopes_supported").toString())
                .contains("patient/Appointment.read")
                .doesNotContain("patient/Appointment.write");
    }
}
