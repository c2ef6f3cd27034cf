package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What writes answer with: {@code answers.success} and {@code answers.requestId}, each the other way than usual. */
class WriteAnswersIT {

    private static final String[] PATCHED = {"If-Match", "W/\"1\""};
    private static final String PATCH = "[{\"op\":\"add\",\"path\":\"/description\",\"value\":\"later\"}]";

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(contract("silent", """
                            body: none
                            prefer: ignored
                            contentType: text/html
                            headers: {Cache-Control: no-cache, Vary: Origin}
                            location: {on: [create], version: false}
                          requestId: hex
                        """), contract("nothing", """
                            body: "null"
                            location: {on: [create, update], form: relative, version: false}
                          requestId: uuid
                        """), contract("bare", """
                            body: none
                            location: {on: []}
                        """));
        for (String name : List.of("silent", "nothing", "bare")) {
            desk(name).put(Rest.fixture("patient.json").put("id", "anna"));
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String contract(String name, String success) {
        return TestContracts.changed("core", name, "  dialect: rfc6585", "  dialect: rfc6585\n  success:\n" + success)
                .toString();
    }

    private static Rest desk(String contract) {
        return new Rest(server.base(contract), server.token("Appointment.*", "Patient.*"));
    }

    private static ObjectNode appointment() {
        return Rest.fixture("core-appointment.json");
    }

    private static String created(Rest desk) {
        String location = desk.post(appointment()).is(201).header("Location");
        return location.replaceAll("/_history/.*", "").replaceAll(".*/", "");
    }

    @Test
    void sendsNothingWithAMediaTypeAndHeadersAfterEveryKindOfWrite() {
        Rest desk = desk("silent");
        Answer post = desk.post(appointment()).is(201);
        assertThat(post.header("Location")).matches(desk.base() + "/Appointment/[0-9a-f-]{36}");
        String id = post.header("Location").replaceAll(".*/", "");
        ObjectNode changed = appointment().put("id", id).put("comment", "x");

        nothing(post, "text/html").showsVersion("1");
        nothing(desk.patch("Appointment/" + id, PATCH, PATCHED).is(200), "text/html")
                .showsVersion("2");
        nothing(desk.put(changed, "If-Match", "W/\"2\"").is(200), "text/html").showsVersion("3");
        nothing(desk.put(changed, "If-Match", "W/\"3\"").is(200), "text/html").showsVersion("3");
        assertThat(desk.get("Appointment/" + id).is(200).header("Cache-Control"))
                .isEqualTo("no-store");
    }

    private static Answer nothing(Answer answer, String contentType) {
        assertThat(answer.bytes()).isEmpty();
        assertThat(answer.header("Content-Length")).isEqualTo("0");
        assertThat(answer.header("Content-Type").replaceAll(";.*", "")).isEqualTo(contentType);
        if (!contentType.isEmpty()) {
            assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-cache");
            assertThat(answer.headers().allValues("Vary")).containsExactly("Origin");
        }
        assertThat(answer.headers().allValues("X-Request-Id"))
                .singleElement()
                .asString()
                .matches("[0-9a-f]{32}");
        return answer;
    }

    @ParameterizedTest
    @ValueSource(strings = {"return=representation", "return=minimal", "return=OperationOutcome"})
    void ignoresWhatTheClientPrefers(String preference) {
        Rest desk = desk("silent");

        nothing(desk.post(appointment(), "Prefer", preference).is(201), "text/html");
        nothing(
                desk.patch("Appointment/" + created(desk), PATCH, "If-Match", "W/\"1\"", "Prefer", preference)
                        .is(200),
                "text/html");
    }

    @Test
    void sendsNothingThatIsPacked() {
        Rest desk = desk("silent");

        Answer packed =
                nothing(desk.post(appointment(), "Accept-Encoding", "gzip").is(201), "text/html");

        assertThat(packed.header("Content-Encoding")).isEmpty();
    }

    @Test
    void sendsTheFourCharactersNull() {
        Rest desk = desk("nothing");
        Answer post = desk.post(appointment(), "Accept-Encoding", "gzip").is(201);
        assertThat(post.header("Location")).matches("/Appointment/[0-9a-f-]{36}");
        String id = post.header("Location").replaceAll(".*/", "");
        Answer put = desk.put(appointment().put("id", id).put("comment", "x"), PATCHED)
                .is(200);

        for (Answer answer : List.of(post, put)) {
            assertThat(answer.text()).isEqualTo("null");
            assertThat(answer.header("Content-Length")).isEqualTo("4");
            assertThat(answer.header("Content-Type")).isEqualToIgnoringCase("application/fhir+json;charset=utf-8");
            assertThat(answer.header("X-Request-Id")).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
            assertThat(answer.header("Location")).isEqualTo("/Appointment/" + id);
            assertThat(answer.header("Content-Location")).isEqualTo("/Appointment/" + id);
        }
        put.showsVersion("2");
        assertThat(desk.put(appointment().put("id", id), "If-Match", "W/\"2\"", "Prefer", "return=representation")
                        .is(200)
                        .id())
                .isEqualTo(id);
    }

    @Test
    void writesTheIdsOfRefusalsInTheSameForm() {
        assertThat(desk("nothing").get("Appointment/none").is(404).header("X-Request-Id"))
                .matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(desk("nothing").get("Appointment/..%2f").is(400).header("X-Request-Id"))
                .matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(desk("silent")
                        .get("Appointment/none", "X-Request-Id", "mine")
                        .headers()
                        .allValues("X-Request-Id"))
                .containsExactly("mine");
    }

    @Test
    void sendsNoLocationWhereTheContractWantsNone() {
        Rest desk = desk("bare");

        Answer post = nothing(desk.post(appointment()).is(201), "");

        assertThat(post.header("Location")).isEmpty();
        assertThat(post.header("ETag")).isEqualTo("W/\"1\"");
        assertThat(desk.post(appointment(), "Prefer", "return=representation")
                        .is(201)
                        .id())
                .isNotEmpty();
    }
}
