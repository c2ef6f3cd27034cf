package io.frontdesk.server;

import static io.frontdesk.server.MillenniumDesk.LATER;
import static io.frontdesk.server.MillenniumDesk.SEED;
import static io.frontdesk.server.MillenniumDesk.SWITCHED;
import static io.frontdesk.server.MillenniumDesk.patch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import ca.uhn.fhir.rest.client.interceptor.BearerTokenAuthInterceptor;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.server.MillenniumDesk.Held;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.IdType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract {@code millennium-2019} as a client of the record meets it: the wire, versions, the one operation that a patch
 * may hold, and the order in which a request is judged. What both eras share is shown on both.
 */
@ExtendWith(MillenniumServer.class)
class MillenniumIT {

    private static final String ARRIVE = patch("replace", "/status", "arrived");
    private static final String CANCEL = Examples.read(SEED, "patches/cancel").toString();

    private final MillenniumDesk desk;

    MillenniumIT(MillenniumDesk desk) {
        this.desk = desk;
    }

    // Wire

    @ParameterizedTest
    @ValueSource(strings = {SEED, LATER})
    void answersAPatchWithoutABody(String contract) {
        Held held = desk.booked(contract);

        Answer answer = held.patch(CANCEL).is(200);

        assertThat(answer.bytes()).isEmpty();
        assertThat(answer.header("Content-Length")).isEqualTo("0");
        assertThat(answer.header("Content-Type")).startsWith("text/html");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(answer.header("Vary")).contains("Origin");
        assertThat(answer.header("Location")).isEmpty();
        answer.showsVersion("1");
        assertThat(held.now().version()).isEqualTo("1");
        assertThat(answer.header("X-Request-Id"))
                .matches(contract.equals(SEED) ? "[0-9a-f]{32}" : "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(answer.header("Date")).isNotEmpty();
        assertThat(held.status()).isEqualTo("cancelled");
    }

    @ParameterizedTest
    @ValueSource(strings = {SEED, LATER})
    void answersACreateWithALocationAndNoBody(String contract) {
        Answer answer = desk.provider(contract).post(desk.booking(contract)).is(201);

        assertThat(answer.bytes()).isEmpty();
        assertThat(answer.header("Location")).matches(desk.base(contract) + "/Appointment/[^/]+");
        assertThat(answer.header("ETag")).isEqualTo("W/\"0\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {SEED, LATER})
    void showsWhatIsStored(String contract) {
        Held held = desk.booked(contract);

        Answer answer = desk.provider(contract).get(held.address()).is(200).showsVersion(held.version());

        assertThat(answer.id()).isEqualTo(held.id());
        assertThat(answer.json().path("status").asText()).isEqualTo("booked");
    }

    @Test
    void speaksToTheRealClient() {
        Held held = desk.booked(SEED);
        FhirContext r4 = FhirContext.forR4Cached();
        r4.getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.NEVER);
        IGenericClient client = r4.newRestfulGenericClient(desk.base(SEED));
        client.registerInterceptor(
                new BearerTokenAuthInterceptor(desk.token("user/Appointment.read user/Appointment.write", "")));
        IdType id = new IdType("Appointment", held.id());

        MethodOutcome outcome = client.patch()
                .withBody(ARRIVE)
                .withId(id)
                .withAdditionalHeader("If-Match", "W/\"" + held.version() + "\"")
                .execute();

        assertThat(client.read()
                        .resource(Appointment.class)
                        .withId(id)
                        .execute()
                        .getStatus())
                .isEqualTo(Appointment.AppointmentStatus.ARRIVED);
        assertThat(outcome.getResource()).isNull();
        assertThatThrownBy(() -> client.patch().withBody(CANCEL).withId(id).execute())
                .isInstanceOf(PreconditionFailedException.class);
        assertThatThrownBy(() -> client.patch()
                        .withBody(CANCEL)
                        .withId(id)
                        .withAdditionalHeader("If-Match", "W/\"" + held.version() + "\"")
                        .execute())
                .isInstanceOf(ResourceVersionConflictException.class);
        String now = held.now().version();
        assertThatThrownBy(() -> client.patch()
                        .withBody(ARRIVE)
                        .withId(id)
                        .withAdditionalHeader("If-Match", "W/\"" + now + "\"")
                        .execute())
                .isInstanceOf(UnprocessableEntityException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {SEED, LATER})
    void offersNothingElse(String contract) {
        Held held = desk.booked(contract);
        Rest hospital = desk.hospital(contract);
        ObjectNode stored = (ObjectNode) held.now().json();

        hospital.put(stored, "If-Match", "W/\"" + held.version() + "\"").refused(405, "update.not-offered");
        hospital.send("DELETE", held.address(), "").refused(405, "update.not-offered");
        hospital.get(held.address() + "/_history").refused(405, "update.not-offered");
        hospital.patch("Appointment?_id=" + held.id(), CANCEL).refused(405, "update.not-offered");
        hospital.send(
                        "POST",
                        "",
                        "{\"resourceType\":\"Bundle\",\"type\":\"transaction\"}",
                        "Content-Type",
                        "application/fhir+json")
                .refused(405, "update.not-offered");
        held.unchanged();
        Set<String> told = new TreeSet<>();
        for (JsonNode resource : hospital.get("metadata").json().at("/rest/0/resource")) {
            if (resource.path("type").asText().equals("Appointment")) {
                resource.path("interaction")
                        .forEach(one -> told.add(one.path("code").asText()));
            }
        }
        assertThat(told).containsExactly("create", "patch", "read", "search-type");
    }

    // Method override

    @ParameterizedTest
    @ValueSource(strings = {SEED, LATER})
    void readsAPostAsThePatchThatItSaysItIs(String contract) {
        Rest provider = desk.provider(contract);
        Held byParameter = desk.booked(contract);
        Held byHeader = desk.booked(contract);
        String type = "application/json-patch+json";

        provider.send(
                        "POST",
                        byParameter.address() + "?_method=patch",
                        ARRIVE,
                        "Content-Type",
                        type,
                        "If-Match",
                        "W/\"" + byParameter.version() + "\"")
                .is(200);
        provider.send(
                        "POST",
                        byHeader.address(),
                        ARRIVE,
                        "Content-Type",
                        type,
                        "If-Match",
                        "W/\"" + byHeader.version() + "\"",
                        "X-HTTP-Method-Override",
                        "patch")
                .is(200);

        assertThat(byParameter.status()).isEqualTo("arrived");
        assertThat(byHeader.status()).isEqualTo("arrived");
        provider.send("POST", byHeader.address() + "?_method=patch", CANCEL, "Content-Type", type)
                .is(412);
        provider.send("POST", byHeader.address() + "?_method=delete", "").is(405);
        desk.caller(contract, "user/Appointment.read", "")
                .send("POST", byHeader.address() + "?_method=patch", CANCEL, "Content-Type", type)
                .refused(403, "access.right");
    }

    @Test
    void readsNoPostForAPatchWhereTheContractDoesNotSaySo() {
        Held held = desk.booked(SWITCHED);

        Answer answer = desk.provider(SWITCHED)
                .send(
                        "POST",
                        held.address() + "?_method=patch",
                        ARRIVE,
                        "Content-Type",
                        "application/json-patch+json",
                        "If-Match",
                        "W/\"" + held.version() + "\"",
                        "X-HTTP-Method-Override",
                        "patch");

        assertThat(answer.status()).isBetween(400, 499);
        held.unchanged();
    }

    // Preconditions and versioning

    @ParameterizedTest
    @CsvSource({"millennium-2019", "millennium-2024"})
    void demandsTheVersion(String contract) {
        Held held = desk.booked(contract);

        desk.provider(contract).patch(held.address(), CANCEL).refused(412, "version.missing");

        held.unchanged();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"7", "\"0\"", "\"7\"", "W/7", "W/\"7", "w/\"7\"", "version 7", "*", "''"})
    void refusesATagThatIsNone(String tag) {
        Held held = desk.booked(SEED);

        desk.provider(SEED).patch(held.address(), CANCEL, "If-Match", tag).is(412);

        held.unchanged();
    }

    @Test
    void takesAStrongTagWhereTheContractSaysSo() {
        Held held = desk.booked(SWITCHED);

        desk.provider(SWITCHED)
                .patch(held.address(), CANCEL, "If-Match", "\"" + held.version() + "\"")
                .is(200);

        assertThat(held.status()).isEqualTo("cancelled");
    }

    @ParameterizedTest
    @ValueSource(strings = {SEED, LATER})
    void answersNothingToWhoAcceptsNoJson(String contract) {
        Held held = desk.booked(contract);
        Rest provider = desk.provider(contract);

        for (String accepted : List.of("text/csv", "application/fhir+xml", "application/xml")) {
            assertThat(provider.get(held.address(), "Accept", accepted).is(406).bytes())
                    .as(accepted)
                    .isEmpty();
        }
        provider.send("POST", "Appointment", "<Appointment/>", "Content-Type", "application/fhir+xml")
                .is(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {SEED, LATER})
    void refusesAVersionThatIsNotCurrent(String contract) {
        Held held = desk.booked(contract);
        held.patch(ARRIVE).is(200);

        Answer stale = held.patch(CANCEL).refused(409, "version.stale");

        assertThat(stale.issue().path("code").asText()).isEqualTo("conflict");
        assertThat(held.status()).isEqualTo("arrived");
        desk.provider(contract)
                .patch(held.address(), CANCEL, "If-Match", "W/\"10-1\"")
                .refused(409, "version.stale");
        desk.provider(contract)
                .patch(held.address(), CANCEL, "If-Match", "W/\"" + held.now().version() + "\"")
                .is(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {SEED, LATER})
    void refusesWhileAnotherProcessHoldsTheAppointment(String contract) throws SQLException {
        Held held = desk.booked(contract);
        try (Connection other = desk.record(contract);
                PreparedStatement lock = other.prepareStatement(
                        "select res_ver from hfj_resource where res_type = 'Appointment' and fhir_id = ? for update")) {
            other.setAutoCommit(false);
            lock.setString(1, held.id());
            try (ResultSet row = lock.executeQuery()) {
                assertThat(row.next()).isTrue();
                Answer answer = held.patch(ARRIVE).refused(423, "version.locked");
                assertThat(answer.issue().path("code").asText()).isEqualTo("lock-error");
                held.patch(patch("replace", "/description", "x")).refused(423, "version.locked");
            }
            other.rollback();
        }
        held.unchanged();
        held.patch(ARRIVE).is(200);
    }

    // Patch

    @ParameterizedTest
    @ValueSource(strings = {"arrived", "checked-in", "cancelled"})
    void setsTheStatusesOfItsTime(String status) {
        Held held = desk.booked(SEED);

        held.patch(patch("replace", "/status", status)).is(200);

        assertThat(held.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        [{"op":"replace","path":"/status","value":"fulfilled"}]                         | patch.value
        [{"op":"replace","path":"/status","value":"booked"}]                            | patch.value
        [{"op":"replace","path":"/status","value":"noshow"}]                            | patch.value
        [{"op":"replace","path":"/status","value":"Arrived"}]                           | patch.value
        [{"op":"replace","path":"/status","value":["arrived"]}]                         | patch.value
        [{"op":"replace","path":"/status","value":null}]                                | patch.value
        [{"op":"replace","path":"/status"}]                                             | patch.value
        [{"op":"add","path":"/status","value":"arrived"}]                               | patch.not-listed
        [{"op":"remove","path":"/status"}]                                              | patch.not-listed
        [{"op":"test","path":"/status","value":"booked"}]                               | patch.not-listed
        [{"op":"test","path":"/status","value":"booked"},{"op":"replace","path":"/status","value":"arrived"}] | patch.not-listed
        [{"op":"move","from":"/comment","path":"/status"}]                              | patch.not-listed
        [{"op":"copy","from":"/comment","path":"/status"}]                              | patch.not-listed
        [{"op":"replace","path":"status","value":"cancelled"}]                          | patch.not-listed
        [{"op":"replace","path":"/status/","value":"cancelled"}]                        | patch.not-listed
        [{"op":"replace","path":"//status","value":"cancelled"}]                        | patch.not-listed
        [{"op":"replace","path":"/~0status","value":"cancelled"}]                       | patch.not-listed
        [{"op":"replace","path":"/description","value":"x"}]                            | patch.not-listed
        [{"op":"replace","path":"/id","value":"x"}]                                     | patch.not-listed
        [{"op":"replace","path":"/meta/versionId","value":"1"}]                         | patch.not-listed
        [{"op":"replace","path":"","value":{}}]                                         | patch.not-listed
        [{"op":"replace","path":"/participant/0/status","value":"declined"}]            | patch.not-listed
        [{"op":"replace","path":"/slot","value":[{"reference":"Slot/1"}]}]              | patch.not-listed
        [{"op":"add","path":"/cancelationReason","value":{"text":"x"}}]                 | patch.not-listed
        [{"op":"replace","path":"/status","value":"arrived"},{"op":"replace","path":"/comment","value":"x"}] | patch.not-listed
        [{"op":"replace","path":"/status","value":"arrived"},{"op":"replace","path":"/status","value":"cancelled"}] | patch.twice
        [{"op":"replace","path":"/status","value":"arrived"},{"op":"replace","path":"/status","value":"arrived"}]   | patch.twice
        [{"path":"/status","value":"arrived"}]                                          | patch.not-listed
        [{"op":"replace","value":"arrived"}]                                            | patch.not-listed
        [{}]                                                                            | patch.not-listed
        """)
    void refusesAnyOtherPatch(String sent, String rule) {
        Held held = desk.booked(SEED);

        Answer answer = held.patch(sent).refused(422, rule);

        assertThat(answer.issue().path("code").asText()).isEqualTo("business-rule");
        assertThat(answer.issue().at("/details/text").asText())
                .containsAnyOf("replace /status", "one of arrived", "/status");
        held.unchanged();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[{\"op\":\"replace\"",
                "[]",
                "{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"arrived\"}",
                "[7]",
                "null",
                "[{\"op\":\"add\",\"op\":\"replace\",\"path\":\"/status\",\"value\":\"arrived\"}]"
            })
    void refusesWhatIsNoPatchAtAll(String sent) {
        Held held = desk.booked(SEED);

        held.patch(sent).is(400);

        held.unchanged();
    }

    @Test
    void refusesTheStatusThatIsThereAlready() {
        Held held = desk.in(SEED, "arrived");

        Answer answer = held.patch(ARRIVE).refused(422, "patch.state").names("Appointment.status");

        assertThat(answer.issue().path("code").asText()).isEqualTo("business-rule");
        held.unchanged();
    }

    @Test
    void tellsThePathAndWhatIsListed() {
        Answer answer = desk.booked(SEED)
                .patch(Examples.read(SEED, "patches/unsupported-path").toString())
                .refused(422, "patch.not-listed")
                .names("replace /description");

        assertThat(answer.issue().at("/details/text").asText()).contains("Listed are: replace /status.");
    }

    @Test
    void takesAPathWithoutItsSlashWhereTheContractSaysSo() {
        String sent = Examples.read(SEED, "patches/cancel-without-slash").toString();
        Held strict = desk.booked(SEED);
        Held tolerant = desk.booked(SWITCHED);

        strict.patch(sent).refused(422, "patch.not-listed");
        tolerant.patch(sent).is(200);

        strict.unchanged();
        assertThat(tolerant.status()).isEqualTo("cancelled");
    }

    // Order of checks

    @ParameterizedTest
    @ValueSource(strings = {SEED, LATER})
    void judgesInTheOrderOfTheRecord(String contract) {
        Held held = desk.booked(contract);
        String text = "text/plain";
        String type = "application/json-patch+json";
        String stale = "W/\"77\"";
        Rest reader = desk.caller(contract, "user/Appointment.read", "");
        Rest provider = desk.provider(contract);

        reader.with("")
                .send("PATCH", "Appointment/none", "x", "Content-Type", text)
                .refused(401, "token.missing");
        reader.send("PATCH", "Appointment/none", "x", "Content-Type", text).refused(403, "access.right");
        provider.send("PATCH", "Appointment/none", "x", "Content-Type", text).is(404);
        provider.send("PATCH", held.address(), "x", "Content-Type", text).is(415);
        provider.send("PATCH", held.address(), "x").is(415);
        provider.send("PATCH", held.address(), "[]", "Content-Type", "application/fhir+json")
                .is(415);
        provider.send("PATCH", held.address(), patch("replace", "/x", "y"), "Content-Type", type)
                .is(412);
        provider.send("PATCH", held.address(), patch("replace", "/x", "y"), "Content-Type", type, "If-Match", stale)
                .is(409);
        held.patch(patch("replace", "/x", "y")).is(422);
        held.unchanged();
    }
}
