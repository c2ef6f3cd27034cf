package io.frontdesk.guard;

import static io.frontdesk.testing.Appointments.r4;
import static io.frontdesk.testing.Appointments.xml;
import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.testing.Answer;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.GuardedServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract core on a plain server: which guard answers first, what it says, and that nothing was stored. */
class GuardedRequestsTest {

    private static final List<String> NOBODY = List.of("Encounter.read");
    private static final String PATCH = "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"arrived\"}]";

    private static GuardedServer server;

    @BeforeAll
    static void start() {
        server = GuardedServer.of(Contracts.core(), "Appointment", "Patient");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void store() {
        server.clear();
        server.stored("{\"resourceType\":\"Patient\",\"id\":\"p1\"}");
        server.stored(r4("a1", "booked"));
    }

    private static void assertNothingChanged() {
        assertThat(server.versions("Appointment")).isEqualTo(1);
        assertThat(server.now("Appointment/a1")).contains("\"status\":\"booked\"");
    }

    /** One request that breaks everything from some guard on: the first guard in line must be the one that answers. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        token.missing          | 401 |       | DELETE | /Appointment/none | no token
        update.not-offered     | 405 | none  | GET    | /Patient/_history | no right
        access.right           | 403 | none  | PUT    | /Appointment/none | no version, no media type, broken body, unknown id
        version.missing        | 428 | clerk | PUT    | /Appointment/none | no media type, broken body, unknown id
        body.media-type        | 415 | clerk | POST   | /Appointment      | broken body
        """)
    void judgesInOrder(String rule, int status, String who, String method, String path) {
        GuardedServer.Call call = who == null
                ? server.anonymous(method, path)
                : who.equals("none") ? server.as(NOBODY, method, path) : server.clerk(method, path);

        Answer answer = call.header("Content-Type", "image/png")
                .bytes("{broken".getBytes(StandardCharsets.UTF_8))
                .send();

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.rule()).isEqualTo(rule);
        assertNothingChanged();
    }

    @Test
    void asksForTheVersionBeforeItLooksAtTheMediaType() {
        assertThat(server.clerk("PUT", "/Appointment/a1")
                        .header("Content-Type", "image/png")
                        .bytes(new byte[] {1})
                        .send()
                        .status())
                .isEqualTo(428);
    }

    @Test
    void looksAtTheMediaTypeBeforeTheBody() {
        assertThat(server.clerk("PUT", "/Appointment/a1")
                        .ifMatch("1")
                        .header("Content-Type", "image/png")
                        .bytes(new byte[] {1})
                        .send()
                        .rule())
                .isEqualTo("body.media-type");
    }

    @Test
    void looksAtTheBodyBeforeTheStoredVersion() {
        assertThat(server.clerk("PUT", "/Appointment/a1")
                        .ifMatch("7")
                        .json("{")
                        .send()
                        .rule())
                .isEqualTo("body.malformed");
    }

    /** HAPI has no method for these, so that no guard sees them. */
    @ParameterizedTest
    @CsvSource({
        "PUT, /metadata, 'GET, OPTIONS'",
        "GET, /_history, OPTIONS",
    })
    void namesTheMethodsThatAreOfferedWhereHapiHasNone(String method, String path, String allow) {
        Answer answer = server.clerk(method, path).json("{}").send();

        assertThat(answer.status()).as(answer.body()).isEqualTo(405);
        assertThat(answer.rule()).isEqualTo("update.not-offered");
        assertThat(answer.header("Allow")).contains(allow);
    }

    @Test
    void tellsARefusalInOneIssueWithRuleAndRemedy() {
        Answer answer = server.as(NOBODY, "GET", "/Appointment/none").send();

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.severity()).isEqualTo("error");
        assertThat(answer.code()).isEqualTo("forbidden");
        assertThat(answer.rule()).isEqualTo("access.right");
        assertThat(answer.text())
                .isEqualTo("The token carries no right to read on Appointment. Use a token that carries one of"
                        + " Appointment.read, Appointment.* in realm_access.roles."
                        + " The scope user/Appointment.r would allow it.");
        assertThat(answer.header("WWW-Authenticate"))
                .contains("Bearer error=\"insufficient_scope\", scope=\"user/Appointment.r\"");
        assertThat(answer.diagnostics()).isEqualTo(answer.text());
        assertThat(answer.expression()).isEmpty();
    }

