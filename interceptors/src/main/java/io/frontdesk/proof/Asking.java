package io.frontdesk.proof;

import io.frontdesk.access.CallerKind;
import io.frontdesk.contract.Contract;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The requests in which a caller may ask for something: one for each precondition that a client may think of. */
final class Asking {

    private static final Set<String> OWN_BASES = Set.of("https://frontdesk.example.org/fhir");
    private static final String PATCH = "application/json-patch+json";
    private static final String JSON = "application/fhir+json";

    private final Contract contract;

    Asking(Contract contract) {
        this.contract = contract;
    }

    /** Returns the requests, the best preconditioned one first. */
    List<Request> requests(Way way, CallerKind caller, String identifier) {
        Map<String, List<String>> headers =
                Map.of("Content-Type", List.of(way.interaction().sendsPatch() ? PATCH : JSON));
        if (way.interaction() == Interaction.CONDITIONAL_CREATE) {
            return List.of(
                    request(way, caller, identifier, with(headers, "If-None-Exist", "identifier=" + identifier)));
        }
        if (!way.interaction().changes()) {
            return List.of(request(way, caller, identifier, headers));
        }
        List<Request> requests = new ArrayList<>();
        String current = "W/\"" + contract.version().ids().told("1") + "\"";
        requests.add(request(way, caller, identifier, with(headers, "If-Match", current)));
        requests.add(request(way, caller, identifier, headers));
        requests.add(request(way, caller, identifier, with(headers, "If-None-Match", "*")));
        requests.add(request(way, caller, identifier, with(headers, "If-Match", "*")));
        return requests;
    }

    /** Returns the request that carries the batch or transaction. */
    Request bundle(Interaction bundle, CallerKind caller) {
        return new Request(
                bundle,
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                caller.caller(),
                Map.of("Content-Type", List.of(JSON)),
                Map.of(),
                OWN_BASES);
    }

    private Request request(Way way, CallerKind caller, String identifier, Map<String, List<String>> headers) {
        Interaction interaction = way.interaction();
        boolean byId = interaction.changes() && !interaction.conditional();
        Request request = new Request(
                interaction,
                Contract.APPOINTMENT,
                byId ? Optional.of("1") : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                caller.caller(),
                headers,
                interaction.changes() && interaction.conditional() ? criteria(identifier) : Map.of(),
                OWN_BASES);
        return way.patch().map(patch -> request.withPatch(patch.operations())).orElse(request);
    }

    private Map<String, List<String>> criteria(String identifier) {
        Set<String> listed = contract.update().criteria().listed(Contract.APPOINTMENT);
        String name = listed.isEmpty() || listed.contains("identifier")
                ? "identifier"
                : listed.iterator().next();
        return Map.of(name, List.of(identifier));
    }

    private static Map<String, List<String>> with(Map<String, List<String>> headers, String name, String value) {
        Map<String, List<String>> more = new HashMap<>(headers);
        more.put(name, List.of(value));
        return more;
    }
}
