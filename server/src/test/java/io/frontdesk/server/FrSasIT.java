package io.frontdesk.server;

import static io.frontdesk.server.SasClient.OTHER_SYSTEM;
import static io.frontdesk.server.SasClient.SYSTEM;
import static io.frontdesk.server.SasClient.by;
import static io.frontdesk.server.SasClient.located;
import static io.frontdesk.server.SasClient.visit;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import ca.uhn.fhir.rest.client.interceptor.BearerTokenAuthInterceptor;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.hl7.fhir.r4.model.Appointment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract {@code fr-sas} as a vendor's software meets it: every rule of profiles/fr-sas/README.md over HTTP. A second
 * endpoint has each switch of the contract turned.
 */
class FrSasIT {

    private static final String SOS =
            "https://interop.esante.gouv.fr/ig/fhir/sas/StructureDefinition/sas-sos-appointment";
    private static final String OPERATOR = "http://interopsante.org/fhir/StructureDefinition/FrAppointmentOperator";
    private static final List<String> STATES = List.of("pending", "booked", "fulfilled", "noshow", "cancelled");
    private static final String[] VENDOR = {"Appointment.create", "Appointment.update"};

    private static TestServer server;
    private static SasClient vendor;
    private static Rest platform;
    private static SasClient switched;

