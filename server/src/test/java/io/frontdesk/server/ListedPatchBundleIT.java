package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patches in bundles and by criteria, where the contract lists what a patch may do. */
class ListedPatchBundleIT {

    private static final String LISTED = """
        patch:
          operations:
            - {op: [replace], path: /status, value: {codes: [arrived]}}
            - {op: [replace], path: /comment, value: {type: string}}

        extensions:
        """;
    private static final String RIGHT = "[{\"op\":\"replace\",\"path\":\"/comment\",\"value\":\"late\"}]";
    private static final String WRONG = "[{\"op\":\"replace\",\"path\":\"/description\",\"value\":\"late\"}]";

    private static TestServer server;
    private static Rest clerk;

    @BeforeAll
    static void start() {
        server = TestServer.start(TestContracts.changed(
                        "core",
                        "listed",
                        Map.of(
                                "extensions:\n", LISTED,
                                "references: must-exist", "references: any",
                                "mode: replace", "mode: replace\n  methodOverride: true"))
                .toString());
        clerk = new Rest(server.base("listed"), server.token("Appointment.*"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String stored(String number) {
        ObjectNode appointment = Rest.fixture("core-appointment.json");
        appointment.remove("id");
        appointment
                .putArray("identifier")
                .addObject()
                .put("system", "urn:visits")
                .put("value", number);
        return "Appointment/" + clerk.post(appointment).is(201).id();
    }

    private static Answer bundle(String type, String url, String patch) {
        ObjectNode bundle = new ObjectMapper().createObjectNode();
        bundle.put("resourceType", "Bundle").put("type", type);
        ObjectNode entry = bundle.putArray("entry").addObject();
        entry.putObject("request").put("method", "PATCH").put("url", url).put("ifMatch", "W/\"1\"");
        entry.putObject("resource")
                .put("resourceType", "Binary")
                .put("contentType", "application/json-patch+json")
                .put("data", Base64.getEncoder().encodeToString(patch.getBytes(StandardCharsets.UTF_8)));
        return clerk.send("POST", "", bundle.toString(), "Content-Type", "application/fhir+json");
    }

    private static String comment(String address) {
        return clerk.get(address).is(200).json().path("comment").asText();
    }

    @Test
    void doesWhatIsListedInATransactionAndInABatch() {
        String first = stored("1");
        String second = stored("2");

        bundle("transaction", first, RIGHT).is(200);
        assertThat(bundle("batch", second, RIGHT)
                        .is(200)
                        .json()
                        .at("/entry/0/response/status")
                        .asText())
                .startsWith("200");

        assertThat(comment(first)).isEqualTo("late");
        assertThat(comment(second)).isEqualTo("late");
    }

    @ParameterizedTest
    @CsvSource({"transaction, 3", "batch, 4"})
    void refusesWhatIsNotListed(String type, String number) {
        String address = stored(number);

        Answer answer = bundle(type, address, WRONG);

        assertThat(answer.text()).contains("patch.not-listed");
        if (type.equals("transaction")) {
            answer.refused(422, "patch.not-listed");
        }
        clerk.get(address).is(200).showsVersion("1");
        assertThat(bundle(type, address, "[").text()).contains("body.malformed");
        clerk.get(address).is(200).showsVersion("1");
    }

    @Test
    void holdsAPatchByCriteriaToTheListToo() {
        String address = stored("5");
        String criteria = "Appointment?identifier=urn:visits%7C5";

        clerk.patch(criteria, WRONG, "If-Match", "W/\"1\"").refused(422, "patch.not-listed");
        clerk.patch(criteria, RIGHT, "If-Match", "W/\"1\"").is(200);

        assertThat(comment(address)).isEqualTo("late");
    }

    @Test
    void keepsTheCriteriaOfAPostThatIsAPatch() {
        String meant = stored("6");
        String other = stored("7");
        String[] headers = {"Content-Type", "application/json-patch+json", "If-Match", "W/\"1\""};

        clerk.send("POST", "Appointment?_method=patch&identifier=urn:visits%7C6", RIGHT, headers)
                .is(200);
        clerk.send("POST", "Appointment?_method=patch&identifier=urn:visits%7C8", RIGHT, headers)
                .is(404);
        clerk.send("POST", "Appointment?_method=patch", RIGHT, headers).is(400);

        assertThat(comment(meant)).isEqualTo("late");
        clerk.get(other).is(200).showsVersion("1");
    }
}
