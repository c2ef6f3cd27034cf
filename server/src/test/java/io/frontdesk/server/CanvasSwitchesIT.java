package io.frontdesk.server;

import static io.frontdesk.server.CanvasDesk.plain;
import static io.frontdesk.server.CanvasDesk.said;
import static io.frontdesk.server.CanvasDesk.visit;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract {@code canvas} with each of its switches turned, as later documentation has it; and as the seed text has it. */
class CanvasSwitchesIT {

    private static TestServer server;
    private static CanvasDesk later;
    private static CanvasDesk literal;
    private static CanvasDesk strict;

    @BeforeAll
    static void start() {
        Map<String, String> turned = new LinkedHashMap<>();
        turned.put("initial: [proposed]    # since 2024-04-18: [", "initial: [");
        turned.put(
                "    - {on: [create], where: {status: \"pending|booked|arrived|checked-in|fulfilled|noshow|cancelled\"}, given: ignored, set: {status: proposed}}\n",
                "");
        turned.put("endBeforeStart: accept    # later: refuse", "endBeforeStart: refuse");
        turned.put("mode: \"off\"            # later: enforce, with update.endBeforeStart: refuse", "mode: enforce");
        turned.put(
                "supported: [status, appointmentType,",
                "keepEnded: [identifier]\n  supported: [identifier, status, appointmentType,");
        turned.put("    # - {each: identifier,", "    - {each: identifier,");
        turned.put(
                "appointment-meeting-endpoint}    # later: appointment-meeting-endpoint-0",
                "appointment-meeting-endpoint-0}");
        turned.put("'#appointment-meeting-endpoint'", "'#appointment-meeting-endpoint-0'");
        turned.put(
                "\"Appointment Create Error: Appointment Type does not exist with system: {system} and code: {code}\"",
                "\"Appointment Type does not exist with code: {code} and system: {system}\"");
        turned.put(
                "\"Appointment Create Error: Appointment type must be scheduleable\"",
                "\"Note type: {name} is not scheduleable\"");
        turned.put("location: {on: [create]}", "location: {on: [create, update], version: false, form: relative}");
        turned.put("body: \"null\"               # since 2024-07-02: none", "body: none");
        turned.put("    id: \"101\"                  # the seed era alone\n", "");
        turned.put("date, status]    # since May 2025 also identifier", "date, status, identifier]");
        turned.put(
                "text: Resource not found}    # later: \"Unknown {type} resource '{id}'\"",
                "text: \"Unknown {type} resource '{id}'\"}");
        turned.put(
                "      - {system: INTERNAL, code: INIV30,",
                "      - {code: \"9903\"}\n      - {system: INTERNAL, code: INIV30,");
        server = TestServer.start(
                TestContracts.changed("canvas", "canvas-later", turned).toString(),
                TestContracts.changed("canvas", "canvas-literal", "usual: [create] ", "usual: [create, update] ")
                        .toString(),
                TestContracts.changed(
                                "canvas",
                                "canvas-strict",
                                Map.of(
                                        "# booking:",
                                        "booking:",
                                        "#   active:",
                                        "  active:",
                                        "#   actors:",
                                        "  actors:",
                                        "# with booking: booking.overlap:",
                                        "booking.overlap:"))
                        .toString());
        strict = CanvasDesk.of(server, "canvas-strict");
        later = CanvasDesk.of(server, "canvas-later");
        literal = CanvasDesk.of(server, "canvas-literal");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static List<String> identifiers(String id) {
        List<String> values = new ArrayList<>();
        later.stored(id)
                .path("identifier")
                .forEach(one -> values.add(one.path("value").asText()));
        return values;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"proposed", "pending", "booked", "arrived", "checked-in", "fulfilled", "noshow", "cancelled"})
    void beginsInAnyStatus(String status) {
        assertThat(later.stored(later.created(plain().put("status", status)))
                        .path("status")
                        .asText())
                .isEqualTo(status);
    }

    @Test
    void beginsInNoOtherAndAsProposedWithoutOne() {
        later.post(plain().put("status", "waitlist")).refused(422, "status.initial");
        assertThat(later.stored(later.created(plain())).path("status").asText()).isEqualTo("proposed");
    }

    @Test
    void asksForALengthAboveNothing() {
        later.post(plain().put("end", "2026-03-09T08:59:00Z")).is(422);
        later.post(plain().put("end", "2026-03-09T09:00:00Z")).refused(422, "field.length");
        later.change(later.created(plain()), "'end':'2026-03-09T09:00:00Z'").refused(422, "field.length");
    }

