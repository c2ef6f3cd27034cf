package io.frontdesk.guard;

import io.frontdesk.answer.CapabilityInterceptor.Offered;
import io.frontdesk.contract.Contract;
import io.frontdesk.decision.Decision;
import io.frontdesk.profile.Definition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a contract offers of each type, as the CapabilityStatement tells it. */
final class OfferedTypes {

    private final Contract contract;
    private final Concern concern;

    OfferedTypes(Contract contract, Concern concern) {
        this.contract = contract;
        this.concern = concern;
    }

    /** Returns what is offered, by type. */
    Map<String, Offered> told() {
        Map<String, Offered> told = new LinkedHashMap<>();
        contract.update().offers().types().stream().filter(concern::of).forEach(type -> told.put(type, offered(type)));
        return told;
    }

    private Offered offered(String type) {
        boolean guarded = Shared.GUARDED.contains(type);
        return new Offered(
                contract.update().offers().published(type),
                guarded ? Set.copyOf(contract.bookingOperations()) : Set.of(),
                contract.update().offers().mayCreateUnder(type, "", false) instanceof Decision.Permit,
                guarded ? contract.version().announced() : "versioned",
                profiles(type),
                contract.search().parameters(type),
                contract.search().includes(type));
    }

    private List<String> profiles(String type) {
        return contract.definitions().ofType("StructureDefinition").stream()
                .filter(definition -> type.equals(constrained(definition)))
                .map(Definition::url)
                .toList();
    }

    private String constrained(Definition definition) {
        return String.valueOf(contract.fhir().newTerser().getSinglePrimitiveValueOrNull(definition.resource(), "type"));
    }
}
