package io.frontdesk.server;

import static io.frontdesk.server.CandidDesk.visit;
import static io.frontdesk.server.CandidDesk.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what by the contract {@code candid}: the organization of the token alone. */
@ExtendWith(SharedServer.class)
class CandidAccessIT {

    private static TestServer server;
    private static CandidDesk desk;
    private static String id;

    @BeforeAll
    static void open(TestServer shared) {
        server = shared;
        desk = CandidDesk.of(server, "org-access");
        id = desk.created(visit("NOT_READY"));
    }

    static Stream<Arguments> requests() {
        String body = visit().toString();
        return Stream.of(
                Arguments.of("POST", "appointments/v1", body),
                Arguments.of("POST", "appointments/v1", "{broken"),
                Arguments.of("PUT", "appointments/v1/{id}/2", body),
                Arguments.of("PUT", "appointments/v1/{id}/two", body),
                Arguments.of("PUT", "appointments/v1/nobody/2", body),
                Arguments.of("DELETE", "appointments/v1/{id}/1", ""),
                Arguments.of("DELETE", "appointments/v1/{id}/one", ""),
                Arguments.of("GET", "appointments/v1/{id}", ""),
                Arguments.of("GET", "appointments/v1/nobody", ""),
                Arguments.of("GET", "appointments/v1/{id}/history", ""),
                Arguments.of("GET", "appointments/v1/updates/scan?since=2020-01-01T00:00:00Z", ""),
                Arguments.of("GET", "appointments/v1/updates/scan", ""),
                Arguments.of("GET", "appointments/v1/visits", ""),
                Arguments.of("GET", "appointments/v1/visits/counts", ""),
                Arguments.of("GET", "lists/v1/appointment", ""));
    }

    private static Answer send(String token, String method, String path, String body) {
        return new Rest(server.root(), token)
                .send(method, path.replace("{id}", id), body, "Content-Type", "application/json");
    }

    @ParameterizedTest
    @MethodSource("requests")
    void asksStrangersForATokenBeforeAnythingElse(String method, String path, String body) {
        Answer none = wrong(send("", method, path, body), 401, "UnauthorizedError", "");
        assertThat(none.header("WWW-Authenticate")).startsWith("Bearer");
        wrong(send("broken", method, path, body), 401, "UnauthorizedError", "");
    }

    @ParameterizedTest
    @MethodSource("requests")
    void refusesATokenWithoutAnOrganization(String method, String path, String body) {
        wrong(send(server.token(), method, path, body), 403, "ForbiddenError", "");
        wrong(
                send(server.token("Appointment.read", "Appointment.write"), method, path, body),
                403,
                "ForbiddenError",
                "organization_id");
    }

    @Test
    void hidesTheAppointmentsOfOthers() {
        CandidDesk other = desk.as("org-other");

        wrong(other.get(id), 404, "NotFoundError", "No such appointment");
        wrong(other.get(id + "/history"), 404, "NotFoundError", "No such appointment");
        wrong(other.update(id, 2, visit()), 404, "NotFoundError", "No such appointment");
        wrong(other.update(id, 9, visit()), 404, "NotFoundError", "No such appointment");
        wrong(other.deactivate(id, 1), 404, "NotFoundError", "No such appointment");
        assertThat(other.get("updates/scan?since=2020-01-01T00:00:00Z")
                        .is(200)
                        .json()
                        .findValuesAsText("id"))
                .doesNotContain(id);
        assertThat(other.rest().get("lists/v1/appointment").is(200).json().findValuesAsText("id"))
                .doesNotContain(id);
        assertThat(other.get(id).text()).isEqualTo(other.get("nobody").text());
    }

    @Test
    void hidesThemInFhirToo() {
        Rest other = desk.fhir("org-other");

        other.get("Appointment/" + id).refused(404, "request.not-found");
        assertThat(other.get("Appointment?_id=" + id)
                        .is(200)
                        .json()
                        .path("total")
                        .asInt())
                .isZero();
        assertThat(other.get("Appointment?organization=org-access")
                        .is(200)
                        .json()
                        .path("total")
                        .asInt())
                .isZero();
        desk.fhir("org-access").get("Appointment?_id=" + id).is(200);
    }

    @Test
    void takesTheOrganizationOfTheTokenInFhirToo() {
        Rest fhir = desk.fhir("org-access");
        var resource = (ObjectNode) fhir.get("Appointment/" + id).is(200).json();
        for (var extension : resource.path("extension")) {
            if (extension.path("url").asText().equals("urn:frontdesk:candid:organization")) {
                ((ObjectNode) extension).put("valueString", "org-other");
            }
        }

        fhir.put(resource, "If-Match", "W/\"" + resource.at("/meta/versionId").asText() + "\"")
                .is(200);

        assertThat(desk.get(id).is(200).json().path("organization_id").asText()).isEqualTo("org-access");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?_summary=true", "?_format=xml", "?_elements=id", "?If-Match=5"})
    void takesNothingToTheEndpointPastTheInterface(String query) {
        assertThat(desk.get(id + query).is(200).json())
                .isEqualTo(desk.get(id).is(200).json());
    }

    @ParameterizedTest
    @ValueSource(strings = {"_search", "_history", "$everything", "a b", "?_format=xml"})
    void readsNothingButIds(String other) {
        String address = "appointments/v1/" + URLEncoder.encode(other, StandardCharsets.UTF_8);

        for (Answer answer : List.of(
                desk.rest().get(address),
                desk.rest().get(address + "/history"),
                desk.send("PUT", address + "/2", visit()),
                desk.rest().send("DELETE", address + "/1", ""))) {
            wrong(answer, 404, "NotFoundError", "Nothing is stored under this id");
        }
    }

    @Test
    void takesNoHeadersToTheEndpointPastTheInterface() {
        String body = visit("NOT_READY").toString();
        int current = desk.get(id).json().path("version").asInt();

        Answer refused = desk.rest()
                .send(
                        "PUT",
                        "appointments/v1/" + id + "/" + (current + 2),
                        body,
                        "Content-Type",
                        "application/json",
                        "If-Match",
                        "W/\"" + current + "\"",
                        "X-HTTP-Method-Override",
                        "PATCH");

        wrong(refused, 409, "VersionConflictError", "version " + current);
    }
}
