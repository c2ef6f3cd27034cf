package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Consumers of the endpoint gp-connect, the practice behind it, and what they store. */
final class GpConnectDesk {

    static final String CONTRACT = "gp-connect";
    static final String PROFILES = "https://fhir.nhs.uk/STU3/StructureDefinition/";
    static final String CANCELLATION_REASON = PROFILES + "Extension-GPConnect-AppointmentCancellationReason-1";
    static final String DELIVERY_CHANNEL = PROFILES + "Extension-GPConnect-DeliveryChannel-2";
    static final String CONSUMER = "patient/*.read patient/*.write organization/*.read conf/N";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant FIRST = Instant.parse("2099-03-09T08:00:00Z");

    private final TestServer server;
    private final StoredRecord record;
    private final AtomicInteger slots = new AtomicInteger();

    GpConnectDesk(TestServer server, StoredRecord record) {
        this.server = server;
        this.record = record;
        Rest practice = practice();
        for (String there : new String[] {"Patient/701", "Patient/702", "Location/801", "Practitioner/601"}) {
            practice.put(resource(there)).is(201);
        }
        for (String schedule : new String[] {"Schedule/1", "Schedule/2"}) {
            ObjectNode resource = resource(schedule);
            resource.putArray("actor").addObject().put("reference", "Location/801");
            practice.put(resource).is(201);
        }
    }

    private static ObjectNode resource(String reference) {
        String[] parts = reference.split("/");
        return JSON.createObjectNode().put("resourceType", parts[0]).put("id", parts[1]);
    }

    String base() {
        return server.base(CONTRACT);
    }

    String token(String requestedScope) {
        return server.token(Map.of("requested_scope", requestedScope));
    }

    /** Returns a consumer who asks for so much. */
    Rest consumer(String requestedScope) {
        return new Rest(base(), token(requestedScope));
    }

    /** Returns a consumer who asks for all that there is. */
    Rest consumer() {
        return consumer(CONSUMER);
    }

    /** Returns the practice's own system. */
    Rest practice() {
        return new Rest(
                base(),
                server.token(
                        "Appointment.read",
                        "Slot.write",
                        "Slot.read",
                        "Schedule.write",
                        "Patient.write",
                        "Location.write",
                        "Practitioner.write"));
    }

    static ObjectNode example(String name) {
        return Examples.of(CONTRACT, name);
    }

    /** Stores a free Slot of ten minutes behind the last one, with an hour between them. */
    ObjectNode slot() {
        return slot(FIRST.plus(Duration.ofHours(slots.getAndIncrement())), "1");
    }

    ObjectNode slot(Instant start, String schedule) {
        ObjectNode slot = example("valid/slot-901")
                .put("id", UUID.randomUUID().toString())
                .put("start", start.toString())
                .put("end", start.plus(Duration.ofMinutes(10)).toString());
        slot.putObject("schedule").put("reference", "Schedule/" + schedule);
        practice().put(slot).is(201);
        return slot;
    }

    /** Returns the free Slot that begins when another one ends. */
    ObjectNode after(ObjectNode slot) {
        return slot(Instant.parse(slot.path("end").asText()), "1");
    }

    /** Returns a booking of a Slot of its own, to be sent. */
    ObjectNode booking() {
        return booking(slot());
    }

    /** Returns a booking of Slots, the first to the last, to be sent. */
    static ObjectNode booking(ObjectNode... slots) {
        ObjectNode booking = example("valid/gpc-booked");
        booking.set("start", slots[0].get("start"));
        booking.set("end", slots[slots.length - 1].get("end"));
        ArrayNode held = booking.putArray("slot");
        for (ObjectNode slot : slots) {
            held.addObject().put("reference", "Slot/" + slot.path("id").asText());
        }
        return booking;
    }

    Held booked() {
        return held(consumer().post(booking()).is(201));
    }

    Held held(Answer created) {
        return new Held(this, created.id());
    }

    /** Returns the status of a Slot. */
    String slotStatus(JsonNode appointment) {
        return practice()
                .get(appointment.at("/slot/0/reference").asText())
                .is(200)
                .json()
                .path("status")
                .asText();
    }

    /** Returns an appointment as it is when cancelled for a reason. */
    static ObjectNode cancelled(ObjectNode appointment) {
        ObjectNode cancelled = appointment.deepCopy().put("status", "cancelled");
        cancelled
                .withArray("extension")
                .addObject()
                .put("url", CANCELLATION_REASON)
                .put("valueString", "Better already");
        return cancelled;
    }

    /** Returns the code by which the system's clients know a refusal. */
    static String code(Answer refused) {
        JsonNode coding = refused.issue().at("/details/coding/0");
        assertThat(coding.path("system").asText())
                .isEqualTo("https://fhir.nhs.uk/STU3/CodeSystem/Spine-ErrorOrWarningCode-1");
        assertThat(coding.path("display").asText()).isNotEmpty();
        assertThat(refused.json().at("/meta/profile/0").asText()).isEqualTo(PROFILES + "GPConnect-OperationOutcome-1");
        return coding.path("code").asText();
    }

    /** An appointment that is stored. */
    record Held(GpConnectDesk desk, String id) {

        String address() {
            return "Appointment/" + id;
        }

        /** Returns it as it is now. */
        ObjectNode now() {
            return (ObjectNode) read().json();
        }

        Answer read() {
            return desk.consumer().get(address()).is(200);
        }

        /** Updates it from its current version. */
        Answer put(JsonNode changed) {
            return desk.consumer().put(changed, "If-Match", read().header("ETag"));
        }

        /** Changes a text in the stored JSON, as the practice's other systems would. */
        void record(String from, String to) {
            desk.record.change(CONTRACT, id, from, to);
        }
    }
}
