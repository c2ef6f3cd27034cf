package io.frontdesk.patch;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.decision.Decision;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.PatchOperation;
import io.frontdesk.source.Section;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a JSON Patch of an appointment may do: only what is listed, in any order of the operations. Compiled from the section
 * {@code patch}:
 *
 * <pre>
 * patch:
 *   slashless: false                     # whether the path status counts as /status; optional
 *   operations:                          # a row each; rows of one op and path are alternatives by their value
 *     - {op: [replace], path: /status, value: {codes: [arrived, cancelled]}, differs: true}
 *     - op: [add]
 *       path: /slot
 *       value: {type: Reference, least: 1, most: 1, target: Slot}   # see {@link ValueRule}
 *       needs: [replace /status booked, replace /comment + add /reasonCode]   # one of these, whole; optional
 *     - op: [replace]
 *       path: /patient-status            # a path that is no element goes where to says
 *       to: ["/participant/{actor:Patient}/status"]
 *       value: {codes: [accepted]}
 *       stored: [{path: /status, is: [booked]}]   # see {@link StoredState}; optional
 *       asks: [read]                     # what the caller must have a right to as well; optional
 *     - {op: [add], path: /extension, byUrl: true, value: ...}   # changes the extension of value.url alone
 *   together:                            # paths that stand in a patch all, with one op, or none of them; optional
 *     - [/contained/0/telecom/0/value, /contained/1/telecom/0/value]
 *   make:                                # what a list item that is not there yet begins as; optional
 *     /contained/0: '{"resourceType": "HealthcareService", "id": "a"}'
 * </pre>
 *
 * An operation puts its value where it goes, whether anything stands there or not: FHIR has no empty elements, so that to a
 * client an absent one and an empty one are the same. An empty list removes.
 */
public final class PatchPolicy {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String type;
    private final PatchTable table;
    private final List<List<String>> together;
    private final Map<String, ObjectNode> made;
    private final PatchRefusals refusals;

    private PatchPolicy(String type, PatchTable table, List<List<String>> together, Map<String, ObjectNode> made) {
        this.type = type;
        this.table = table;
        this.together = List.copyOf(together);
        this.made = Map.copyOf(made);
        this.refusals = new PatchRefusals(type, table);
    }

    /** Compiles the section; faults places that the resource type does not have, and rows that change the same place. */
    public static PatchPolicy compile(Section patch, FhirContext fhir, String resourceType) {
        PatchTable table = PatchTable.compile(patch, fhir, resourceType);
        List<List<String>> together = new ArrayList<>();
        for (Section group : patch.sections("together")) {
            together.add(group.texts("paths"));
            group.close();
        }
        Map<String, ObjectNode> made = new LinkedHashMap<>();
        patch.optionalSection("make").ifPresent(section -> {
            section.keys().forEach(pointer -> made(section, pointer).ifPresent(node -> made.put(pointer, node)));
            section.close();
        });
        return new PatchPolicy(resourceType, table, together, made);
    }

    private static Optional<ObjectNode> made(Section section, String pointer) {
        try {
            if (JSON.readTree(section.text(pointer)) instanceof ObjectNode node) {
                return Optional.of(node);
            }
        } catch (JsonProcessingException e) {
            // Told below.
        }
        section.fault(pointer, "is no JSON object", "the item's JSON as a text");
        return Optional.empty();
    }

    /** Returns the resource type whose patches the policy judges. */
    public String type() {
        return type;
    }

    /** Returns patches that this policy takes by themselves: of every row, with each of its codes, those that could be made. */
    public List<PatchSample> samples() {
        PatchSamples samples = new PatchSamples(table, together);
        return table.rows().stream()
                .flatMap(row -> samples.of(row).stream())
                .filter(sample -> judge(sample.operations()) instanceof Decision.Permit)
                .distinct()
                .toList();
    }

    /** Returns what the caller must have a right to besides, for the operations of a patch. */
    public Set<Interaction> asks(List<PatchOperation> patch) {
        Set<Interaction> asks = EnumSet.noneOf(Interaction.class);
        for (PatchOperation operation : table.normal(patch)) {
            table.naming(operation).forEach(row -> asks.addAll(row.asks()));
        }
        return asks;
    }