    @Test
    void replacesIdentifiersThatRun() {
        ObjectNode visit = plain();
        visit.putArray("identifier").addObject().put("system", "urn:a").put("value", "runs");
        visit.withArray("identifier")
                .addObject()
                .put("system", "urn:a")
                .put("value", "ended")
                .putObject("period")
                .put("end", "2020-01-01");
        String id = later.created(visit);

        later.change(id, "'identifier':[{'system':'urn:b','value':'new'}]").is(200);
        later.change(id, "'status':'booked'").is(200);

        assertThat(identifiers(id)).containsExactly("ended", "new");
        assertThat(later.stored(id).at("/identifier/1"))
                .isEqualTo(CanvasDesk.object("{'use':'usual','system':'urn:b','value':'new',"
                        + "'period':{'start':'1970-01-01','end':'2100-12-31'},'assigner':{'display':'urn:b'}}"));
        assertThat(later.rest()
                        .get("Appointment?identifier=urn:b%7Cnew")
                        .is(200)
                        .json()
                        .path("total")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void namesTheMeetingWithANumber() {
        ObjectNode visit = visit();
        visit.remove("reasonCode");
        later.post(visit).is(400);
        ((ObjectNode) visit.at("/contained/0")).put("id", CanvasDesk.MEETING + "-0");
        ((ObjectNode) visit.at("/supportingInformation/1")).put("reference", "#" + CanvasDesk.MEETING + "-0");

        String id = later.created(visit);

        assertThat(later.stored(id).at("/contained/0/status").asText()).isEqualTo("active");
    }

    @Test
    void tellsTypesInLaterWords() {
        String id = later.created(plain());

        assertThat(said(later.change(id, "'appointmentType':{'coding':[{'system':'INTERNAL','code':'X'}]}")
                        .refused(422, "value.unknown")))
                .isEqualTo("Appointment Type does not exist with code: X and system: INTERNAL");
        assertThat(said(later.change(id, "'appointmentType':{'coding':[{'system':'INTERNAL','code':'CHART'}]}")
                        .refused(422, "value.closed")))
                .isEqualTo("Note type: Chart Review is not scheduleable");
        assertThat(said(later.rest().get("Appointment/x").refused(404, "request.not-found")))
                .isEqualTo("Unknown Appointment resource 'x'");
    }

    @Test
    void refusesAReasonThatIsConfiguredTwice() {
        later.change(later.created(plain()), "'reasonCode':[{'coding':[{'code':'9903'}]}]")
                .refused(422, "value.ambiguous");
    }

    @Test
    void locatesUpdates() {
        Answer created = later.post(plain()).is(201);
        String id = CanvasDesk.located(created);

        Answer updated = later.change(id, "'status':'booked'").is(200);
        assertThat(created.header("Location")).isEqualTo("/Appointment/" + id);
        assertThat(updated.header("Location")).isEqualTo("/Appointment/" + id);
        assertThat(created.bytes()).isEmpty();
        assertThat(updated.header("Content-Length")).isEqualTo("0");
        assertThat(updated.header("Content-Type")).isEmpty();
    }

    @Test
    void putsTheUsualTypeInPlaceOfOneThatAnUpdateLeavesOut() {
        String id = literal.created(visit());

        literal.change(id, "'status':'booked'").is(200);

        assertThat(literal.stored(id).at("/appointmentType/coding/0/display").asText())
                .isEqualTo("Office Visit");
        literal.change(id, "'appointmentType':{'coding':[{'system':'INTERNAL','code':'INIV'}]}")
                .is(200);
        assertThat(literal.stored(id).at("/appointmentType/coding/0/display").asText())
                .isEqualTo("Initial Visit");
    }

    @Test
    void forbidsDoubleBookingWhereAPracticeDoes() {
        ObjectNode next = plain().put("start", "2026-03-09T09:30:00Z").put("end", "2026-03-09T10:00:00Z");
        String first = strict.created(plain());
        String second = strict.created(next);

        Answer refused = strict.post(plain().put("end", "2026-03-09T09:10:00Z")).refused(422, "booking.overlap");
        assertThat(said(refused)).isEqualTo("This appointment time is no longer available.");
        assertThat(CanvasDesk.code(refused)).isEqualTo("business-rule");
        strict.change(second, "'start':'2026-03-09T09:29'").refused(422, "booking.overlap");
        assertThat(strict.stored(second).path("start").asText()).isEqualTo("2026-03-09T09:30:00Z");

        strict.change(first, "'status':'cancelled'").is(200);
        strict.change(second, "'start':'2026-03-09T09:00'").is(200);
        strict.post(plain()).refused(422, "booking.overlap");
        strict.change(second, "'status':'noshow'").is(200);
        strict.created(plain());
    }

    @Test
    void allowsDoubleBookingOtherwise() {
        later.created(plain());
        later.created(plain());
    }
}
