package io.frontdesk.server;

import static io.frontdesk.server.CandidDesk.visit;
import static io.frontdesk.server.CandidDesk.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists, visits, counts and changes of the contract {@code candid}. */
@ExtendWith(SharedServer.class)
class CandidSearchIT {

    private static CandidDesk desk;
    private static final List<String> IDS = new ArrayList<>();

    /** Four visits on three days in May; the last one is deactivated. */
    @BeforeAll
    static void fill(TestServer server) {
        desk = CandidDesk.of(server, "org-search");
        IDS.add(desk.created(at("2026-05-01T09:00:00Z", visit("PENDING").put("notes", "Blue Door"))));
        IDS.add(desk.created(at(
                "2026-05-01T11:00:00Z",
                visit("NOT_READY").put("not_ready_reason", "NO_COVERAGE").put("service_duration", 45))));
        IDS.add(desk.created(at("2026-05-02T09:00:00Z", visit("READY").put("notes", "blue"))));
        IDS.add(desk.created(at("2026-05-03T09:00:00Z", visit("CHECKED_IN"))));
        desk.deactivate(IDS.get(3), 1).is(200);
    }

    private static ObjectNode at(String start, ObjectNode visit) {
        return visit.put("start_timestamp", start);
    }

    private static Answer list(String address, Map<String, String> parameters) {
        StringBuilder query = new StringBuilder(address);
        parameters.forEach((name, value) -> query.append(query.indexOf("?") < 0 ? '?' : '&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return desk.rest().get(query.toString());
    }

    private static List<Integer> found(Answer answer) {
        List<Integer> found = new ArrayList<>();
        answer.is(200)
                .json()
                .path("items")
                .forEach(
                        item -> found.add(IDS.indexOf(item.at("/appointment/id").asText())));
        return found;
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        appointment.status|eq|PENDING                                     => [0]
        appointment.status|ieq|not_ready                                  => [1]
        appointment.status|in|READY;NOT_READY                             => [1, 2]
        appointment.startTimestamp|gt|2026-05-01                          => [2]
        appointment.startTimestamp|lt|2026-05-02T00:00:00Z                => [0, 1]
        appointment.startTimestamp|eq|2026-05-01                          => [0, 1]
        appointment.startTimestamp|gt|2026-04-30,appointment.status|eq|READY => [2]
        appointment.startTimestamp|gt|2026-05-01T09:30:00Z,appointment.startTimestamp|lt|2026-05-02 => [1]
        appointment.workQueue|eq|NEW_PATIENT                              => [1]
        appointment.notReadyReason|eq|NO_COVERAGE                         => [1]
        appointment.patientId|eq|pat-0001                                 => [0, 1, 2]
        appointment.patientId|eq|pat-none                                 => []
        appointment.serviceDuration|gt|30                                 => [1]
        appointment.notes|eq|blue                                         => [2]
        appointment.notes|ieq|BLUE                                        => [2]
        appointment.notes|contains|blue                                   => [0, 2]
        appointment.updatedAt|gt|2020-01-01                               => [0, 1, 2]
        """)
    void filters(String filter, String found) {
        assertThat(found(list("lists/v1/appointment", Map.of("filters", filter))))
                .hasToString(found);
    }

    @Test
    void listsByStartAndLeavesOutWhatIsDeactivated() {
        Answer all = list("lists/v1/appointment", Map.of());

        assertThat(found(all)).containsExactly(0, 1, 2);
        assertThat(all.json().path("total").asInt()).isEqualTo(3);
        assertThat(all.json().has("next_page_token")).isFalse();
        assertThat(all.json().at("/items/0/primary_service_type").asText()).isEqualTo("MD_Visit");
        assertThat(all.json().at("/items/0/appointment"))
                .isEqualTo(desk.get(IDS.get(0)).json());
        assertThat(found(list("lists/v1/appointment", Map.of("include_deactivated", "true"))))
                .containsExactly(0, 1, 2, 3);
        assertThat(found(list("lists/v1/appointment", Map.of("sort_direction", "desc"))))
                .containsExactly(2, 1, 0);
        assertThat(found(list(
                                "lists/v1/appointment",
                                Map.of("sort_field", "appointment.serviceDuration", "sort_direction", "desc")))
                        .get(0))
                .isEqualTo(1);
    }

    @Test
    void pages() {
        Answer first = list("lists/v1/appointment", Map.of("limit", "2"));
        String next = first.json().path("next_page_token").asText();
        Answer second = list("lists/v1/appointment", Map.of("limit", "2", "page_token", next));

        assertThat(found(first)).containsExactly(0, 1);
        assertThat(first.json().has("prev_page_token")).isFalse();
        assertThat(found(second)).containsExactly(2);
        assertThat(second.json().path("total").asInt()).isEqualTo(3);
        assertThat(second.json().has("next_page_token")).isFalse();
        assertThat(found(list(
                        "lists/v1/appointment",
                        Map.of(
                                "limit",
                                "2",
                                "page_token",
                                second.json().path("prev_page_token").asText()))))
                .containsExactly(0, 1);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        filters        => appointment.colour|eq|red    => appointment.colour
        filters        => appointment.status|like|X    => operator
        filters        => appointment.status           => path|operator|value
        limit          => 0                            => limit
        limit          => 101                          => limit
        limit          => many                         => limit
        page_token     => nonsense                     => page_token
        sort_field     => appointment.colour           => sort_field
        sort_direction => up                           => sort_direction
        """)
    void refusesWhatItCannotRead(String parameter, String value, String named) {
        wrong(list("lists/v1/appointment", Map.of(parameter, value)), 400, "BadRequestError", named);
    }

    @Test
    void refusesATimeThatIsNone() {
        wrong(
                list("lists/v1/appointment", Map.of("filters", "appointment.startTimestamp|gt|soon")),
                400,
                "BadRequestError",
                "");
    }

    @Test
    void groupsVisitsByPatientAndDay() {
        Answer visits = list("appointments/v1/visits", Map.of("filters", "appointment.startTimestamp|gt|2026-04-30"));

        JsonNode items = visits.is(200).json().path("items");
        assertThat(visits.json().path("total").asInt()).isEqualTo(2);
        assertThat(items.findValuesAsText("start_time"))
                .containsExactly("2026-05-01T09:00:00Z", "2026-05-02T09:00:00Z");
        assertThat(items.findValuesAsText("status")).containsExactly("PENDING", "READY");
        assertThat(items.findValuesAsText("patient_id")).containsExactly("pat-0001", "pat-0001");
    }

    @Test
    void countsVisitsByReason() {
        JsonNode counts = list(
                        "appointments/v1/visits/counts", Map.of("filters", "appointment.startTimestamp|gt|2026-04-30"))
                .is(200)
                .json();

        assertThat(counts).hasToString("{\"not_ready_reason_counts\":{\"NO_COVERAGE\":1}}");
    }

    @ParameterizedTest
    @CsvSource({"visits", "visits/counts"})
    void asksForAFilterOnTheStart(String address) {
        wrong(list("appointments/v1/" + address, Map.of()), 400, "BadRequestError", "appointment.startTimestamp");
        wrong(
                list("appointments/v1/" + address, Map.of("filters", "appointment.status|eq|READY")),
                400,
                "BadRequestError",
                "appointment.startTimestamp");
    }

    @Test
    void tellsWhatHasChangedSince() {
        JsonNode all =
                desk.get("updates/scan?since=2020-01-01T00:00:00Z").is(200).json();
        String third = desk.get(IDS.get(2)).json().path("updated_at").asText();
        JsonNode since = desk.get("updates/scan?since=" + third).is(200).json();

        assertThat(all.findValuesAsText("id")).containsExactlyElementsOf(IDS);
        assertThat(all.findValuesAsText("updated_at")).isSorted();
        assertThat(all.get(3).path("deactivated").asBoolean()).isTrue();
        assertThat(since.findValuesAsText("id")).containsExactly(IDS.get(2), IDS.get(3));
        wrong(desk.get("updates/scan"), 400, "BadRequestError", "since");
        wrong(desk.get("updates/scan?since=yesterday"), 400, "BadRequestError", "since");
    }

    @Test
    void tellsNoMoreThanAHundredChanges() {
        CandidDesk busy = desk.as("org-busy");
        for (int i = 0; i < 101; i++) {
            busy.created(visit());
        }

        assertThat(busy.get("updates/scan?since=2020-01-01T00:00:00Z").is(200).json())
                .hasSize(100);
    }
}