    @Test
    void namesTheMethodsThatAreOfferedWith405() {
        Answer answer = server.clerk("GET", "/Patient/p1/_history").send();

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).contains("DELETE, GET, PATCH, PUT");
        assertThat(answer.code()).isEqualTo("not-supported");
        assertNothingChanged();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /_history",
        "POST, /",
        "POST, /$reindex",
        "POST, /Appointment/$validate",
        "GET, /Appointment/a1/$meta",
        "GET, /Appointment/a1/$everything",
    })
    void closesWhatIsNotOffered(String method, String path) {
        Answer answer = server.as(List.of("Appointment.*", ".*", "*"), method, path)
                .ifMatch("1")
                .json(r4("a1", "arrived"))
                .send();

        assertThat(answer.status()).as(answer.body()).isBetween(400, 405);
        assertThat(answer.rule()).isNotEmpty();
        assertNothingChanged();
    }

    @Test
    void refusesAConditionWithoutCriteria() {
        Answer answer = server.clerk("POST", "/Appointment")
                .header("If-None-Exist", "_format=json")
                .json(r4("booked"))
                .send();

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.rule()).isEqualTo("request.invalid");
        assertNothingChanged();
    }

    @Test
    void keepsTheCapabilityStatementOpenToAll() {
        assertThat(server.anonymous("GET", "/metadata").send().status()).isEqualTo(200);
    }

    // Writes

    @Test
    void createsAnAppointmentAndTellsItsVersion() {
        Answer answer =
                server.clerk("POST", "/Appointment").json(r4("proposed")).send();

        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(answer.header("ETag")).contains("W/\"1\"");
        assertThat(answer.json().path("status").asText()).isEqualTo("proposed");
        assertThat(server.versions("Appointment")).isEqualTo(2);
    }

    @Test
    void updatesFromTheVersionNamed() {
        Answer answer = server.clerk("PUT", "/Appointment/a1")
                .ifMatch("1")
                .json(r4("a1", "arrived"))
                .send();

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("ETag")).contains("W/\"2\"");
        assertThat(server.now("Appointment/a1")).contains("\"status\":\"arrived\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1\"", "W/\"1\"", "W/\"9\", W/\"1\"", " W/\"1\" "})
    void takesEveryFormOfTheRightVersion(String ifMatch) {
        assertThat(server.clerk("PUT", "/Appointment/a1")
                        .header("If-Match", ifMatch)
                        .json(r4("a1", "arrived"))
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        W/"7"    | 412 | version.stale
        "0"      | 412 | version.stale
        *        | 428 | version.missing
        abc      | 400 | version.malformed
        1        | 400 | version.malformed
        "1       | 400 | version.malformed
        W/"1","  | 400 | version.malformed
        ``       | 400 | version.malformed
        """)
    void refusesEveryOtherVersion(String ifMatch, int status, String rule) {
        Answer answer = server.clerk("PUT", "/Appointment/a1")
                .header("If-Match", ifMatch)
                .json(r4("a1", "arrived"))
                .send();

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.rule()).isEqualTo(rule);
        assertNothingChanged();
    }

    @Test
    void tellsTheCurrentVersionToWhoeverIsStale() {
        Answer answer = server.clerk("PUT", "/Appointment/a1")
                .ifMatch("7")
                .json(r4("a1", "arrived"))
                .send();

        assertThat(answer.header("ETag")).contains("W/\"1\"");
        assertThat(answer.diagnostics()).contains("version 1 is the current one", "If-Match: W/\"1\"");
    }

    @Test
    void refusesAChangeAddressedToAVersion() {
        Answer answer = server.clerk("PUT", "/Appointment/a1/_history/1")
                .ifMatch("1")
                .json(r4("a1", "arrived"))
                .send();

        assertThat(answer.status()).as(answer.body()).isBetween(400, 405);
        assertNothingChanged();
    }

    @Test
    void neverCreatesUnderAnUnknownIdWhateverTheVersion() {
        Answer answer = server.clerk("PUT", "/Appointment/none")
                .ifMatch("1")
                .json(r4("none", "booked"))
                .send();

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.rule()).isEqualTo("update.unknown-id");
        assertThat(server.versions("Appointment")).isEqualTo(1);
    }

    @Test
    void createsAPatientUnderAnUnknownIdUnlessAVersionIsNamed() {
        String patient = "{\"resourceType\":\"Patient\",\"id\":\"p2\"}";

        assertThat(server.clerk("PUT", "/Patient/p2")
                        .ifMatch("1")
                        .json(patient)
                        .send()
                        .status())
                .isEqualTo(404);
        assertThat(server.versions("Patient")).isEqualTo(1);
        assertThat(server.clerk("PUT", "/Patient/p2").json(patient).send().status())
                .isEqualTo(201);
    }

    @Test
    void refusesToReopenACancelledAppointment() {
        server.stored(r4("c1", "cancelled"));

        Answer answer = server.clerk("PUT", "/Appointment/c1")
                .ifMatch("1")
                .json(r4("c1", "booked"))
                .send();

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.rule()).isEqualTo("status.transition");
        assertThat(answer.code()).isEqualTo("business-rule");
        assertThat(answer.expression()).containsExactly("Appointment.status");
        assertThat(answer.diagnostics())
                .isEqualTo("The status cannot change from 'cancelled' to 'booked'."
                        + " From 'cancelled' it may become entered-in-error.");
        assertThat(server.now("Appointment/c1")).contains("cancelled").contains("\"versionId\":\"1\"");
    }

    @Test
    void refusesToEditWhatWasEnteredInError() {
        server.stored(r4("e1", "entered-in-error"));

        Answer answer = server.clerk("PUT", "/Appointment/e1")
                .ifMatch("1")
                .json(r4("e1", "entered-in-error", "\"comment\":\"later\","))
                .send();

        assertThat(answer.rule()).isEqualTo("status.frozen");
        assertThat(server.now("Appointment/e1")).doesNotContain("later");
    }

    @Test
    void refusesToBeginWithAnArrival() {
        Answer answer = server.clerk("POST", "/Appointment").json(r4("arrived")).send();

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.rule()).isEqualTo("status.initial");
        assertNothingChanged();
    }

    @Test
    void patchesFromTheVersionNamedAndTellsTheNewOne() {
        Answer answer = server.clerk("PATCH", "/Appointment/a1")
                .ifMatch("1")
                .patch(PATCH)
                .send();

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("ETag")).contains("W/\"2\"");
        assertThat(server.now("Appointment/a1")).contains("\"status\":\"arrived\"");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        version.missing | 428 | `` | [{"op":"replace","path":"/status","value":"arrived"}]
        version.stale   | 412 | 9  | [{"op":"replace","path":"/status","value":"arrived"}]
        status.transition | 422 | 1 | [{"op":"replace","path":"/status","value":"proposed"}]
        patch.malformed | 400 | 1  | {"op":"replace","path":"/status","value":"arrived"}
        patch.malformed | 400 | 1  | []
        patch.malformed | 400 | 1  | [{"op":"raise","path":"/status"}]
        patch.forbidden | 422 | 1  | [{"op":"replace","path":"/id","value":"a2"}]
        body.malformed  | 400 | 1  | [{"op":
        """)
    void judgesAPatchLikeThePutItAmountsTo(String rule, int status, String version, String patch) {
        GuardedServer.Call call = server.clerk("PATCH", "/Appointment/a1").patch(patch);
        Answer answer = version.isEmpty() ? call.send() : call.ifMatch(version).send();

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.rule()).isEqualTo(rule);
        assertNothingChanged();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/xml-patch+xml", "application/json", "text/plain"})
    void patchesInNoOtherMediaType(String mediaType) {
        Answer answer = server.clerk("PATCH", "/Appointment/a1")
                .ifMatch("1")
                .header("Content-Type", mediaType)
                .bytes(PATCH.getBytes(StandardCharsets.UTF_8))
                .send();

        assertThat(answer.status()).as(answer.body()).isEqualTo(415);
        assertThat(answer.header("Accept-Patch").orElseThrow()).startsWith("application/json-patch+json");
        assertNothingChanged();
    }

    // Bodies

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        broken JSON          | body.malformed | 400 |                             | {"resourceType":"Appointment",
        two documents        | body.malformed | 400 |                             | {"resourceType":"Appointment","id":"a1","status":"arrived","participant":[{"status":"accepted","actor":{"reference":"Patient/p1"}}]}{"resourceType":"Appointment"}
        a member sent twice  | body.malformed | 400 |                             | {"resourceType":"Appointment","id":"a1","status":"booked","status":"arrived"}
        an endless number    | body.malformed | 400 |                             | {"resourceType":"Appointment","id":"a1","priority":1e99999}
        another type         | body.type      | 400 | resourceType                | {"resourceType":"Patient","id":"a1"}
        no type              | body.type      | 400 | resourceType                | {"id":"a1","status":"arrived"}
        a list               | body.type      | 400 | resourceType                | [{"resourceType":"Appointment"}]
        an unknown element   | body.element   | 400 | Appointment.colour          | {"resourceType":"Appointment","id":"a1","colour":"red"}
        an unknown one below | body.element   | 400 | Appointment.participant[1].colour | {"resourceType":"Appointment","id":"a1","participant":[{"status":"accepted"},{"colour":"red"}]}
        a text for a list    | body.shape     | 400 | Appointment.participant     | {"resourceType":"Appointment","id":"a1","participant":"me"}
        an unknown code      | body.value     | 400 | Appointment.status          | {"resourceType":"Appointment","id":"a1","status":"perhaps"}
        a bad date           | body.value     | 400 | Appointment.start           | {"resourceType":"Appointment","id":"a1","status":"arrived","start":"tomorrow"}
        a day for an instant | body.value     | 400 | Appointment.start           | {"resourceType":"Appointment","id":"a1","status":"arrived","start":"2026-03-09","participant":[{"status":"accepted","actor":{"reference":"Patient/p1"}}]}
        another id           | update.id-mismatch | 400 | Appointment.id          | {"resourceType":"Appointment","id":"a2","status":"arrived"}
        no id                | update.id-mismatch | 400 | Appointment.id          | {"resourceType":"Appointment","status":"arrived"}
        no status            | base.required  | 422 | Appointment.status          | {"resourceType":"Appointment","id":"a1","participant":[{"status":"accepted","actor":{"reference":"Patient/p1"}}]}
        no participant       | base.required  | 422 | Appointment.participant     | {"resourceType":"Appointment","id":"a1","status":"arrived"}
        no inner status      | base.required  | 422 | Appointment.participant[0].status | {"resourceType":"Appointment","id":"a1","status":"arrived","participant":[{"actor":{"reference":"Patient/p1"}}]}
        end before start     | base.invariant | 422 | Appointment.end             | {"resourceType":"Appointment","id":"a1","status":"arrived","start":"2026-03-09T09:00:00Z","end":"2026-03-09T08:00:00Z","participant":[{"status":"accepted","actor":{"reference":"Patient/p1"}}]}
        a start without a value | base.invariant | 422 | Appointment.end          | {"resourceType":"Appointment","id":"a1","status":"arrived","_start":{"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"unknown"}]},"participant":[{"status":"accepted","actor":{"reference":"Patient/p1"}}]}
        nobody               | base.invariant | 422 | Appointment.participant[0]  | {"resourceType":"Appointment","id":"a1","status":"cancelled","participant":[{"status":"accepted"}]}
        a reason to cancel   | base.invariant | 422 | Appointment.cancelationReason | {"resourceType":"Appointment","id":"a1","status":"arrived","start":"2026-03-09T09:00:00Z","end":"2026-03-09T09:10:00Z","cancelationReason":{"text":"ill"},"participant":[{"status":"accepted","actor":{"reference":"Patient/p1"}}]}
        """)
    void refusesABadBodyAndNamesTheElement(String what, String rule, int status, String element, String body) {
        Answer answer =
                server.clerk("PUT", "/Appointment/a1").ifMatch("1").json(body).send();

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.rule()).isEqualTo(rule);
        assertThat(answer.expression()).isEqualTo(element == null ? List.of() : List.of(element));
        assertNothingChanged();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        broken XML         | body.malformed | <Appointment xmlns="http://hl7.org/fhir"><id value="a1">
        an entity          | body.malformed | <!DOCTYPE x [<!ENTITY e "arrived">]><Appointment xmlns="http://hl7.org/fhir"><id value="a1"/></Appointment>
        another type       | body.type      | <Patient xmlns="http://hl7.org/fhir"><id value="a1"/></Patient>
        an unknown element | body.element   | <Appointment xmlns="http://hl7.org/fhir"><id value="a1"/><colour value="red"/></Appointment>
        an unknown code    | body.value     | <Appointment xmlns="http://hl7.org/fhir"><id value="a1"/><status value="perhaps"/></Appointment>
        status twice       | body.shape     | <Appointment xmlns="http://hl7.org/fhir"><id value="a1"/><status value="booked"/><status value="arrived"/></Appointment>
        """)
    void refusesBadXml(String what, String rule, String body) {
        Answer answer = server.clerk("PUT", "/Appointment/a1")
                .ifMatch("1")
                .xml(body)
                .header("Accept", "application/fhir+json")
                .send();

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.rule()).isEqualTo(rule);
        assertNothingChanged();
    }

    @Test
    void refusesAnEmptyBody() {
        assertThat(server.clerk("PUT", "/Appointment/a1")
                        .ifMatch("1")
                        .json("")
                        .send()
                        .rule())
                .isEqualTo("body.malformed");
    }

    @Test
    void refusesABodyOfMoreThanOneMebibyte() {
        String body = r4("a1", "arrived", "\"comment\":\"" + "x".repeat(1 << 20) + "\",");

        Answer answer =
                server.clerk("PUT", "/Appointment/a1").ifMatch("1").json(body).send();

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.rule()).isEqualTo("body.too-large");
        assertNothingChanged();
    }

    @Test
    void refusesASmallBodyThatUnpacksToALargeOne() throws IOException {
        Answer answer = server.clerk("PUT", "/Appointment/a1")
                .ifMatch("1")
                .json("")
                .header("Content-Encoding", "gzip")
                .bytes(packed(" ".repeat(4 << 20)))
                .send();

        assertThat(answer.status()).isEqualTo(413);
        assertNothingChanged();
    }

    @Test
    void refusesMoreThanAHundredLevels() {
        String extension = String.join("", Collections.nCopies(60, "{\"url\":\"http://example.org/x\",\"extension\":["))
                + String.join("", Collections.nCopies(60, "]}"));
        String body = r4("a1", "arrived", "\"extension\":[" + extension + "],");

        Answer answer =
                server.clerk("PUT", "/Appointment/a1").ifMatch("1").json(body).send();

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.rule()).isEqualTo("body.too-deep");
        assertNothingChanged();
    }

    @Test
    void readsAPackedBody() throws IOException {
        Answer answer = server.clerk("PUT", "/Appointment/a1")
                .ifMatch("1")
                .json("")
                .header("Content-Encoding", "gzip")
                .bytes(packed(r4("a1", "arrived")))
                .send();

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(server.now("Appointment/a1")).contains("\"status\":\"arrived\"");
    }

    @ParameterizedTest
    @CsvSource({"gzip, body.malformed, 400", "br, body.media-type, 415", "'gzip, gzip', body.media-type, 415"})
    void refusesABodyPackedInAnotherWay(String encoding, String rule, int status) {
        Answer answer = server.clerk("PUT", "/Appointment/a1")
                .ifMatch("1")
                .json(r4("a1", "arrived"))
                .header("Content-Encoding", encoding)
                .send();

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.rule()).isEqualTo(rule);
        assertNothingChanged();
    }

    private static byte[] packed(String text) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }

    @Test
    void refusesWhatIsNotUtf8() {
        byte[] latin = r4("a1", "arrived", "\"comment\":\"\u00e9\",").getBytes(StandardCharsets.ISO_8859_1);

        assertThat(server.clerk("PUT", "/Appointment/a1")
                        .ifMatch("1")
                        .json("")
                        .bytes(latin)
                        .send()
                        .rule())
                .isEqualTo("body.malformed");
        assertNothingChanged();
    }

    // Media types

    @Test
    void readsXmlAndAnswersInXml() {
        Answer answer = server.clerk("PUT", "/Appointment/a1")
                .ifMatch("1")
                .xml(xml("a1", "arrived"))
                .header("Accept", "application/fhir+xml")
                .send();

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("Content-Type").orElseThrow()).startsWith("application/fhir+xml");
        assertThat(answer.body()).startsWith("<Appointment").contains("<status value=\"arrived\"/>");
    }

    @Test
    void refusesInXmlToo() {
        Answer answer = server.as(NOBODY, "GET", "/Appointment/a1")
                .header("Accept", "application/fhir+xml")
                .send();

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).startsWith("<OperationOutcome").contains("<code value=\"access.right\"/>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/json+fhir", "application/json", "text/json", "APPLICATION/FHIR+JSON; charset=UTF-8"
            })
    void readsTheOtherNamesOfJson(String mediaType) {
        assertThat(server.clerk("PUT", "/Appointment/a1")
                        .ifMatch("1")
                        .header("Content-Type", mediaType)
                        .bytes(r4("a1", "arrived").getBytes(StandardCharsets.UTF_8))
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"application/xml+fhir", "application/xml", "text/xml", "application/fhir+xml; fhirVersion=4.0"})
    void readsTheOtherNamesOfXml(String mediaType) {
        Answer answer = server.clerk("PUT", "/Appointment/a1")
                .ifMatch("1")
                .header("Content-Type", mediaType)
                .bytes(xml("a1", "arrived").getBytes(StandardCharsets.UTF_8))
                .send();

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"image/png", "application/fhir+json; charset=iso-8859-1", "application/x-www-form-urlencoded"})
    void refusesAnyOtherMediaType(String mediaType) {
        Answer answer = server.clerk("POST", "/Appointment")
                .header("Content-Type", mediaType)
                .bytes(r4("booked").getBytes(StandardCharsets.UTF_8))
                .send();

        assertThat(answer.status()).as(answer.body()).isEqualTo(415);
        assertThat(answer.header("Accept-Post")).isPresent();
        assertNothingChanged();
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png", "application/fhir+json;q=0", "text/csv, image/*"})
    void refusesAClientThatTakesNothingItCanWrite(String accept) {
        Answer answer = server.clerk("PUT", "/Appointment/a1")
                .ifMatch("1")
                .header("Accept", accept)
                .json(r4("a1", "arrived"))
                .send();

        assertThat(answer.status()).isEqualTo(406);
        assertThat(answer.rule()).isEqualTo("answer.not-acceptable");
        assertNothingChanged();
    }

    // Reads

    @Test
    void readsWithTheVersionInTheHeaders() {
        Answer answer = server.clerk("GET", "/Appointment/a1").send();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("ETag")).contains("W/\"1\"");
        assertThat(answer.header("Last-Modified")).contains("Mon, 02 Mar 2026 09:00:00 GMT");
    }

    @Test
    void tellsAClientThatItsCopyIsStillGood() {
        Answer answer = server.clerk("GET", "/Appointment/a1")
                .header("If-None-Match", "W/\"1\"")
                .send();

        assertThat(answer.status()).as(answer.body()).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "If-None-Match, `\"`",
                "If-None-Match, W/",
                "If-None-Match, *",
                "If-None-Match, W/\"",
                "If-Modified-Since, yesterday",
                "X-Request-Id, `{}`",
                "Prefer, handling",
                "Prefer, return",
            })
    void survivesHeadersThatMakeNoSense(String name, String value) {
        Answer answer =
                server.clerk("GET", "/Appointment/a1").header(name, value).send();

        assertThat(answer.status()).as(answer.body()).isLessThan(500);
    }

    @Test
    void searchesOnlyWithTheRightTo() {
        assertThat(server.as(List.of("Appointment.search", "Appointment.read"), "GET", "/Appointment")
                        .send()
                        .json()
                        .path("total")
                        .asInt())
                .isEqualTo(1);
        assertThat(server.as(List.of("Appointment.read"), "GET", "/Appointment")
                        .send()
                        .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "/Appointment?actor.name=x, 403, update.form-not-offered",
        "/Appointment?_has:Slot:schedule:identifier=1, 403, update.form-not-offered",
        "/Appointment?_filter=status%20eq%20booked, 403, update.form-not-offered",
        "/Appointment?_list=1, 403, update.form-not-offered",
        "/Appointment?_contained=true, 403, update.form-not-offered",
        "/Appointment?status:odd=booked, 400, request.invalid",
        "/Appointment?_count=x, 400, request.invalid",
        "/Appointment?_count=1001, 400, request.invalid",
        "/Appointment?_count=-1, 400, request.invalid",
    })
    void refusesSearchesThatItDoesNotOffer(String path, int status, String rule) {
        Answer answer = server.clerk("GET", path).send();

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.rule()).isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource({"/Appointment/none, 404, request.not-found", "/Basic/1, 404, request.address-unknown"})
    void tellsWhatIsNotThere(String path, int status, String rule) {
        Answer answer =
                server.as(List.of("Appointment.*", "Basic.*"), "GET", path).send();

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.rule()).isEqualTo(rule);
    }

    /** Whatever ends a request, its answer names no class, no exception and no message number of HAPI's. */
    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        GET    | /Appointment/none                 | ``
        GET    | /Basic                            | ``
        GET    | /Appointment/a1/_history/9        | ``
        GET    | /Appointment?_format=nonsense     | ``
        GET    | /Appointment?_elements            | ``
        GET    | /Appointment?_summary=nonsense    | ``
        GET    | /Appointment/$nonsense            | ``
        GET    | /?_getpages=none                  | ``
        GET    | /?_getpages=none&_count=x         | ``
        GET    | /Appointment/a1?colour=red        | ``
        GET    | /Appointment/a1/colour            | ``
        PUT    | /Appointment                      | {"resourceType":"Appointment"}
        POST   | /Appointment/a1                   | {"resourceType":"Appointment"}
        POST   | /                                 | {"resourceType":"Bundle","type":"batch"}
        POST   | /Appointment                      | {"resourceType":"Appointment","status":{}}
        POST   | /Appointment                      | {"resourceType":"Appointment","contained":[{"resourceType":"Nonsense"}]}
        POST   | /Appointment                      | {"resourceType":"Appointment","contained":[{}]}
        POST   | /Appointment                      | {"resourceType":"Appointment","meta":"x"}
        POST   | /Appointment                      | {"resourceType":"Appointment","extension":[null]}
        POST   | /Appointment                      | {"resourceType":"Appointment","extension":[{"url":"x","valueNonsense":1}]}
        POST   | /Appointment                      | {"resourceType":"Appointment","text":{"status":"generated","div":"<div><script>"}}
        POST   | /Appointment                      | {"resourceType":"Appointment","_status":7}
        POST   | /Appointment                      | {"resourceType":"Appointment","participant":[[]]}
        TRACE  | /Appointment                      | ``
        OPTIONS | /Appointment                     | ``
        """)
    void namesNothingOfHapis(String method, String path, String body) {
        Answer answer = server.as(List.of("Appointment.*", "Basic.*"), method, path)
                .json(body)
                .send();

        assertThat(answer.status()).as(answer.body()).isLessThan(500);
        assertThat(answer.body()).doesNotContain("HAPI-", "ca.uhn", "org.hl7.fhir.", "Exception", "java.", "\tat ");
    }
}
