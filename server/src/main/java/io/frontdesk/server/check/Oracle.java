package io.frontdesk.server.check;

import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.LenientErrorHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.caller.Caller;
import io.frontdesk.caller.Claims;
import io.frontdesk.contract.Contract;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.element.SentElements;
import io.frontdesk.guard.Guards;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.PatchOperation;
import io.frontdesk.request.Request;
import io.frontdesk.write.Deletion;
import io.frontdesk.write.Judge;
import io.frontdesk.write.Write;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** Says what a server of the contract answers: by the contract's own guards, which judge here what is sent there. */
final class Oracle {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * What the guards say of a write.
     *
     * @param decision the first refusal, if there is one
     * @param result what would be stored
     */
    record Judged(Decision decision, ObjectNode result) {

        boolean permitted() {
            return decision instanceof Decision.Permit;
        }
    }

    private final Contract contract;
    private final Judge judge;
    private final IParser parser;
    private final Caller caller;

    /** @param claims what the token of the caller says, as far as it can be read */
    Oracle(Contract contract, Claims claims) {
        this.caller = new Caller.Authenticated("", claims);
        this.contract = contract;
        this.judge = Guards.judge(contract, true);
        this.parser = contract.fhir().newJsonParser().setParserErrorHandler(new LenientErrorHandler(false));
    }

    Contract contract() {
        return contract;
    }

    /** Returns whether an interaction with appointments is offered. */
    boolean offers(Interaction interaction) {
        return contract.update().offers().on(Contract.APPOINTMENT).contains(interaction);
    }

    /** Returns what is answered where the rule is broken. */
    Expected broken(Rule rule) {
        return of(Refusal.of(rule, "", ""));
    }

    Expected of(Refusal refusal) {
        return new Expected(Set.of(contract.answers().status(refusal)), Optional.of(refusal));
    }

    /** Returns what is answered to what is decided so. */
    Expected of(Decision decision, Integer... success) {
        return decision.refusal().map(this::of).orElseGet(() -> Expected.success(success));
    }

    /** Returns a request on appointments as the guards see it. */
    Request request(
            Interaction form, Optional<String> id, Map<String, String> headers, Map<String, List<String>> parameters) {
        Map<String, List<String>> seen = new LinkedHashMap<>();
        Request.HEADERS.forEach(name -> {
            if (headers.containsKey(name)) {
                seen.put(name, List.of(headers.get(name)));
            }
        });
        return new Request(
                form, Contract.APPOINTMENT, id, Optional.empty(), Optional.empty(), caller, seen, parameters, Set.of());
    }

    /** Judges a request by what stands before its body. */
    Decision judge(Request request) {
        return judge.judge(request);
    }

    /** Judges a search for appointments. */
    Decision search(Map<String, List<String>> parameters) {
        return judge(request(Interaction.SEARCH, Optional.empty(), Map.of(), parameters));
    }

    /**
     * Judges the create of an appointment.
     *
     * @return empty where the body is no appointment
     */
    Optional<Judged> create(Interaction form, JsonNode body) {
        return read(body).map(proposed -> {
            proposed.setId("");
            Request request = request(form, Optional.empty(), Map.of(), Map.of());
            Write write = Write.create(Optional.of(request), proposed);
            return new Judged(judge.judge(write), written(proposed));
        });
    }

    /** Judges an update by a body; empty where the body is no appointment. */
    Optional<Judged> update(Request request, Subject subject, JsonNode body) {
        return read(body).map(proposed -> changed(request, subject, proposed));
    }

    /** Judges a JSON Patch, of elements at the top of the appointment where the contract lists no operations. */
    Optional<Judged> patch(Request request, Subject subject, JsonNode operations) {
        if (contract.patch().isPresent()) {
            List<PatchOperation> listed = new ArrayList<>();
            operations.forEach(operation -> listed.add(PatchOperation.of(operation)));
            return read(subject.stored()).map(proposed -> changed(request.withPatch(listed), subject, proposed));
        }
        ObjectNode body = subject.stored().deepCopy();
        operations.forEach(
                operation -> body.set(operation.path("path").asText().substring(1), operation.path("value")));
        return read(body).map(proposed -> changed(request, subject, proposed));
    }

    private Judged changed(Request request, Subject subject, IBaseResource proposed) {
        IBaseResource stored = stored(subject);
        proposed.setId(Contract.APPOINTMENT + "/" + subject.id());
        Decision decision =
                judge.judge(request).and(() -> judge.judge(Write.update(Optional.of(request), stored, proposed)));
        return new Judged(decision, written(proposed));
    }

    /** Judges the deletion of an appointment. */
    Decision delete(Request request, Subject subject) {
        return judge.judge(request).and(() -> judge.judge(new Deletion(Optional.of(request), stored(subject))));
    }

    private IBaseResource stored(Subject subject) {
        IBaseResource stored = read(subject.stored()).orElseThrow();
        stored.setId(Contract.APPOINTMENT + "/" + subject.id() + "/_history/"
                + contract.version().ids().stored(subject.version()));
        return stored;
    }

    private Optional<IBaseResource> read(JsonNode body) {
        JsonNode tree = body.deepCopy();
        contract.body().mend(Contract.APPOINTMENT, tree);
        try {
            IBaseResource resource = parser.parseResource(tree.toString());
            Set<String> names = new HashSet<>();
            tree.fieldNames().forEachRemaining(name -> names.add(name.replaceFirst("^_", "")));
            SentElements.note(resource, names);
            return Optional.of(resource).filter(read -> read.fhirType().equals(Contract.APPOINTMENT));
        } catch (DataFormatException | IllegalArgumentException unreadable) {
            return Optional.empty();
        }
    }

    private ObjectNode written(IBaseResource resource) {
        try {
            return (ObjectNode) JSON.readTree(contract.fhir().newJsonParser().encodeResourceToString(resource));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("HAPI has written what is no JSON", e);
        }
    }
}
