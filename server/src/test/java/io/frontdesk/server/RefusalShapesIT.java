package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The shapes in which a contract can tell refusals: {@code answers.refusals}, each key the other way than usual. */
class RefusalShapesIT {

    private static TestServer server;
    private static Rest desk;

    @BeforeAll
    static void start() {
        server = TestServer.start(TestContracts.changed("core", "shaped", "  dialect: rfc6585", """
                          refusals:
                            words: details
                            id: "101"
                            statuses:
                              "401": {code: unknown, text: "Authentication failed"}
                              "404": {text: "Resource not found"}
                              "405": {text: "Operation is not supported"}
                              "406": {body: none}
                              "412": {code: conflict, text: "Resource updated"}
                              "415": {body: plain}
                            rules:
                              request.invalid: {body: none}
                              search.parameter: {body: plain, text: "no supported search parameters provided"}
                              body.element: {text: "{element} - {text}"}
                        search:
                          Appointment: {parameters: [patient]}
                        formats: [json]
                        """)
                .toString());
        desk = new Rest(server.base("shaped"), server.token("Appointment.*", "Patient.*"));
        desk.put(Rest.fixture("patient.json").put("id", "anna"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void told(Answer answer, String code, String words, String rule) {
        assertThat(answer.json().path("id").asText()).isEqualTo("101");
        assertThat(answer.issue().path("code").asText()).isEqualTo(code);
        assertThat(answer.issue().at("/details/text").asText()).isEqualTo(words);
        assertThat(answer.issue().at("/details/coding/0/code").asText()).isEqualTo(rule);
        assertThat(answer.issue().path("diagnostics").asText()).isNotBlank().isNotEqualTo(words);
    }

    private static void empty(Answer answer) {
        assertThat(answer.bytes()).isEmpty();
        assertThat(answer.header("Content-Length")).isEqualTo("0");
        assertThat(answer.header("Content-Type")).isEmpty();
        assertThat(answer.header("X-Request-Id")).isNotEmpty();
    }

    @Test
    void tellsTheContractsWordsInTheDetails() {
        Answer anonymous = desk.with("").get("Appointment/a1").is(401);
        told(anonymous, "unknown", "Authentication failed", "token.missing");
        assertThat(anonymous.header("WWW-Authenticate")).startsWith("Bearer");
        told(desk.get("Appointment/a1").is(404), "not-found", "Resource not found", "request.not-found");
        Answer method = desk.send("DELETE", "AppointmentResponse/a1", "").is(405);
        told(method, "not-supported", "Operation is not supported", "update.not-offered");
        assertThat(method.header("Allow")).contains("GET");
        told(desk.get("Unknown/a1").is(404), "not-found", "Resource not found", "request.address-unknown");
    }

    @Test
    void tellsAStaleVersionWithWhatToDoNext() {
        String id = desk.post(Rest.fixture("core-appointment.json")).is(201).id();

        Answer stale = desk.put(Rest.fixture("core-appointment.json").put("id", id), "If-Match", "W/\"7\"")
                .is(412);

        told(stale, "conflict", "Resource updated", "version.stale");
        assertThat(stale.issue().path("diagnostics").asText()).contains("send If-Match: W/\"1\"");
    }

    @Test
    void namesTheElementInTheContractsWords() {
        ObjectNode odd = Rest.fixture("core-appointment.json").put("colour", "red");

        Answer refused = desk.post(odd).is(400);

        assertThat(refused.issue().at("/details/text").asText()).startsWith("colour - The element ");
    }

    @Test
    void tellsByTheStatusAlone() {
        empty(desk.get("Appointment/a1", "Accept", "text/html").is(406));
        // This one never reaches HAPI.
        empty(desk.get("Appointment/..%2f").is(400));
    }

    @Test
    void answersJsonAlone() {
        empty(desk.get("Appointment/a1", "Accept", "application/fhir+xml").is(406));
        empty(desk.get("Appointment/a1?_format=xml").is(406));
        Answer best = desk.get("Patient/anna", "Accept", "application/fhir+xml, application/json;q=0.1")
                .is(200);
        assertThat(best.json().path("id").asText()).isEqualTo("anna");
        Answer refused = desk.get("Appointment/a1", "Accept", "application/fhir+xml, application/json;q=0.1")
                .is(404);
        assertThat(refused.json().path("id").asText()).isEqualTo("101");
        desk.send("PUT", "Patient/anna", "<Patient/>", "Content-Type", "application/fhir+xml")
                .is(415);
        assertThat(desk.get("metadata").is(200).json().path("format"))
                .isNotEmpty()
                .allMatch(format -> format.asText().contains("json"));
    }

    @Test
    void tellsInPlainText() {
        Answer plain =
                desk.get("Appointment?_content=x", "Accept-Encoding", "gzip").is(400);
        assertThat(plain.header("Content-Type")).isEqualToIgnoringCase("text/plain;charset=utf-8");
        assertThat(plain.text()).isEqualTo("no supported search parameters provided");

        Answer wrong = desk.send("POST", "Appointment", "x", "Content-Type", "text/plain")
                .is(415);
        assertThat(wrong.header("Content-Type")).isEqualToIgnoringCase("text/plain;charset=utf-8");
        assertThat(wrong.text()).contains("Send Content-Type: application/fhir+json");
        assertThat(wrong.header("Accept-Post")).isNotEmpty();
    }
}
