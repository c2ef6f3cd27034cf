package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;

/**
 * Callers of the Millennium endpoints, what they store, and the record itself: what the hospital writes past this server, and
 * what it holds locked.
 */
final class MillenniumDesk {

    static final String SEED = "millennium-2019";
    static final String LATER = "millennium-2024";
    static final String SWITCHED = "millennium-switched";
    static final String PATIENT = "12724001";
    static final String EXTENSIONS = "https://fhir-ehr.cerner.com/r4/StructureDefinition/";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestServer server;
    private final StoredRecord record;

    MillenniumDesk(TestServer server, StoredRecord record) {
        this.server = server;
        this.record = record;
    }

    /** Returns the base URL of an endpoint. */
    String base(String contract) {
        return server.base(contract);
    }

    /** Returns a token with scopes, and with a patient in context unless that is empty. */
    String token(String scopes, String patient) {
        return server.token(patient.isEmpty() ? Map.of("scope", scopes) : Map.of("scope", scopes, "patient", patient));
    }

    /** Returns a caller with scopes and, unless it is empty, a patient in context. */
    Rest caller(String contract, String scopes, String patient) {
        return new Rest(server.base(contract), token(scopes, patient));
    }

    /** Returns a provider who may read and write appointments. */
    Rest provider(String contract) {
        return caller(contract, "user/Appointment.read user/Appointment.write", "");
    }

    /** Returns the hospital's own system. */
    Rest hospital(String contract) {
        return caller(
                contract,
                "system/Appointment.read system/Appointment.write system/Slot.write system/Slot.read"
                        + " system/Schedule.write system/Patient.write system/Location.write",
                "");
    }

    /** Returns an example of a built-in contract: {@code valid/create-booked}. */
    static ObjectNode example(String contract, String name) {
        return Examples.of(contract, name);
    }

    /** Stores a free slot and returns its reference. */
    String slot(String contract) {
        ObjectNode slot = example(SEED, "valid/slot");
        String id = UUID.randomUUID().toString();
        slot.put("id", id);
        hospital(contract).put(slot).is(201);
        return "Slot/" + id;
    }

    /** Returns a booked appointment that fills a slot of its own, to be created. */
    ObjectNode booking(String contract) {
        ObjectNode booking = example(SEED, "valid/create-booked");
        ((ObjectNode) booking.at("/slot/0")).put("reference", slot(contract));
        return booking;
    }

    /** Stores a booked appointment. */
    Held booked(String contract) {
        return held(contract, provider(contract).post(booking(contract)).is(201));
    }

    /** Stores an appointment that the record shows in a status, however it came to it. */
    Held in(String contract, String status) {
        Held held = booked(contract);
        held.record("\"status\":\"booked\"", "\"status\":\"" + status + "\"");
        return held;
    }

    Held held(String contract, Answer created) {
        String location = created.header("Location");
        return new Held(this, contract, location.substring(location.lastIndexOf('/') + 1), created.version());
    }

    /** A connection to the record of an endpoint, past the server. */
    Connection record(String contract) throws SQLException {
        return record.open(contract);
    }

    /**
     * An appointment that is stored.
     *
     * @param version its version when it was created
     */
    record Held(MillenniumDesk desk, String contract, String id, String version) {

        String address() {
            return "Appointment/" + id;
        }

        /** Patches it as a provider from the version that it was created in. */
        Answer patch(String patch) {
            return desk.provider(contract).patch(address(), patch, "If-Match", "W/\"" + version + "\"");
        }

        /** Returns it as it is now, for somebody who sees everything. */
        Answer now() {
            return desk.hospital(contract).get(address()).is(200);
        }

        String status() {
            return now().json().path("status").asText();
        }

        /** Asserts that nothing has changed it. */
        void unchanged() {
            assertThat(now().version()).isEqualTo(version);
        }

        /** Changes a text in the stored JSON, as the hospital's other systems would. */
        void record(String from, String to) {
            desk.record.change(contract, id, from, to);
        }
    }

    /** Returns a patch of one operation whose value is a text. */
    static String patch(String op, String path, String value) {
        return "[{\"op\":\"" + op + "\",\"path\":\"" + path + "\",\"value\":\"" + value + "\"}]";
    }
}
