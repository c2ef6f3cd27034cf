package io.frontdesk.server.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.contract.Contract;
import io.frontdesk.decision.Decision;
import io.frontdesk.request.Interaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Requests that may have made appointments of which no answer tells, as none came, or none that names them. What they have made is
 * found by the identifier that each of the suite's appointments has for itself, where the contract offers that search.
 */
final class LostCreates {

    private static final String PERHAPS = "perhaps an appointment, of which no answer to %s tells: ";

    private final Bench bench;
    private final Report report;
    private final List<Sent> unsought;

    LostCreates(Bench bench, Report report) {
        this.bench = bench;
        this.report = report;
        this.unsought = new ArrayList<>(bench.lost());
    }

    /** Returns the appointments that are found; what cannot be looked for is reported. */
    List<Subject> find() {
        List<Subject> found = new ArrayList<>();
        while (!unsought.isEmpty()) {
            found.addAll(madeBy(unsought.get(0)));
            unsought.remove(0);
        }
        return found;
    }

    /** Reports all that were not looked for. */
    void remain(String why) {
        unsought.forEach(create -> remains(create, why));
    }

    private List<Subject> madeBy(Sent create) {
        Optional<Identifier> named = named(Got.tree(create.body()));
        if (named.isEmpty()) {
            remains(create, "what was sent has no identifier to look for.");
            return List.of();
        }
        Map<String, List<String>> search =
                Map.of("identifier", List.of(named.get().token()));
        if (!bench.offers(Interaction.SEARCH) || bench.oracle().search(search) instanceof Decision.Refuse) {
            remains(create, "the contract offers no search by identifier alone.");
            return List.of();
        }
        Optional<Got> got = bench.quietly(bench.searching(search)).filter(Got::ok);
        if (got.isEmpty()) {
            remains(create, "the server does not say what has its identifier.");
            return List.of();
        }
        List<Subject> made = new ArrayList<>();
        // A server that does not look at the parameter answers with what is somebody else's.
        got.get()
                .json()
                .path("entry")
                .forEach(entry -> subject(entry.path("resource"))
                        .filter(subject -> named.get().on(subject.stored()) && !bench.made(subject.id()))
                        .ifPresent(made::add));
        return made;
    }

    /** The suite's own label if there is one: another identifier may be the server's. */
    private static Optional<Identifier> named(JsonNode body) {
        for (JsonNode identifier : body.path("identifier")) {
            if (identifier.path("system").asText().equals(Bodies.LABEL)) {
                return Identifier.of(identifier);
            }
        }
        return Identifier.first(body);
    }

    private static Optional<Subject> subject(JsonNode resource) {
        return resource instanceof ObjectNode found
                        && found.path("resourceType").asText().equals(Contract.APPOINTMENT)
                ? Optional.of(new Subject(
                        found.path("id").asText(), found.at("/meta/versionId").asText(), found))
                : Optional.empty();
    }

    private void remains(Sent create, String why) {
        report.remains(PERHAPS.formatted(create.told()) + why);
    }
}
