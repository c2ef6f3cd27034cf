package io.frontdesk.server;

import static io.frontdesk.server.SasClient.SYSTEM;
import static io.frontdesk.server.SasClient.visit;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Thirty-two clients who tell of one appointment under an identifier that nothing has yet, on one node or several: some by
 * conditional update, the criteria spelled in three ways, and some by POST. One appointment comes of it, and each client is told
 * what became of its request.
 */
final class IdentifierRace {

    private static final int CLIENTS = 32;
    private static final Set<Integer> LOST = Set.of(409, 412, 423);
    private static final List<String> SPELLINGS =
            List.of("identifier=" + SYSTEM + "%7C", "Identifier=" + SYSTEM + "%7C", "Identifier=");

    private final List<SasClient> nodes;
    private final Rest platform;

    /** Takes the nodes, all of which serve fr-sas on one store. */
    IdentifierRace(List<TestServer> servers) {
        nodes = servers.stream()
                .map(server -> new SasClient(
                        new Rest(server.base("fr-sas"), server.token("Appointment.create", "Appointment.update"))))
                .toList();
        platform =
                new Rest(servers.get(0).base("fr-sas"), servers.get(0).token("Appointment.read", "Appointment.search"));
    }

    /** All clients update by identifier: one creates, and whoever else gets through made a version of its own. */
    void oneIsCreatedByConditionalUpdates(int rounds) throws InterruptedException {
        for (int round = 0; round < rounds; round++) {
            String number = UUID.randomUUID().toString();
            told(number, Race.atOnce(CLIENTS, client -> put(number, client)));
        }
    }

    /** A quarter of the clients creates by POST: one request creates, of whichever kind. */
    void oneIsCreatedByWhateverComesFirst(int rounds) throws InterruptedException {
        for (int round = 0; round < rounds; round++) {
            String number = UUID.randomUUID().toString();
            List<Answer> answers =
                    Race.atOnce(CLIENTS, client -> client % 4 == 0 ? post(number, client) : put(number, client));
            told(number, answers);
            for (int client = 0; client < CLIENTS; client += 4) {
                if (answers.get(client).status() != 201) {
                    answers.get(client).refused(409, "request.duplicate");
                }
            }
        }
    }

    private Answer put(String number, int client) {
        return nodes.get(client % nodes.size())
                .put(
                        SPELLINGS.get(client / nodes.size() % SPELLINGS.size()) + number,
                        visit(number).put("comment", "client " + client),
                        "Prefer",
                        "return=representation");
    }

    private Answer post(String number, int client) {
        return nodes.get(client / 4 % nodes.size())
                .post(visit(number).put("comment", "client " + client), "Prefer", "return=representation");
    }

    private void told(String number, List<Answer> answers) {
        Map<Integer, String> versions = new TreeMap<>();
        Set<String> ids = new HashSet<>();
        int created = 0;
        for (int client = 0; client < answers.size(); client++) {
            Answer answer = answers.get(client);
            assertThat(answer.status() < 300 || LOST.contains(answer.status()))
                    .as(answer.status() + answer.text())
                    .isTrue();
            if (answer.status() < 300) {
                created += answer.status() == 201 ? 1 : 0;
                assertThat(answer.json().path("comment").asText()).isEqualTo("client " + client);
                ids.add(SasClient.located(answer));
                assertThat(versions.put(Integer.valueOf(answer.version()), "client " + client))
                        .as("version %s told twice", answer.version())
                        .isNull();
            }
        }
        assertThat(created).as("clients who created").isEqualTo(1);
        assertThat(ids).hasSize(1);
        JsonNode found =
                platform.get("Appointment?identifier=" + number).is(200).json();
        assertThat(found.path("entry")).as("stored under %s", number).hasSize(1);
        assertThat(history(ids.iterator().next())).isEqualTo(versions);
    }

    /** Returns who made which version, so that a client who was refused is not among them. */
    private Map<Integer, String> history(String id) {
        Map<Integer, String> versions = new TreeMap<>();
        for (JsonNode entry : platform.get("Appointment/" + id + "/_history?_count=100")
                .is(200)
                .json()
                .path("entry")) {
            versions.put(
                    entry.at("/resource/meta/versionId").asInt(),
                    entry.at("/resource/comment").asText());
        }
        return versions;
    }
}
