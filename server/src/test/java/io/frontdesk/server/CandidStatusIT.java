package io.frontdesk.server;

import static io.frontdesk.server.CandidDesk.STATES;
import static io.frontdesk.server.CandidDesk.visit;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every state after every other, with and without what it asks for: by the JSON interface and by FHIR alike. */
@ExtendWith(SharedServer.class)
class CandidStatusIT {

    private static final String DEACTIVATED = "deactivated";

    private static CandidDesk desk;
    private static Rest fhir;

    @BeforeAll
    static void open(TestServer server) {
        desk = CandidDesk.of(server, "org-status");
        fhir = desk.fhir("org-status");
    }

    static Stream<Arguments> moves() {
        List<Arguments> moves = new ArrayList<>();
        for (String from : List.of("nothing", "PENDING", "NOT_READY", "READY", "CHECKED_IN", DEACTIVATED)) {
            for (String to : STATES) {
                for (boolean queue : List.of(false, true)) {
                    for (boolean checkedIn : List.of(false, true)) {
                        moves.add(Arguments.of(from, to, queue, checkedIn));
                    }
                }
            }
        }
        return moves.stream();
    }

    private static boolean holds(String to, boolean queue, boolean checkedIn) {
        return switch (to) {
            case "NOT_READY" -> queue && !checkedIn;
            case "READY" -> !queue && !checkedIn;
            case "CHECKED_IN" -> !queue && checkedIn;
            default -> !checkedIn;
        };
    }

    private static ObjectNode proposed(String to, boolean queue, boolean checkedIn) {
        ObjectNode visit = visit().put("status", to);
        if (queue) {
            visit.put("work_queue", "MANUAL_ESCALATION");
        }
        if (checkedIn) {
            visit.put("checked_in_timestamp", "2026-03-09T08:50:00Z");
        }
        return visit;
    }

    @ParameterizedTest
    @MethodSource("moves")
    void takesWhatTheTargetStateAsksFor(String from, String to, boolean queue, boolean checkedIn) {
        String id = in(from);
        int version = from.equals(DEACTIVATED) ? 3 : 2;
        ObjectNode visit = proposed(to, queue, checkedIn);
        JsonNode before = id.isEmpty() ? visit : desk.get(id).json();

        Answer answer = id.isEmpty() ? desk.create(visit) : desk.update(id, version, visit);

        if (holds(to, queue, checkedIn)) {
            JsonNode told = answer.is(200).json();
            assertThat(told.path("status").asText()).isEqualTo(to);
            assertThat(told.path("deactivated").asBoolean()).isFalse();
            assertThat(told.has("work_queue")).isEqualTo(queue);
            assertThat(told.has("checked_in_timestamp")).isEqualTo(checkedIn);
        } else {
            CandidDesk.wrong(
                    answer, 400, "BadRequestError", checkedIn || to.equals("CHECKED_IN") && !queue ? "" : "work_queue");
            if (!id.isEmpty()) {
                assertThat(desk.get(id).json()).isEqualTo(before);
            }
        }
    }

    private static String in(String state) {
        if (state.equals("nothing")) {
            return "";
        }
        String id = desk.created(visit(state.equals(DEACTIVATED) ? "READY" : state));
        if (state.equals(DEACTIVATED)) {
            desk.deactivate(id, 1).is(200);
        }
        return id;
    }

    @ParameterizedTest
    @MethodSource("moves")
    void judgesTheSameInFhir(String from, String to, boolean queue, boolean checkedIn) {
        String id = in(from);
        if (id.isEmpty()) {
            return;
        }
        ObjectNode resource = inFhir(id, to, queue, checkedIn);

        Answer answer = fhir.put(
                resource, "If-Match", "W/\"" + resource.at("/meta/versionId").asText() + "\"");

        assertThat(answer.status()).as(answer.text()).isEqualTo(holds(to, queue, checkedIn) ? 200 : 400);
    }

    /** What the interface would send, written by hand. */
    private static ObjectNode inFhir(String id, String to, boolean queue, boolean checkedIn) {
        ObjectNode resource = (ObjectNode) fhir.get("Appointment/" + id).is(200).json();
        resource.put("status", to.equals("READY") ? "booked" : to.equals("CHECKED_IN") ? "checked-in" : "pending");
        ((ObjectNode) resource.at("/meta/tag/0")).put("code", to);
        ArrayNode extensions = resource.putArray("extension");
        if (queue) {
            extensions.addObject().put("url", "urn:frontdesk:candid:work-queue").put("valueCode", "NEW_PATIENT");
        }
        if (checkedIn) {
            extensions
                    .addObject()
                    .put("url", "urn:frontdesk:candid:checked-in")
                    .put("valueDateTime", "2026-03-09T08:50:00Z");
        }
        return resource;
    }

    @ParameterizedTest
    @CsvSource({"booked, PENDING", "pending, READY", "checked-in, READY", "booked, NOT_READY", "pending, ELSE"})
    void refusesAStatusThatItsTagContradicts(String status, String tag) {
        String id = desk.created(visit());
        ObjectNode resource = inFhir(id, "PENDING", false, false).put("status", status);
        ((ObjectNode) resource.at("/meta/tag/0")).put("code", tag);

        fhir.put(resource, "If-Match", "W/\"1\"").refused(400, "field.state").names("Appointment.meta.tag");
    }

    @Test
    void refusesAStatusWithoutATag() {
        ObjectNode resource = inFhir(desk.created(visit()), "PENDING", false, false);
        ((ObjectNode) resource.path("meta")).remove("tag");

        fhir.put(resource, "If-Match", "W/\"1\"").refused(400, "field.state");
    }

    @Test
    void takesPendingWhenNoStatusIsSent() {
        String id = desk.created(visit("READY"));

        assertThat(desk.update(id, 2, visit()).is(200).json().path("status").asText())
                .isEqualTo("PENDING");
    }

    @ParameterizedTest
    @CsvSource({"PENDING, false, false", "NOT_READY, true, false", "READY, false, true", "CHECKED_IN, false, true"})
    void clearsWithoutAWordWhatDoesNotGoWithTheState(String state, boolean reason, boolean source) {
        ObjectNode visit = visit(state).put("not_ready_reason", "ERROR").put("ready_source", "MACHINE");

        JsonNode created = desk.create(visit).is(200).json();
        JsonNode updated =
                desk.update(created.path("id").asText(), 2, visit).is(200).json();

        for (JsonNode told : List.of(created, updated)) {
            assertThat(told.has("not_ready_reason")).isEqualTo(reason);
            assertThat(told.has("ready_source")).isEqualTo(source);
        }
    }
}
