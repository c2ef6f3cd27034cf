package io.frontdesk.server;

import static io.frontdesk.server.GpConnectDesk.cancelled;
import static io.frontdesk.server.GpConnectDesk.code;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.FhirVersionEnum;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import ca.uhn.fhir.rest.client.interceptor.BearerTokenAuthInterceptor;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.server.GpConnectDesk.Held;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.dstu3.model.Appointment;
import org.hl7.fhir.dstu3.model.Patient;
import org.hl7.fhir.dstu3.model.StringType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of gp-connect, on the wire: booking, amending, cancelling, reading. */
@ExtendWith(GpConnectServer.class)
class GpConnectIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final FhirContext STU3 = FhirContext.forCached(FhirVersionEnum.DSTU3);

    private final GpConnectDesk desk;
    private final Rest consumer;

    GpConnectIT(GpConnectDesk desk) {
        this.desk = desk;
        this.consumer = desk.consumer();
    }

    private IGenericClient client() {
        STU3.getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.NEVER);
        IGenericClient client = STU3.newRestfulGenericClient(desk.base());
        client.registerInterceptor(new BearerTokenAuthInterceptor(desk.token(GpConnectDesk.CONSUMER)));
        return client;
    }

    // Book

    @Test
    void booksAFreeSlot() {
        ObjectNode booking = desk.booking();

        Answer answer = consumer.post(booking).is(201).showsVersion("1");

        assertThat(answer.header("Location")).matches(".*/fhir/gp-connect/Appointment/[^/]+/_history/1");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.json().at("/meta/versionId").asText()).isEqualTo("1");
        assertThat(answer.json().at("/meta/profile/0").asText())
                .isEqualTo(GpConnectDesk.PROFILES + "GPConnect-Appointment-1");
        for (String kept : List.of(
                "contained", "extension", "status", "start", "end", "slot", "created", "comment", "participant")) {
            assertThat(answer.json().path(kept)).as(kept).isEqualTo(booking.path(kept));
        }
        assertThat(desk.slotStatus(booking)).isEqualTo("busy");
    }

    @Test
    void booksSlotsThatAreAdjacent() {
        ObjectNode first = desk.slot();
        ObjectNode second = desk.after(first);

        ObjectNode booking = GpConnectDesk.booking(first, second);

        consumer.post(booking).is(201);
        assertThat(desk.practice()
                        .get("Slot/" + second.path("id").asText())
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("busy");
    }

    @Test
    void refusesSlotsThatDoNotGoTogether() {
        ObjectNode first = desk.slot();
        Instant end = Instant.parse(first.path("end").asText());
        ObjectNode later = desk.slot(end.plus(Duration.ofMinutes(10)), "1");
        ObjectNode elsewhere = desk.slot(end, "2");
        ObjectNode byVideo = desk.after(first);
        byVideo.putArray("extension")
                .addObject()
                .put("url", GpConnectDesk.DELIVERY_CHANNEL)
                .put("valueCode", "Video");
        desk.practice().put(byVideo).is(200);
        ObjectNode otherType = desk.after(first);
        otherType.putArray("serviceType").addObject().put("text", "Blood test");
        desk.practice().put(otherType).is(200);

        for (ObjectNode other : List.of(later, elsewhere, byVideo, otherType)) {
            ObjectNode booking = GpConnectDesk.booking(first, other);
            Answer refused =
                    consumer.post(booking).refused(422, "slot.disagrees").names("Appointment.slot");
            assertThat(code(refused)).isEqualTo("INVALID_RESOURCE");
            assertThat(desk.slotStatus(booking)).isEqualTo("free");
        }
    }

    @ParameterizedTest
    @CsvSource({"start, -60", "start, 60", "end, -60", "end, 60"})
    void refusesATimeThatIsNotTheSlots(String element, int seconds) {
        ObjectNode booking = desk.booking();
        booking.put(
                element,
                Instant.parse(booking.path(element).asText())
                        .plusSeconds(seconds)
                        .toString());

        Answer refused = consumer.post(booking).refused(422, "slot.disagrees").names("Appointment." + element);

        assertThat(code(refused)).isEqualTo("INVALID_RESOURCE");
        assertThat(desk.slotStatus(booking)).isEqualTo("free");
    }

    @Test
    void takesTheSlotsTimeInAnyZone() {
        ObjectNode booking = desk.booking();
        for (String element : List.of("start", "end")) {
            booking.put(
                    element,
                    Instant.parse(booking.path(element).asText())
                            .atOffset(ZoneOffset.ofHours(10))
                            .format(DateTimeFormatter.ISO_OFFSET_DATE_TIME));
        }

        consumer.post(booking).is(201);
    }

    @Test
    void refusesASlotThatIsTaken() {
        ObjectNode booking = desk.booking();
        consumer.post(booking).is(201);

        Answer refused = consumer.post(booking).refused(409, "slot.taken");

        assertThat(code(refused)).isEqualTo("DUPLICATE_REJECTED");
        assertThat(refused.issue().path("code").asText()).isEqualTo("duplicate");
    }

    @Test
    void bookedByManyAtOnceASlotIsOnesAlone() throws InterruptedException {
        ObjectNode booking = desk.booking();

        List<Answer> answers = Race.atOnce(client -> consumer.post(booking));

        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.status() != 201))
                .allSatisfy(
                        answer -> assertThat(answer.status()).as(answer.text()).isEqualTo(409));
    }

    @Test
    void refusesReferencesToNothing() {
        ObjectNode slot = desk.booking();
        ((ObjectNode) slot.at("/slot/0")).put("reference", "Slot/none");
        ObjectNode patient = desk.booking();
        ((ObjectNode) patient.at("/participant/0/actor")).put("reference", "Patient/none");

        for (ObjectNode booking : List.of(slot, patient)) {
            Answer refused = consumer.post(booking).is(422);
            assertThat(code(refused)).isEqualTo("REFERENCE_NOT_FOUND");
            assertThat(refused.issue().path("code").asText()).isEqualTo("invalid");
        }
    }

    @Test
    void refusesToBookThePast() {
        ObjectNode booking = GpConnectDesk.booking(desk.slot(Instant.parse("2019-03-09T08:00:00Z"), "1"));

        Answer refused = consumer.post(booking).refused(422, "field.future").names("Appointment.start");

        assertThat(refused.issue().path("diagnostics").asText()).isEqualTo("The appointment starts in the past.");
        assertThat(desk.slotStatus(booking)).isEqualTo("free");
    }

    static List<String> invalid() {
        return Examples.names(GpConnectDesk.CONTRACT, "invalid");
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void refusesWhatIsNoBooking(String name) {
        ObjectNode sound = desk.booking();
        ObjectNode wrong = GpConnectDesk.example(name);
        for (String element : List.of("start", "end", "slot")) {
            if (wrong.has(element) && !name.contains("past") && !name.contains("slot-without")) {
                wrong.set(element, sound.get(element));
            }
        }

        Answer refused = consumer.post(wrong).is(422);

        assertThat(code(refused)).isIn("INVALID_RESOURCE", "REFERENCE_NOT_FOUND");
        assertThat(desk.slotStatus(sound)).isEqualTo("free");
    }

    // Amend

    @Test
    void amendsDescriptionAndComment() {
        Held held = desk.booked();
        ObjectNode changed =
                held.now().put("description", "Check of both knees").put("comment", "Needs no ramp");

        Answer answer = held.put(changed).is(200).showsVersion("2");

        assertThat(answer.json().path("description").asText()).isEqualTo("Check of both knees");
        assertThat(held.now().path("comment").asText()).isEqualTo("Needs no ramp");
        changed = held.now();
        changed.remove("comment");
        held.put(changed).is(200).showsVersion("3");
        assertThat(held.now().has("comment")).isFalse();
        assertThat(desk.slotStatus(changed)).isEqualTo("busy");
    }

    @Test
    void amendsAndCancelsWithAClientThatReadsFirst() {
        IGenericClient client = client();
        Appointment read = client.read()
                .resource(Appointment.class)
                .withId(desk.booked().id())
                .execute();
        read.setComment("From the client");

        MethodOutcome amended = client.update().resource(read).execute();

        assertThat(amended.getId().getVersionIdPart()).isEqualTo("2");
        assertThatThrownBy(() -> client.update().resource(read).execute())
                .isInstanceOf(ResourceVersionConflictException.class);
        Appointment current = (Appointment) amended.getResource();
        current.setStatus(Appointment.AppointmentStatus.CANCELLED);
        assertThatThrownBy(() -> client.update().resource(current).execute())
                .isInstanceOf(UnprocessableEntityException.class);
        current.addExtension().setUrl(GpConnectDesk.CANCELLATION_REASON).setValue(new StringType("Better already"));
        assertThat(client.update().resource(current).execute().getId().getVersionIdPart())
                .isEqualTo("3");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        start              | {"start": "2099-01-01T08:00:00Z"}
        end                | {"end": "2099-12-01T08:00:00Z"}
        created            | {"created": "2026-02-01T08:00:00Z"}
        slot               | {"slot": [{"reference": "Slot/none"}]}
        participant        | {"participant": [{"actor": {"reference": "Patient/702"}, "status": "accepted"}]}
        contained          | {"contained": [{"resourceType": "Organization", "id": "1", "name": "Other"}]}
        extension          | {"extension": []}
        serviceType        | {"serviceType": [{"text": "Blood test"}]}
        priority           | {"priority": 1}
        minutesDuration    | {"minutesDuration": 10}
        identifier         | {"identifier": [{"system": "urn:x", "value": "1"}]}
        language           | {"language": "en"}
        implicitRules      | {"implicitRules": "urn:x"}
        text               | {"text": {"status": "generated", "div": "<div xmlns='http://www.w3.org/1999/xhtml'>x</div>"}}
        modifierExtension  | {"modifierExtension": [{"url": "urn:x", "valueString": "y"}]}
        meta               | {"meta": {"profile": ["https://fhir.nhs.uk/STU3/StructureDefinition/GPConnect-Appointment-1"], "tag": [{"system": "urn:x", "code": "y"}]}}
        meta               | {"meta": {"profile": ["https://fhir.nhs.uk/STU3/StructureDefinition/GPConnect-Appointment-1"], "security": [{"system": "urn:x", "code": "y"}]}}
        status             | {"_status": {"extension": [{"url": "urn:x", "valueString": "y"}]}}
        """)
    void amendsNothingElse(String element, String change) throws IOException {
        Held held = desk.booked();
        ObjectNode before = held.now();
        ObjectNode changed = before.deepCopy().put("comment", "changed as well");
        changed.setAll((ObjectNode) JSON.readTree(change));

        Answer refused = held.put(changed).is(422);

        assertThat(code(refused)).isIn("INVALID_RESOURCE", "REFERENCE_NOT_FOUND");
        assertThat(held.now()).isEqualTo(before);
        if (code(refused).equals("INVALID_RESOURCE")
                && !List.of("contained", "extension").contains(element)) {
            refused.refused(422, "field.amend").names("Appointment." + element);
        }
    }

    @Test
    void movesToNoOtherSlotWhetherThatIsFreeOrTaken() {
        Held held = desk.booked();
        ObjectNode free = desk.booking();
        ObjectNode taken = desk.booked().now();

        for (ObjectNode other : List.of(free, taken)) {
            ObjectNode moved = held.now();
            moved.setAll((ObjectNode) JSON.createObjectNode().set("slot", other.get("slot")));
            held.put(moved).refused(422, "field.amend").names("Appointment.slot");
            assertThat(desk.slotStatus(held.now())).isEqualTo("busy");
        }
        assertThat(desk.slotStatus(free)).isEqualTo("free");
    }

    @ParameterizedTest
    @CsvSource({"description, 100", "comment, 500"})
    void refusesTextsThatAreTooLong(String element, int longest) {
        Held held = desk.booked();

        held.put(held.now().put(element, "x".repeat(longest))).is(200);
        Answer refused =
                held.put(held.now().put(element, "x".repeat(longest + 1))).refused(422, "field." + element + "-length");

        assertThat(code(refused)).isEqualTo("INVALID_RESOURCE");
    }

    @Test
    void refusesAVersionThatIsMissingStaleOrNone() {
        Held held = desk.booked();
        held.put(held.now().put("comment", "second")).is(200);
        ObjectNode third = held.now().put("comment", "third");

        assertThat(code(consumer.put(third).refused(400, "version.missing"))).isEqualTo("BAD_REQUEST");
        assertThat(code(consumer.put(third, "If-Match", "W/\"1\"").refused(409, "version.stale")))
                .isEqualTo("FHIR_CONSTRAINT_VIOLATION");
        assertThat(code(consumer.put(third, "If-Match", "W/\"9\"").refused(409, "version.stale")))
                .isEqualTo("FHIR_CONSTRAINT_VIOLATION");
        assertThat(code(consumer.put(third, "If-Match", "second").refused(409, "version.malformed")))
                .isEqualTo("FHIR_CONSTRAINT_VIOLATION");
        assertThat(consumer.put(third, "If-Match", "*").status()).isEqualTo(400);
        held.read().showsVersion("2");
        consumer.put(third, "If-Match", "W/\"2\"").is(200);
    }

    @Test
    void amendedByManyAtOnceOneWins() throws InterruptedException {
        Held held = desk.booked();
        ObjectNode now = held.now();

        List<Answer> answers = Race.atOnce(
                client -> consumer.put(now.deepCopy().put("comment", "client " + client), "If-Match", "W/\"1\""));

        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(1);
        assertThat(answers.stream().filter(answer -> answer.status() != 200))
                .allSatisfy(
                        answer -> assertThat(answer.status()).as(answer.text()).isEqualTo(409));
        held.read().showsVersion("2");
    }

    // Cancel

    @Test
    void cancelsAndFreesTheSlot() {
        Held held = desk.booked();

        Answer answer = held.put(cancelled(held.now())).is(200).showsVersion("2");

        assertThat(answer.json().path("status").asText()).isEqualTo("cancelled");
        assertThat(answer.text()).contains("Better already");
        assertThat(desk.slotStatus(answer.json())).isEqualTo("free");
        ObjectNode again = GpConnectDesk.example("valid/gpc-booked");
        for (String element : List.of("start", "end", "slot")) {
            again.set(element, answer.json().get(element));
        }
        consumer.post(again).is(201);
    }

    @Test
    void cancelsForAReasonAlone() {
        Held held = desk.booked();
        ObjectNode empty = cancelled(held.now());
        ((ObjectNode) empty.withArray("extension").get(1)).remove("valueString");

        held.put(held.now().put("status", "cancelled")).refused(422, "field.cancellation-reason");
        held.put(empty).is(422);

        assertThat(held.now().path("status").asText()).isEqualTo("booked");
        assertThat(desk.slotStatus(held.now())).isEqualTo("busy");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        description | {"description": "Other"}
        comment     | {"comment": "Other"}
        start       | {"start": "2099-01-01T08:00:00Z"}
        priority    | {"priority": 1}
        slot        | {"slot": [{"reference": "Slot/none", "display": "x"}]}
        """)
    void changesNothingElseWhenItCancels(String element, String change) throws IOException {
        Held held = desk.booked();
        ObjectNode changed = cancelled(held.now());
        changed.setAll((ObjectNode) JSON.readTree(change));

        Answer refused = held.put(changed).is(422);

        if (!element.equals("slot")) {
            refused.refused(422, "field.cancel").names("Appointment." + element);
        }
        held.read().showsVersion("1");
        assertThat(desk.slotStatus(held.now())).isEqualTo("busy");
    }

    @Test
    void keepsTheOtherExtensionsWhenItCancels() {
        Held held = desk.booked();
        ObjectNode more = cancelled(held.now());
        more.withArray("extension").addObject().put("url", "urn:x").put("valueString", "y");
        ObjectNode less = cancelled(held.now());
        less.withArray("extension").remove(0);

        held.put(more).refused(422, "field.cancel").names("Appointment.extension");
        held.put(less).is(422);

        held.read().showsVersion("1");
    }

    @Test
    void amendsNothingThatIsCancelled() {
        Held held = desk.booked();
        held.put(cancelled(held.now())).is(200);
        ObjectNode otherReason = held.now();
        ((ObjectNode) otherReason.withArray("extension").get(1)).put("valueString", "Another one");

        for (ObjectNode changed : List.of(held.now().put("comment", "late"), otherReason)) {
            assertThat(code(held.put(changed).refused(422, "status.frozen"))).isEqualTo("INVALID_RESOURCE");
        }
        held.put(held.now().put("status", "booked")).refused(422, "status.final");
        held.read().showsVersion("2");
    }

    @Test
    void cancelsNoVisit() {
        ObjectNode booking = desk.booking();
        booking.withArray("extension")
                .addObject()
                .put("url", GpConnectDesk.DELIVERY_CHANNEL)
                .put("valueCode", "Visit");
        Held held = desk.held(consumer.post(booking).is(201));

        held.put(cancelled(held.now())).refused(422, "field.visit");
        held.put(held.now().put("comment", "amended")).is(200);
    }

    // Too late

    @Test
    void neitherAmendsNorCancelsWhatHasBegun() {
        Held held = desk.booked();
        String start = held.now().path("start").asText();
        held.record(start, "2020-01-01T09:00:00Z");
        assertThat(held.now().path("start").asText()).isEqualTo("2020-01-01T09:00:00Z");

        held.put(held.now().put("comment", "late")).refused(422, "field.future").names("Appointment.start");
        Answer refused = held.put(cancelled(held.now())).refused(422, "field.future");

        assertThat(code(refused)).isEqualTo("INVALID_RESOURCE");
        // By a new start it is not to come again either.
        held.put(held.now().put("start", "2099-12-01T08:00:00Z")).is(422);
        held.read().showsVersion("1");
    }

    // What is not offered

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        DELETE | Appointment/%s          | ''
        PATCH  | Appointment/%s          | [{"op":"replace","path":"/comment","value":"x"}]
        GET    | Appointment/%s/_history | ''
        POST   | ''                      | {"resourceType":"Bundle","type":"transaction"}
        PUT    | Appointment?start=2099  | {"resourceType":"Appointment"}
        """)
    void offersNothingElse(String method, String path, String body) {
        Held held = desk.booked();

        Answer refused = consumer.send(
                method,
                path.formatted(held.id()),
                body,
                "Content-Type",
                method.equals("PATCH") ? "application/json-patch+json" : "application/fhir+json");

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(code(refused)).isEqualTo("BAD_REQUEST");
        held.read().showsVersion("1");
    }

    @Test
    void createsUnderNoIdOfAClient() {
        ObjectNode booking = desk.booking().put("id", "mine");

        Answer refused = consumer.put(booking, "If-Match", "W/\"1\"");

        assertThat(refused.status()).isIn(404, 409);
        assertThat(code(consumer.get("Appointment/mine").is(404))).isEqualTo("NO_RECORD_FOUND");
        assertThat(desk.slotStatus(booking)).isEqualTo("free");
    }

    // Read

    @Test
    void readsWithTheVersion() {
        Held held = desk.booked();

        Answer read = held.read().showsVersion("1");

        assertThat(read.json().at("/meta/versionId").asText()).isEqualTo("1");
        assertThat(consumer.get(held.address(), "If-None-Match", "W/\"1\"").status())
                .isEqualTo(304);
        assertThat(consumer.get(held.address(), "Accept", "application/fhir+xml")
                        .is(200)
                        .text())
                .contains("<Appointment");
        assertThat(code(consumer.get("Appointment/none").refused(404, "request.not-found")))
                .isEqualTo("NO_RECORD_FOUND");
        Patient patient = client().read().resource(Patient.class).withId("701").execute();
        assertThat(patient.getIdElement().getIdPart()).isEqualTo("701");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/csv", "image/png"})
    void answersInNoOtherFormat(String accepted) {
        assertThat(code(consumer.get(desk.booked().address(), "Accept", accepted)
                        .is(415)))
                .isEqualTo("UNSUPPORTED_MEDIA_TYPE");
    }

    @Test
    void saysWhatItOffers() {
        Set<String> told = new TreeSet<>();
        Set<String> searched = new TreeSet<>();
        for (JsonNode resource : consumer.get("metadata").json().at("/rest/0/resource")) {
            if (resource.path("type").asText().equals("Appointment")) {
                resource.path("interaction")
                        .forEach(one -> told.add(one.path("code").asText()));
                resource.path("searchParam")
                        .forEach(one -> searched.add(one.path("name").asText()));
                assertThat(resource.path("versioning").asText()).isEqualTo("versioned-update");
            }
        }

        assertThat(told).containsExactly("create", "read", "search-type", "update");
        assertThat(searched).containsExactly("patient", "start");
    }
}
