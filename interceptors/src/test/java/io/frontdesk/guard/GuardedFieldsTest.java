package io.frontdesk.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.testing.Answer;
import io.frontdesk.testing.Appointments;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.GuardedServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A contract with rules about fields, on a plain server. */
class GuardedFieldsTest {

    private static final String CONTRACT = """
        contract: fields
        title: Rules about fields
        fhirVersion: R4
        era: 2024-02-29
        access:
          rights: {claims: [realm_access.roles], interactions: {create: ["{type}.*"], update: ["{type}.*"], patch: ["{type}.*"]}}
        version: {ifMatch: optional}
        status:
          initial: [booked]
          transitions: {booked: [arrived], arrived: []}
        update:
          mode: replace
          bodyId: must-match
          references: any
          interactions:
          - {types: [Appointment], offer: [create, update, patch], unknownId: refuse}
        extensions: {order: as-sent}
        fields:
        - rule: description-kept
          element: description
          frozen: true
          text: "Description change not allowed"
        - rule: short-comment
          element: comment
          must: "comment.exists() implies comment.length() < 10"
          status: 400
          code: too-long
          text: "The comment is too long."
          remedy: "Send fewer than 10 characters."
        - rule: no-slot
          element: slot
          must: "slot.empty()"
          mode: warn
          text: "Slots are not looked at."
          remedy: "Leave out slot."
        """;

    private static GuardedServer server;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        server = GuardedServer.of(Contracts.of(CONTRACT, folder), "Appointment");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void store() {
        server.clear();
        server.stored(Appointments.r4("a1", "booked", "\"description\":\"stored\","));
    }

    private static void assertRefused(Answer answer, int status, String rule, String diagnostics) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.rule()).isEqualTo(rule);
        assertThat(answer.diagnostics()).isEqualTo(diagnostics);
        assertThat(server.versions("Appointment")).isEqualTo(1);
        assertThat(server.now("Appointment/a1")).contains("\"description\":\"stored\"");
    }

    @Test
    void refusesAPutInTheWordsOfTheRule() {
        Answer answer = server.clerk("PUT", "/Appointment/a1")
                .json(Appointments.r4("a1", "booked", "\"description\":\"changed\","))
                .send();

        assertRefused(answer, 422, "field.description-kept", "Description change not allowed");
        assertThat(answer.code()).isEqualTo("business-rule");
        assertThat(answer.text()).isEqualTo("Description change not allowed Send it as it is stored.");
        assertThat(answer.expression()).containsExactly("Appointment.description");
    }

    @Test
    void refusesAPatchAndACreateAlike() {
        assertRefused(
                server.clerk("PATCH", "/Appointment/a1")
                        .patch("[{\"op\":\"replace\",\"path\":\"/description\",\"value\":\"changed\"}]")
                        .send(),
                422,
                "field.description-kept",
                "Description change not allowed");
        Answer create = server.clerk("POST", "/Appointment")
                .json(Appointments.r4("", "booked", "\"comment\":\"longer than that\",")
                        .replace("\"id\":\"\",", ""))
                .send();

        assertRefused(create, 400, "field.short-comment", "The comment is too long.");
        assertThat(create.code()).isEqualTo("too-long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"slot\":[{\"reference\":\"Slot/1\"}],"})
    void storesWhatBreaksNothingAndWhatIsOnlyWarnedOf(String more) {
        Answer answer = server.clerk("PUT", "/Appointment/a1")
                .json(Appointments.r4("a1", "arrived", "\"description\":\"stored\"," + more))
                .send();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(server.now("Appointment/a1")).contains("arrived");
    }
}