    /** Judges a patch by itself, before anything is known of what is stored. */
    public Decision judge(List<PatchOperation> patch) {
        List<PatchOperation> normal = table.normal(patch);
        for (PatchOperation operation : normal) {
            if (!table.lists(operation)) {
                return refusals.notListed(operation);
            }
        }
        for (int i = 1; i < normal.size(); i++) {
            if (table.target(normal.get(i)).equals(table.target(normal.get(i - 1)))) {
                return refusals.twice(normal.get(i));
            }
        }
        for (PatchOperation operation : normal) {
            if (table.row(operation).isEmpty()) {
                return refusals.value(operation);
            }
        }
        return company(normal);
    }

    private Decision company(List<PatchOperation> patch) {
        for (List<String> group : together) {
            List<PatchOperation> sent =
                    patch.stream().filter(one -> group.contains(one.path())).toList();
            boolean whole = sent.size() == group.size()
                    && sent.stream().map(PatchOperation::op).distinct().count() == 1;
            if (!sent.isEmpty() && !whole) {
                return refusals.apart(sent.get(0), group);
            }
        }
        for (PatchTable.Allowed allowed : table.allowed(patch)) {
            List<List<Companion>> needs = allowed.row().needs();
            if (!needs.isEmpty() && needs.stream().noneMatch(all -> all.stream().allMatch(one -> one.in(patch)))) {
                return refusals.alone(allowed.operation(), needs);
            }
        }
        return Decision.permit();
    }

    /**
     * Judges a patch that is right by itself against what is stored.
     *
     * @param stored the stored resource as JSON
     */
    public Decision judge(List<PatchOperation> patch, JsonNode stored) {
        for (PatchTable.Allowed allowed : table.allowed(table.normal(patch))) {
            for (StoredState state : allowed.row().stored()) {
                if (!state.holds(stored)) {
                    return refusals.state(allowed.operation(), state);
                }
            }
            Optional<Place> same = allowed.row().to().stream()
                    .filter(place -> allowed.row().differs()
                            && place.values(stored).contains(allowed.operation().value()))
                    .findFirst();
            if (same.isPresent()) {
                return refusals.same(allowed.operation(), same.get());
            }
        }
        return Decision.permit();
    }

    /**
     * Does what a patch says that was judged to be right.
     *
     * @param resource the resource as JSON, which changes
     * @return a refusal when a place cannot be reached in this resource
     */
    public Decision apply(List<PatchOperation> patch, ObjectNode resource) {
        for (PatchTable.Allowed allowed : table.allowed(table.normal(patch))) {
            JsonNode value = allowed.row()
                    .value()
                    .map(rule -> rule.taken(allowed.operation().value()))
                    .orElseGet(MissingNode::getInstance);
            for (Place place : allowed.row().to()) {
                JsonNode whole = allowed.row().byUrl() ? besides(resource, place, value) : value;
                if (!place.set(resource, whole, made)) {
                    return refusals.unreachable(allowed.operation(), place);
                }
            }
        }
        return Decision.permit();
    }

    /** Returns the refusal of an operation whose value leaves no resource of the type. */
    public Decision unfit(PatchOperation operation) {
        return refusals.value(table.normal(List.of(operation)).get(0));
    }

    /** The extensions that stay, and those that come. */
    private static JsonNode besides(ObjectNode resource, Place place, JsonNode value) {
        ArrayNode all = resource.arrayNode();
        List<JsonNode> coming = new ArrayList<>();
        (value.isArray() ? value : List.of(value)).forEach(coming::add);
        place.values(resource)
                .forEach(list -> list.forEach(kept -> {
                    if (coming.stream().noneMatch(one -> one.path("url").equals(kept.path("url")))) {
                        all.add(kept);
                    }
                }));
        return all.addAll(coming);
    }

    /** Returns the operations that a patch may hold, each with what it may bring, for people to read. */
    public Map<String, List<String>> listed() {
        Map<String, List<String>> listed = new LinkedHashMap<>();
        for (ListedOperation row : table.rows()) {
            for (String operation : row.told()) {
                listed.computeIfAbsent(operation, any -> new ArrayList<>()).add(row.brings());
            }
        }
        return listed;
    }
}
