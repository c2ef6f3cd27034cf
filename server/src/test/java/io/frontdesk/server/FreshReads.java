package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;

/** Whoever reads is shown what is stored, however often they have read before and whichever node has written. */
final class FreshReads {

    private static final int VERSIONS = 3;

    private FreshReads() {}

    /** One reads before and after each change that the other makes; both serve core on one store. */
    static void showWhatAnotherHasWritten(TestServer reading, TestServer writing) {
        Rest reader = desk(reading);
        Rest writer = desk(writing);
        writer.put(Rest.fixture("patient.json").put("id", "anna"));
        String number = UUID.randomUUID().toString();
        String search = "Appointment?identifier=" + number;
        total(reader, search, 0);
        String id = writer.post(visit(number, 1)).is(201).id();
        for (int version = 1; version <= VERSIONS; version++) {
            if (version > 1) {
                writer.put(visit(number, version).put("id", id), "If-Match", "W/\"" + (version - 1) + "\"")
                        .is(200);
            }
            Answer read = reader.get("Appointment/" + id, "If-None-Match", "W/\"" + (version - 1) + "\"");
            read.is(200).showsVersion(String.valueOf(version));
            reader.get("Appointment/" + id, "If-None-Match", "W/\"" + version + "\"")
                    .is(304);
            reader.get("Appointment/" + id + "/_history/" + version).is(200);
            JsonNode found = total(reader, search, 1);
            assertThat(found.at("/entry/0/resource/meta/versionId").asInt()).isEqualTo(version);
            total(reader, search + "&_summary=count", 1);
            JsonNode history = total(reader, "Appointment/" + id + "/_history", version);
            assertThat(history.path("entry")).hasSize(version);
            assertThat(history.at("/entry/0/resource/description").asText()).isEqualTo("version " + version);
        }
        writer.send("DELETE", "Appointment/" + id, "", "If-Match", "W/\"" + VERSIONS + "\"")
                .is(200);
        reader.get("Appointment/" + id).refused(410, "request.gone");
        total(reader, search, 0);
    }

    private static Rest desk(TestServer server) {
        return new Rest(server.base("core"), server.token("Appointment.*", "Patient.*"));
    }

    private static JsonNode total(Rest reader, String path, int expected) {
        JsonNode found = reader.get(path).is(200).json();
        assertThat(found.path("total").asInt()).as("total of %s", path).isEqualTo(expected);
        return found;
    }

    private static ObjectNode visit(String number, int version) {
        ObjectNode visit = Rest.fixture("core-appointment.json").put("description", "version " + version);
        visit.putArray("identifier").addObject().put("value", number);
        return visit;
    }
}
