package io.frontdesk.guard;

import static io.frontdesk.testing.Appointments.danish;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frontdesk.testing.Answer;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.GuardedServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract ehealth-dk on a plain server: context, server-owned parts, profiles, order and the Danish words. */
class GuardedDstu3Test {

    private static final String BASE = "http://ehealth.sundhed.dk/fhir/StructureDefinition/";
    private static final String VIDEO = BASE + "ehealth-videoappointment";
    private static final String PLAIN = BASE + "ehealth-appointment";

    private static GuardedServer server;

    @BeforeAll
    static void start() {
        Contracts.ehealthDk().profiles().warmUp();
        server = GuardedServer.of(Contracts.ehealthDk(), "Appointment", "Patient");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void store() {
        server.clear();
        server.stored(danish("a1", "booked", "\"meta\":{\"profile\":[\"" + PLAIN + "\"]},"));
    }

    private static GuardedServer.Call practitioner(String method, String path) {
        return server.anonymous(method, path).token(claims -> {
            claims.put("realm_access", Map.of("roles", List.of("Appointment.*")));
            claims.put("user_type", "PRACTITIONER");
            claims.put("context", Map.of("care_team_id", "CareTeam/t1"));
        });
    }

    private static List<String> texts(JsonNode list, String member) {
        var texts = new ArrayList<String>();
        list.forEach(item ->
                texts.add(member.isEmpty() ? item.asText() : item.path(member).asText()));
        return texts;
    }

    private static void assertNothingChanged() {
        assertThat(server.versions("Appointment")).isEqualTo(1);
        assertThat(server.now("Appointment/a1")).contains("\"status\":\"booked\"");
    }

    @Test
    void storesAndAnswersExtensionsInOrderReferencesRelativeAndTheProfileNamed() {
        Answer answer = practitioner("PUT", "/Appointment/a1")
                .ifMatch("1")
                .json(danish("a1", "arrived", ""))
                .send();

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(texts(answer.json().path("extension"), "url"))
                .containsExactly(BASE + "ehealth-responsible", "http://example.org/last");
        assertThat(answer.json().at("/participant/1/actor/reference").asText()).isEqualTo("Practitioner/d1");
        assertThat(texts(answer.json().at("/meta/profile"), "")).containsExactly(PLAIN);
        assertThat(server.now("Appointment/a1"))
                .contains("\"status\":\"arrived\"")
                .doesNotContain("desk.example.org");
    }

    @Test
    void createsWithoutAnyVersionAndUpdatesWithoutOneToo() {
        assertThat(practitioner("POST", "/Appointment")
                        .json(danish("", "proposed", ""))
                        .send()
                        .status())
                .isEqualTo(201);
        assertThat(practitioner("PUT", "/Appointment/a1")
                        .json(danish("a1", "arrived", ""))
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void answersAStaleVersionWith409() {
        Answer answer = practitioner("PUT", "/Appointment/a1")
                .ifMatch("7")
                .json(danish("a1", "arrived", ""))
                .send();

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("processing");
        assertThat(answer.rule()).isEqualTo("version.stale");
        assertNothingChanged();
    }

    @Test
    void refusesToReopenACancelledAppointmentInTheWordsOfTheContract() {
        server.stored(danish("c1", "cancelled", ""));

        Answer answer = practitioner("PUT", "/Appointment/c1")
                .json(danish("c1", "booked", ""))
                .send();

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.diagnostics()).isEqualTo("Status change not allowed");
        assertThat(answer.rule()).isEqualTo("status.final");
        assertThat(server.now("Appointment/c1")).contains("\"status\":\"cancelled\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"checked-in", "waitlist"})
    void doesNotKnowTheStatesOfR4(String status) {
        Answer answer = practitioner("PUT", "/Appointment/a1")
                .json(danish("a1", status, ""))
                .send();

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.rule()).isEqualTo("body.value");
        assertThat(answer.expression()).containsExactly("Appointment.status");
    }

    @Test
    void hidesAppointmentsOfOthers() {
        GuardedServer.Call read = stranger("GET", "/Appointment/a1");
        GuardedServer.Call search = stranger("GET", "/Appointment");

        assertThat(read.send().rule()).isEqualTo("access.context");
        assertThat(search.send().json().path("entry").size()).isZero();
        assertThat(practitioner("GET", "/Appointment")
                        .send()
                        .json()
                        .path("entry")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void judgesNoMoreThanAThousandMatches() {
        for (int i = 0; i < 1_001; i++) {
            server.stored(danish("n" + i, "booked", ""));
        }

        Answer answer = stranger("GET", "/Appointment").send();

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.rule()).isEqualTo("search.too-wide");
        assertThat(stranger("GET", "/Appointment?_id=n1")
                        .send()
                        .json()
                        .path("total")
                        .asInt(-1))
                .isZero();
    }

    @Test
    void letsNobodyTakeAnAppointmentOverByChangingIt() {
        Answer answer = stranger("PUT", "/Appointment/a1")
                .json(danish("a1", "arrived", "").replace("CareTeam/t1", "CareTeam/t9"))
                .send();

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.diagnostics()).isEqualTo("Resource not matching security token context: CareTeam");
        assertNothingChanged();
    }

    private static GuardedServer.Call stranger(String method, String path) {
        return server.anonymous(method, path).token(claims -> {
            claims.put("realm_access", Map.of("roles", List.of("Appointment.*")));
            claims.put("user_type", "PRACTITIONER");
            claims.put("context", Map.of("care_team_id", "CareTeam/t9"));
        });
    }

    @Test
    void refusesAPatientWhoWrites() {
        Answer answer = server.anonymous("PUT", "/Appointment/a1")
                .token(claims -> {
                    claims.put("realm_access", Map.of("roles", List.of("Appointment.*")));
                    claims.put("user_type", "PATIENT");
                    claims.put("user_id", "Patient/p1");
                })
                .json("{broken")
                .send();

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.diagnostics()).isEqualTo("Operation not allowed for user type: PATIENT");
    }

    @Test
    void refusesWhatBreaksTheProfileAndStoresNothing() {
        Answer answer = practitioner("PUT", "/Appointment/a1")
                .json(danish("a1", "arrived", "").replace("\"ROUTINE\"", "\"NONSENSE\""))
                .send();

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.rule()).isEqualTo("profile.invalid");
        assertThat(answer.diagnostics()).startsWith("Validation error: ");
        assertNothingChanged();
    }

    @Test
    void takesNoOwnedPartFromAClient() {
        String sent = danish("a1", "arrived", """
                "meta":{"extension":[{"url":"http://hapifhir.io/fhir/StructureDefinition/resource-meta-source","valueUri":"urn:mine"}]},
                """)
                .replace(
                        "\"extension\":[\n",
                        "\"extension\":[{\"url\":\"" + BASE + "ehealth-pin-code\",\"valueString\":\"0000\"},\n");

        Answer answer = practitioner("PUT", "/Appointment/a1").json(sent).send();

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(server.now("Appointment/a1")).doesNotContain("0000", "urn:mine");
    }

    @Test
    void refusesAnIdentifierThatAClientMadeUp() {
        Answer answer = practitioner("PUT", "/Appointment/a1")
                .json(danish(
                        "a1",
                        "arrived",
                        "\"identifier\":[{\"system\":\"http://vdx.medcom.dk/meeting\",\"value\":\"1\"}],"))
                .send();

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.diagnostics()).isEqualTo("Manipulation of VDX identifiers not allowed");
        assertNothingChanged();
    }

    @Test
    void refusesAnUnknownClaim() {
        Answer answer = practitioner("PUT", "/Appointment/a1")
                .json(danish("a1", "arrived", "\"meta\":{\"profile\":[\"" + VIDEO + "s\"]},"))
                .send();

        assertThat(answer.rule()).isEqualTo("profile.unknown");
        assertNothingChanged();
    }

    @Test
    void honoursTheOldMediaTypes() {
        Answer answer = practitioner("PUT", "/Appointment/a1")
                .header("Accept", "application/json+fhir")
                .header("Content-Type", "application/json+fhir")
                .bytes(danish("a1", "arrived", "").getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .send();

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("Content-Type").orElseThrow()).contains("json");
    }
}