    @BeforeAll
    static void start() {
        Map<String, String> turned = new LinkedHashMap<>();
        turned.put("values: [accepted, needs-action]   # guide 1.1: [accepted]", "values: [accepted, declined]");
        turned.put("cancelled: [pending, booked, fulfilled, noshow]", "cancelled: []");
        turned.put(
                "# body:\n#   codes:\n#     participant.status: {refused: declined}\n",
                "body:\n  codes:\n    participant.status: {refused: declined}\n");
        turned.put("mandatory: false\n  hidden", "mandatory: true\n  hidden");
        server = TestServer.start(
                "fr-sas",
                TestContracts.changed("fr-sas", "sas-switched", turned).toString());
        vendor = new SasClient(new Rest(server.base("fr-sas"), server.token(VENDOR)));
        platform = vendor.rest().with(server.token("Appointment.read", "Appointment.search"));
        switched = new SasClient(
                new Rest(server.base("sas-switched"), server.token(Map.of("identifier_system", SYSTEM), VENDOR)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String number() {
        return UUID.randomUUID().toString();
    }

    private static JsonNode stored(String number) {
        JsonNode found =
                platform.get("Appointment?identifier=" + number).is(200).json();
        assertThat(found.path("entry")).as("stored under %s", number).hasSize(1);
        return found.at("/entry/0/resource");
    }

    private static void nothingStored(String number) {
        assertThat(platform.get("Appointment?identifier=" + number)
                        .is(200)
                        .json()
                        .has("entry"))
                .isFalse();
    }

    // Wire

    @Test
    void createsWithAnEmptyBodyAndALocation() {
        Answer answer = vendor.post(visit(number())).is(201);

        assertThat(answer.bytes()).isEmpty();
        assertThat(answer.header("Location")).isEqualTo(server.base("fr-sas") + "/Appointment/" + located(answer));
        assertThat(answer.headers().allValues("Location")).hasSize(1);
        assertThat(located(answer)).isNotEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"identifier", "Identifier"})
    void updatesByIdentifierInBothSpellings(String parameter) {
        String number = number();
        Answer created = vendor.post(visit(number)).is(201);

        Answer updated = vendor.put(
                        parameter + "=" + SYSTEM + "%7C" + number, visit(number).put("status", "cancelled"))
                .is(200);

        assertThat(updated.header("Location")).isEqualTo(created.header("Location"));
        assertThat(updated.headers().allValues("Location")).hasSize(1);
        assertThat(updated.bytes()).isEmpty();
        assertThat(stored(number).path("status").asText()).isEqualTo("cancelled");
        assertThat(stored(number).at("/meta/versionId").asText()).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"identifier", "Identifier"})
    void takesABareValueForAnyValueOfThatText(String parameter) {
        String number = number();
        vendor.put(parameter + "=" + number, visit(number)).is(201);

        vendor.put(parameter + "=" + number, visit(number).put("status", "noshow"))
                .is(200);

        assertThat(stored(number).path("status").asText()).isEqualTo("noshow");
    }

    @Test
    void showsWhatIsStoredToWhoPrefersThat() {
        String number = number();

        Answer created = vendor.put(by(number), visit(number), "Prefer", "return=representation")
                .is(201);
        Answer updated = vendor.put(
                        by(number), visit(number).put("status", "noshow"), "Prefer", "return=representation")
                .is(200);

        assertThat(created.id()).isEqualTo(located(created));
        assertThat(updated.json()).isEqualTo(stored(number));
        assertThat(updated.json().path("status").asText()).isEqualTo("noshow");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json+fhir                                            | application/json+fhir",
                "application/fhir+json                                            | application/fhir+json",
                "application/fhir+json;q=1.0, application/json+fhir;q=0.9         | application/fhir+json",
                "application/json                                                 | application/fhir+json",
                "*/*                                                              | application/fhir+json"
            })
    void answersInTheOldMediaTypeOnlyToWhoAcceptsNoOther(String accept, String type) {
        String number = number();

        Answer answer = vendor.put(by(number), visit(number), "Accept", accept, "Prefer", "return=representation")
                .is(201);

        assertThat(answer.header("Content-Type").toLowerCase(Locale.ROOT))
                .startsWith(type)
                .endsWith("charset=utf-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json+fhir",
                "application/fhir+json; charset=UTF-8",
                "application/json+fhir;charset=utf-8"
            })
    void readsTheOldMediaType(String type) {
        String number = number();

        vendor.put(by(number), visit(number).put("comment", "Étage élevé, près de l’œil"), "Content-Type", type)
                .is(201);

        assertThat(stored(number).path("comment").asText()).isEqualTo("Étage élevé, près de l’œil");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "application/json", "application/fhir%2Bjson"})
    void takesAFormatForNoCriterion(String format) {
        String number = number();
        vendor.post(visit(number)).is(201);

        vendor.put(by(number) + "&_format=" + format, visit(number).put("status", "noshow"))
                .is(200);
        vendor.put("_format=" + format, visit(number)).refused(400, "request.invalid");
    }

    @Test
    void offersVendorsNothingElse() {
        String number = number();
        String id = located(vendor.post(visit(number)).is(201));

        vendor.rest().get("Appointment/" + id).refused(403, "access.right");
        vendor.rest().get("Appointment/" + id + "/_history").refused(403, "access.right");
        vendor.rest().get("Appointment?" + by(number)).refused(403, "access.right");
        vendor.rest().send("DELETE", "Appointment/" + id, "").refused(405, "update.not-offered");
        vendor.rest().send("DELETE", "Appointment?" + by(number), "").refused(405, "update.not-offered");
        vendor.rest()
                .patch("Appointment/" + id, "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"noshow\"}]")
                .refused(405, "update.not-offered");
        vendor.rest().put(visit(number).put("id", id)).refused(405, "update.not-offered");
        vendor.post(visit(number()), "If-None-Exist", by(number)).refused(405, "update.not-offered");
        vendor.rest()
                .send(
                        "POST",
                        "",
                        "{\"resourceType\":\"Bundle\",\"type\":\"batch\"}",
                        "Content-Type",
                        "application/fhir+json")
                .refused(405, "update.not-offered");
        assertThat(stored(number).at("/meta/versionId").asText()).isEqualTo("1");
    }

    @Test
    void speaksToTheRealClient() {
        FhirContext r4 = FhirContext.forR4Cached();
        r4.getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.NEVER);
        IGenericClient client = r4.newRestfulGenericClient(server.base("fr-sas"));
        client.registerInterceptor(new BearerTokenAuthInterceptor(server.token(VENDOR)));
        String number = number();
        Appointment sent = r4.newJsonParser()
                .parseResource(Appointment.class, visit(number).toString());

        MethodOutcome created = client.create().resource(sent).execute();
        sent.setStatus(Appointment.AppointmentStatus.FULFILLED);
        MethodOutcome updated = client.update()
                .resource(sent)
                .conditional()
                .where(Appointment.IDENTIFIER.exactly().systemAndIdentifier(SYSTEM, number))
                .execute();

        assertThat(created.getCreated()).isTrue();
        assertThat(updated.getId().getIdPart()).isEqualTo(created.getId().getIdPart());
        assertThat(stored(number).path("status").asText()).isEqualTo("fulfilled");
        sent.getIdentifier().clear();
        Assertions.assertThatThrownBy(() -> client.create().resource(sent).execute())
                .isInstanceOf(UnprocessableEntityException.class);
    }

    // Preconditions and versioning

    @Test
    void createsWhatIsNotThereUnderAnIdOfItsOwn() {
        String number = number();

        Answer answer = vendor.put(by(number), visit(number).put("id", "12345")).is(201);

        assertThat(located(answer)).isNotIn("1", "12345", "");
        assertThat(stored(number).path("id").asText()).isEqualTo(located(answer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "12345", "somebody-else"})
    void paysNoHeedToTheIdInABody(String id) {
        String number = number();
        String mine = located(vendor.put(by(number), visit(number)).is(201));

        vendor.put(by(number), visit(number).put("id", id).put("status", "noshow"))
                .is(200);

        assertThat(stored(number).path("id").asText()).isEqualTo(mine);
    }

    @Test
    void doesNotOverwriteTheAppointmentWhoseIdABodyCarries() {
        String first = number();
        String second = number();
        String other = located(vendor.post(visit(first)).is(201));
        vendor.post(visit(second)).is(201);

        vendor.put(by(second), visit(second).put("id", other).put("status", "noshow"))
                .is(200);

        assertThat(stored(first).path("status").asText()).isEqualTo("booked");
        assertThat(stored(second).path("status").asText()).isEqualTo("noshow");
    }

    @Test
    void changesNoneOfSeveralThatMeetTheCriteria() {
        String number = number();
        vendor.post(visit(number)).is(201);
        vendor.post(visit(OTHER_SYSTEM, number)).is(201);

        Answer answer = vendor.put("identifier=" + number, visit(number).put("status", "noshow"))
                .refused(412, "request.ambiguous");

        assertThat(answer.issue().path("code").asText()).isEqualTo("multiple-matches");
        platform.get("Appointment?identifier=" + number)
                .is(200)
                .json()
                .path("entry")
                .forEach(entry ->
                        assertThat(entry.at("/resource/status").asText()).isEqualTo("booked"));
        assertThat(platform.get("Appointment?identifier=" + number).json().path("entry"))
                .hasSize(2);
        vendor.put(by(number), visit(number).put("status", "noshow")).is(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "identifier=", "Identifier=", "_pretty=true"})
    void refusesAnUpdateThatNamesNothing(String query) {
        String number = number();

        vendor.put(query, visit(number)).refused(400, "request.invalid").names("criteria");

        nothingStored(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"status=booked", "IDENTIFIER=%s", "date=2026-03-09", "_id=1", "actor.name=x", "Identifier:not=%s"
            })
    void refusesOtherCriteria(String query) {
        String number = number();

        vendor.put(query.formatted(number), visit(number))
                .refused(400, "search.parameter")
                .names("identifier");

        nothingStored(number);
    }

    @Test
    void refusesAModifierOfTheIdentifier() {
        String number = number();

        vendor.put("identifier:not=" + number, visit(number)).refused(400, "request.invalid");

        nothingStored(number);
    }

    @Test
    void refusesOtherCriteriaBesideTheIdentifier() {
        String number = number();

        vendor.put(by(number) + "&status=booked", visit(number))
                .refused(400, "search.parameter")
                .names("status");

        nothingStored(number);
    }

    @ParameterizedTest
    @CsvSource({
        "urn:oid:1.3.6.1.4.1.99999.75.1%7Canother",
        "urn:oid:1.3.6.1.4.1.99999.75.2%7C%s",
        "%7C%s",
        "another",
        "%s&identifier=another",
        "urn:oid:1.3.6.1.4.1.99999.75.1%7C%s&Identifier=another"
    })
    void refusesABodyUnderAnotherIdentifierThanItsAddress(String token) {
        String number = number();

        vendor.put("identifier=" + token.replace("%s", number), visit(number))
                .refused(422, "request.criteria-disagree")
                .names("identifier");

        nothingStored(number);
    }

    @Test
    void refusesToGiveAnAppointmentAnotherIdentifier() {
        String number = number();
        vendor.post(visit(OTHER_SYSTEM, number)).is(201);

        vendor.put("identifier=" + number, visit(number))
                .refused(422, "field.identifier-kept")
                .names("Appointment.identifier");

        assertThat(stored(number).at("/identifier/0/system").asText()).isEqualTo(OTHER_SYSTEM);
    }

    @Test
    void demandsNoVersionAndHoldsToOneThatIsSent() {
        String number = number();
        vendor.post(visit(number)).is(201);

        vendor.put(by(number), visit(number).put("status", "noshow"), "If-Match", "W/\"9\"")
                .refused(412, "version.stale");
        vendor.put(by(number), visit(number).put("status", "noshow"), "If-Match", "W/\"1\"")
                .is(200);
    }

    @Test
    void refusesASecondAppointmentUnderAnIdentifier() {
        String number = number();
        vendor.post(visit(number)).is(201);

        Answer answer =
                vendor.post(visit(number)).refused(409, "request.duplicate").names("Appointment.identifier");

        assertThat(answer.issue().path("code").asText()).isEqualTo("duplicate");
        vendor.post(visit(OTHER_SYSTEM, number)).is(201);
        assertThat(platform.get("Appointment?" + by(number)).json().path("entry"))
                .hasSize(1);
    }

    // Status model

    static Stream<Arguments> moves() {
        return STATES.stream().flatMap(from -> STATES.stream().map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest
    @MethodSource("moves")
    void movesFromEveryStateToEveryOther(String from, String to) {
        String number = number();
        vendor.put(by(number), visit(number).put("status", from)).is(201);

        vendor.put(by(number), visit(number).put("status", to).put("comment", "moved"))
                .is(200);

        assertThat(stored(number).path("status").asText()).isEqualTo(to);
    }

    @ParameterizedTest
    @ValueSource(strings = {"proposed", "arrived", "checked-in", "waitlist", "entered-in-error"})
    void refusesTheStatesThatThePlatformDoesNotUse(String state) {
        String number = number();
        ObjectNode sent = visit(number).put("status", state);

        vendor.post(sent).refused(422, "status.initial");
        vendor.put(by(number), sent).refused(422, "status.initial");
        nothingStored(number);
        vendor.post(visit(number)).is(201);
        vendor.put(by(number), sent).refused(422, "status.transition");
        assertThat(stored(number).path("status").asText()).isEqualTo("booked");
    }

    @Test
    void takesACancelledAppointmentAgainUnlessThatIsFinal() {
        String number = number();
        vendor.post(visit(number).put("status", "cancelled")).is(201);
        vendor.put(by(number), visit(number)).is(200);

        switched.post(visit(number).put("status", "cancelled")).is(201);
        switched.put(by(number), visit(number)).refused(422, "status.final");
    }

    @Test
    void asksForPendingWhileAParticipantHasToConfirm() {
        for (String state : STATES) {
            String number = number();
            ObjectNode sent = participantIs(visit(number).put("status", state), "needs-action");

            Answer answer = vendor.put(by(number), sent);

            if (state.equals("pending")) {
                answer.is(201);
            } else {
                answer.refused(422, "field.needs-action-is-pending").names("Appointment.status");
                nothingStored(number);
            }
        }
    }

    // Field rules: each on POST, on PUT that creates and on PUT that changes

    private static ObjectNode participantIs(ObjectNode visit, String status) {
        ((ObjectNode) visit.at("/participant/0")).put("status", status);
        return visit;
    }

    private static ObjectNode at(ObjectNode visit, String pointer) {
        return (ObjectNode) visit.at(pointer);
    }

    private static Arguments wrong(String what, String rule, String element, Consumer<ObjectNode> change) {
        return Arguments.of(what, rule, element, change);
    }

    static Stream<Arguments> wrongVisits() {
        String operator = "/extension/0/valueReference/identifier";
        String caregiver = "/participant/0/actor/identifier";
        return Stream.of(
                wrong("no identifier", "profile.invalid", "identifier", visit -> visit.remove("identifier")),
                wrong(
                        "two identifiers",
                        "profile.invalid",
                        "identifier",
                        visit -> ((ArrayNode) visit.path("identifier"))
                                .addObject()
                                .put("system", SYSTEM)
                                .put("value", "more")),
                wrong(
                        "identifier without system",
                        "profile.invalid",
                        "identifier",
                        visit -> at(visit, "/identifier/0").remove("system")),
                wrong(
                        "identifier without value",
                        "profile.invalid",
                        "identifier",
                        visit -> at(visit, "/identifier/0").remove("value")),
                wrong("no operator", "profile.invalid", "extension", visit -> visit.remove("extension")),
                wrong(
                        "two operators",
                        "profile.invalid",
                        "extension",
                        visit -> ((ArrayNode) visit.path("extension"))
                                .add(visit.at("/extension/0").deepCopy())),
                wrong(
                        "operator is a text",
                        "profile.invalid",
                        "extension",
                        visit -> visit.putArray("extension")
                                .addObject()
                                .put("url", OPERATOR)
                                .put("valueString", "x")),
                wrong(
                        "operator without identifier",
                        "profile.invalid",
                        "extension",
                        visit -> at(visit, "/extension/0/valueReference")
                                .removeAll()
                                .put("reference", "https://x.example.org/Practitioner/1")),
                wrong(
                        "operator without type",
                        "field.operator-combination",
                        "extension",
                        visit -> at(visit, operator).remove("type")),
                wrong(
                        "operator with two codings",
                        "field.operator-combination",
                        "extension",
                        visit -> ((ArrayNode) visit.at(operator + "/type/coding"))
                                .add(visit.at(operator + "/type/coding/0").deepCopy())),
                wrong(
                        "operator type without code",
                        "field.operator-combination",
                        "extension",
                        visit -> at(visit, operator + "/type/coding/0").remove("code")),
                wrong(
                        "operator type of another system",
                        "profile.invalid",
                        "extension",
                        visit -> at(visit, operator + "/type/coding/0")
                                .put("system", "http://terminology.hl7.org/CodeSystem/v2-0203")),
                wrong(
                        "operator without system",
                        "field.operator-combination",
                        "extension",
                        visit -> at(visit, operator).remove("system")),
                wrong(
                        "operator without value",
                        "profile.invalid",
                        "extension",
                        visit -> at(visit, operator).remove("value")),
                wrong(
                        "IDNPS in the platform's system",
                        "field.operator-combination",
                        "extension",
                        visit -> at(visit, operator).put("system", "urn:oid:1.2.250.1.213.3.6")),
                wrong(
                        "INTRN in the national system",
                        "field.operator-combination",
                        "extension",
                        visit -> at(visit, operator + "/type/coding/0").put("code", "INTRN")),
                wrong("INTRN without a UUID", "field.operator-combination", "extension", visit -> {
                    at(visit, operator + "/type/coding/0").put("code", "INTRN");
                    at(visit, operator).put("system", "urn:oid:1.2.250.1.213.3.6");
                }),
                wrong("status of FHIR's none", "body.value", "status", visit -> visit.put("status", "confirmed")),
                wrong("no status", "base.required", "status", visit -> visit.remove("status")),
                wrong("no start", "base.invariant", "start", visit -> visit.remove("start")),
                wrong("no end", "base.invariant", "end", visit -> visit.remove("end")),
                wrong("no participant", "base.required", "participant", visit -> visit.remove("participant")),
                wrong(
                        "caregiver of type INTRN",
                        "profile.invalid",
                        "participant",
                        visit -> at(visit, caregiver + "/type/coding/0").put("code", "INTRN")),
                wrong(
                        "caregiver without type",
                        "profile.invalid",
                        "participant",
                        visit -> at(visit, caregiver).remove("type")),
                wrong(
                        "caregiver in another system",
                        "profile.invalid",
                        "participant",
                        visit -> at(visit, caregiver).put("system", "urn:oid:1.2.250.1.213.3.6")),
                wrong(
                        "caregiver without value",
                        "field.caregiver-number",
                        "participant",
                        visit -> at(visit, caregiver).remove("value")),
                wrong(
                        "RPPS without 8",
                        "field.caregiver-number",
                        "participant",
                        visit -> at(visit, caregiver).put("value", "10002345678")),
                wrong(
                        "RPPS too short",
                        "field.caregiver-number",
                        "participant",
                        visit -> at(visit, caregiver).put("value", "81000234567")),
                wrong(
                        "RPPS too long",
                        "field.caregiver-number",
                        "participant",
                        visit -> at(visit, caregiver).put("value", "8100023456789")),
                wrong(
                        "RPPS with letters",
                        "field.caregiver-number",
                        "participant",
                        visit -> at(visit, caregiver).put("value", "81000234567A")),
                wrong(
                        "participant tentative",
                        "field.participant-status",
                        "participant",
                        visit -> participantIs(visit, "tentative")),
                wrong(
                        "participant declined",
                        "field.participant-status",
                        "participant",
                        visit -> participantIs(visit, "declined")),
                wrong(
                        "participant refused",
                        "body.value",
                        "Appointment.participant[0].status",
                        visit -> participantIs(visit, "refused")),
                wrong("SOS with two extensions", "profile.invalid", "extension", visit -> {
                    claim(visit, SOS);
                    ((ArrayNode) visit.path("extension"))
                            .addObject()
                            .put("url", "https://example.org/colour")
                            .put("valueString", "blue");
                }),
                wrong("SOS operator of another type", "field.operator-combination", "extension", visit -> {
                    claim(visit, SOS);
                    at(visit, operator + "/type/coding/0").put("code", "RRI");
                }),
                wrong(
                        "SOS participant tentative",
                        "field.sos-participant-status",
                        "participant",
                        visit -> participantIs(claim(visit, SOS), "tentative")),
                wrong(
                        "slot that is none",
                        "profile.invalid",
                        "slot",
                        visit -> visit.putArray("slot")
                                .addObject()
                                .put("reference", "https://x.example.org/Schedule/1")),
                wrong(
                        "actor that takes no part",
                        "profile.invalid",
                        "participant",
                        visit -> at(visit, "/participant/0/actor")
                                .removeAll()
                                .put("reference", "https://x.example.org/Organization/1")));
    }

    private static ObjectNode claim(ObjectNode visit, String profile) {
        visit.putObject("meta").putArray("profile").add(profile);
        return visit;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongVisits")
    void refusesWhatBreaksARule(String what, String rule, String element, Consumer<ObjectNode> change) {
        int status = rule.startsWith("body.") ? 400 : 422;
        String number = number();
        ObjectNode wrong = visit(number);
        change.accept(wrong);
        boolean named = wrong.at("/identifier/0/value").asText().equals(number)
                && wrong.at("/identifier/0/system").asText().equals(SYSTEM);

        vendor.post(wrong).refused(status, rule).names(element);
        vendor.put(by(number), wrong).refused(status, named ? rule : "request.criteria-disagree");
        nothingStored(number);
        vendor.post(visit(number)).is(201);
        vendor.put(by(number), wrong).refused(status, named ? rule : "request.criteria-disagree");
        assertThat(stored(number).at("/meta/versionId").asText()).isEqualTo("1");
    }

    static Stream<Arguments> rightVisits() {
        String operator = "/extension/0/valueReference/identifier";
        Map<String, Consumer<ObjectNode>> right = new LinkedHashMap<>();
        right.put(
                "profile by its own URL",
                visit -> claim(visit, "http://sas.fr/fhir/StructureDefinition/FrAppointmentSAS"));
        right.put("no profile", visit -> visit.remove("meta"));
        right.put("a profile that nobody knows", visit -> claim(visit, "http://example.org/p"));
        right.put("operator of the platform", visit -> {
            at(visit, operator + "/type/coding/0").put("code", "INTRN");
            at(visit, operator)
                    .put("system", "urn:oid:1.2.250.1.213.3.6")
                    .put("value", "0b9f6a52-6b0e-4d8f-9a53-c6f5a1f0a001");
        });
        right.put("operator with a plain number", visit -> at(visit, operator).put("value", "810002345678"));
        right.put("ADELI", visit -> at(visit, "/participant/0/actor/identifier").put("value", "0759300128"));
        right.put("created", visit -> visit.put("created", "2026-03-01T08:30:00+01:00"));
        right.put(
                "another extension behind the operator",
                visit -> ((ArrayNode) visit.path("extension"))
                        .addObject()
                        .put("url", "https://example.org/colour")
                        .put("valueString", "blue"));
        right.put("SOS without actor", visit -> {
            claim(visit, SOS);
            at(visit, "/participant/0").remove("actor");
            at(visit, "/participant/0")
                    .putArray("type")
                    .addObject()
                    .putArray("coding")
                    .addObject()
                    .put("system", "http://terminology.hl7.org/CodeSystem/v3-ParticipationType")
                    .put("code", "ADM");
        });
        right.put(
                "SOS needs action", visit -> participantIs(claim(visit, SOS).put("status", "pending"), "needs-action"));
        return right.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rightVisits")
    void takesWhatTheRulesAllow(String what, Consumer<ObjectNode> change) {
        String number = number();
        ObjectNode right = visit(number);
        change.accept(right);

        vendor.post(right).is(201);
        vendor.put(by(number), right.put("comment", "again")).is(200);

        JsonNode stored = stored(number);
        assertThat(stored.path("comment").asText()).isEqualTo("again");
        assertThat(stored.at("/meta/profile")).isEqualTo(right.at("/meta/profile"));
    }

    @Test
    void changesEveryElementButTheIdentifier() {
        String number = number();
        vendor.post(visit(number)).is(201);
        ObjectNode changed = visit(number)
                .put("status", "noshow")
                .put("start", "2026-03-10T16:00:00+01:00")
                .put("end", "2026-03-10T16:20:00+01:00");
        at(changed, "/participant/0/actor/identifier").put("value", "810009999999");

        vendor.put(by(number), changed).is(200);

        JsonNode stored = stored(number);
        for (String element : List.of("status", "start", "end", "participant", "identifier", "extension")) {
            assertThat(stored.path(element)).as(element).isEqualTo(changed.path(element));
        }
    }

    // Switches

    @Test
    void readsRefusedAsDeclinedWhereTheContractSaysSo() {
        String number = number();

        switched.post(participantIs(visit(number), "refused")).is(201);

        Answer shown = switched.put(
                        by(number), participantIs(visit(number), "refused"), "Prefer", "return=representation")
                .is(200);
        assertThat(shown.json().at("/participant/0/status").asText()).isEqualTo("declined");
    }

    @Test
    void holdsToTheParticipantStatusOfTheGuideThatTheContractNames() {
        String number = number();
        switched.post(participantIs(visit(number).put("status", "pending"), "needs-action"))
                .refused(422, "field.participant-status");
        switched.post(participantIs(claim(visit(number), SOS).put("status", "pending"), "needs-action"))
                .is(201);
    }

    @Test
    void turnsVendorsWithoutASystemAwayWhereOneIsMandatory() {
        new SasClient(switched.rest().with(server.token(VENDOR)))
                .post(visit(number()))
                .refused(403, "access.context-missing");
    }

    // Authorization

    @Test
    void asksForAProofOfWhoCalls() {
        new SasClient(vendor.rest().with("")).post(visit(number())).refused(401, "token.missing");
        new SasClient(vendor.rest().with("no.token.this")).post(visit(number())).refused(401, "token.invalid");
        new SasClient(vendor.rest().with(server.token("Patient.create")))
                .post(visit(number()))
                .refused(403, "access.right");
        new SasClient(vendor.rest().with(server.token("Appointment.create")))
                .put(by("1"), visit("1"))
                .refused(403, "access.right");
    }

    private static SasClient ownerOf(String system) {
        return new SasClient(vendor.rest().with(server.token(Map.of("identifier_system", system), VENDOR)));
    }

    @Test
    void keepsAVendorToItsOwnIdentifierSystem() {
        SasClient alpha = ownerOf(SYSTEM);
        SasClient beta = ownerOf(OTHER_SYSTEM);
        String number = number();
        alpha.post(visit(number)).is(201);

        beta.post(visit(number)).refused(403, "access.context");
        beta.put(by(number), visit(number).put("status", "noshow")).refused(403, "access.context");
        beta.put(by(number), visit(OTHER_SYSTEM, number)).refused(403, "access.context");
        beta.put("identifier=%7C" + number, visit(OTHER_SYSTEM, number)).refused(403, "access.context");
        beta.put("identifier=x,y", visit(OTHER_SYSTEM, number)).refused(403, "access.context");

        assertThat(stored(number).path("status").asText()).isEqualTo("booked");
        alpha.put(by(number), visit(number).put("status", "noshow")).is(200);
    }

    @Test
    void readsABareValueAsOneOfTheVendorsOwnSystem() {
        SasClient alpha = ownerOf(SYSTEM);
        SasClient beta = ownerOf(OTHER_SYSTEM);
        String number = number();

        Answer first = alpha.put("identifier=" + number, visit(number)).is(201);
        Answer second =
                beta.put("Identifier=" + number, visit(OTHER_SYSTEM, number)).is(201);
        alpha.put("Identifier=" + number, visit(number).put("status", "noshow")).is(200);

        assertThat(located(first)).isNotEqualTo(located(second));
        assertThat(platform.get("Appointment/" + located(first))
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("noshow");
        assertThat(platform.get("Appointment/" + located(second))
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("booked");
        vendor.put("identifier=" + number, visit(number)).refused(412, "request.ambiguous");
    }

    // Search rules

    @Test
    void publishesCreateUpdateAndTheIdentifier() {
        JsonNode statement = vendor.rest().with("").get("metadata").is(200).json();
        JsonNode appointment = null;
        for (JsonNode resource : statement.at("/rest/0/resource")) {
            appointment = resource.path("type").asText().equals("Appointment") ? resource : appointment;
        }

        assertThat(statement.path("fhirVersion").asText()).isEqualTo("4.0.1");
        assertThat(appointment).isNotNull();
        Set<String> interactions = new TreeSet<>();
        appointment
                .path("interaction")
                .forEach(one -> interactions.add(one.path("code").asText()));
        assertThat(interactions).containsExactly("create", "update");
        assertThat(appointment.path("updateCreate").asBoolean()).isTrue();
        assertThat(appointment.path("conditionalUpdate").asBoolean()).isTrue();
        assertThat(appointment.path("conditionalCreate").asBoolean()).isFalse();
        List<String> parameters = new ArrayList<>();
        appointment
                .path("searchParam")
                .forEach(one -> parameters.add(one.path("name").asText()));
        assertThat(parameters).containsExactly("identifier");
        assertThat(appointment.path("supportedProfile")).hasSize(2);
    }

    // Errors

    @ParameterizedTest
    @CsvSource({
        "'{', body.malformed, 400",
        "'[]', body.type, 400",
        "'{\"resourceType\":\"Patient\"}', body.type, 400",
        "'{\"resourceType\":\"Appointment\",\"colour\":\"blue\"}', body.element, 400",
        "'{\"resourceType\":\"Appointment\",\"start\":\"yesterday\"}', body.value, 400"
    })
    void tellsAWrongFormatWith400(String body, String rule, int status) {
        vendor.put(by("1"), body).refused(status, rule);
    }
}
