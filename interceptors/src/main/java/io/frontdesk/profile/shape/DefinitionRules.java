package io.frontdesk.profile.shape;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * What definitions look at, with those that they call upon. Each is read once, when it is first asked for, since that takes
 * longer than the start should. Thread-safe.
 */
final class DefinitionRules {

    private static final String FHIR = "http://hl7.org/fhir/StructureDefinition/";

    /** Extensions in an element's definition that the validator does not read. */
    private static final Set<String> REMARKS = Stream.of(
                    "structuredefinition-explicit-type-name",
                    "structuredefinition-display-hint",
                    "structuredefinition-standards-status",
                    "structuredefinition-hierarchy",
                    "structuredefinition-normative-version",
                    "structuredefinition-fhir-type",
                    "elementdefinition-translatable")
            .map(FHIR::concat)
            .collect(Collectors.toUnmodifiableSet());

    private static final Set<String> TEXTS = Set.of("string", "uri", "url", "markdown", "id", "canonical");
    private static final List<String> LIMITS = List.of("maxLength", "minValue", "maxValue", "mustHaveValue");

    private final FhirContext fhir;
    private final IValidationSupport support;
    private final Collection<? extends IBaseResource> own;
    private final ConcurrentMap<String, Inspected> known = new ConcurrentHashMap<>();

    DefinitionRules(FhirContext fhir, IValidationSupport support, Collection<? extends IBaseResource> own) {
        this.fhir = fhir;
        this.support = support;
        this.own = List.copyOf(own);
    }

    /** Returns what the definitions look at that are not FHIR's. */
    Inspected own() {
        Inspected before = known.get("");
        if (before != null) {
            return before;
        }
        var seen = new HashSet<String>();
        Inspected now = own.stream()
                .filter(definition -> fhir.getResourceType(definition).equals("StructureDefinition"))
                .map(definition -> read(definition, seen))
                .reduce(Inspected.NOTHING, Inspected::and);
        known.put("", now);
        return now;
    }

    /** Returns what FHIR's definition of a type looks at. */
    Inspected ofType(String type) {
        return ofUrl(FHIR + type);
    }

    /** Returns what the definition of an extension looks at; one of FHIR's that cannot be found may look at everything. */
    Inspected ofExtension(String url) {
        return url.startsWith("http://hl7.org/fhir/") && support.fetchStructureDefinition(url) == null
                ? Inspected.EVERYTHING
                : ofUrl(url);
    }

    private Inspected ofUrl(String url) {
        Inspected before = known.get(url);
        if (before != null) {
            return before;
        }
        IBaseResource definition = support.fetchStructureDefinition(url);
        if (definition == null) {
            // Not remembered: clients may invent as many extensions as they like.
            return Inspected.NOTHING;
        }
        Inspected now = read(definition, new HashSet<>(Set.of(url)));
        known.put(url, now);
        return now;
    }

    private Inspected read(IBaseResource definition, Set<String> seen) {
        JsonNode tree = tree(definition);
        boolean imposes =
                tree.path("extension").findValuesAsText("url").stream().anyMatch(url -> url.endsWith("imposeProfile"));
        if (imposes || tree.path("kind").asText().equals("primitive-type")) {
            return Inspected.EVERYTHING;
        }
        Inspected all = Inspected.NOTHING;
        for (JsonNode element : tree.path("snapshot").path("element")) {
            all = all.and(element(element));
            for (JsonNode type : element.path("type")) {
                all = all.and(further(type.path("profile"), seen)).and(further(type.path("targetProfile"), seen));
            }
        }
        return all;
    }

    /** Of FHIR's resources only those count that are really there, and these are met on the way. */
    private Inspected further(JsonNode profiles, Set<String> seen) {
        Inspected all = Inspected.NOTHING;
        for (String url : texts(profiles)) {
            boolean resource = url.startsWith(FHIR) && fhir.getResourceTypes().contains(url.substring(FHIR.length()));
            IBaseResource definition = !resource && seen.add(url) ? support.fetchStructureDefinition(url) : null;
            all = definition == null ? all : all.and(read(definition, seen));
        }
        return all;
    }

    private static Inspected element(JsonNode element) {
        String path = element.path("path").asText();
        String name = path.substring(path.lastIndexOf('.') + 1).replace("[x]", "");
        var constants = new HashSet<String>();
        boolean looks = hasRuleAsExtension(element) || isBoundText(element);
        for (Map.Entry<String, JsonNode> part : element.properties()) {
            looks |= LIMITS.stream().anyMatch(part.getKey()::startsWith);
            if (part.getKey().startsWith("fixed") || part.getKey().startsWith("pattern")) {
                constants.addAll(leaves(part.getValue()));
            }
        }
        Inspected all = looks ? Inspected.names(Set.of(name)) : Inspected.NOTHING;
        all = all.and(Inspected.constants(constants));
        for (JsonNode constraint : element.path("constraint")) {
            all = all.and(Invariant.inspects(name, constraint.path("expression").asText()));
        }
        return all;
    }

    private static boolean hasRuleAsExtension(JsonNode element) {
        return Stream.concat(Stream.of(element), children(element.path("type")))
                .flatMap(part -> children(part.path("extension")))
                .anyMatch(extension -> !REMARKS.contains(extension.path("url").asText()));
    }

    private static boolean isBoundText(JsonNode element) {
        return element.has("binding")
                && children(element.path("type"))
                        .anyMatch(type -> TEXTS.contains(type.path("code").asText()));
    }

    private static Set<String> leaves(JsonNode node) {
        return node.isContainerNode()
                ? children(node).flatMap(each -> leaves(each).stream()).collect(Collectors.toSet())
                : Set.of(node.asText());
    }

    private static List<String> texts(JsonNode node) {
        return List.copyOf(leaves(node)).stream()
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private static Stream<JsonNode> children(JsonNode node) {
        return node.valueStream();
    }

    private JsonNode tree(IBaseResource definition) {
        try {
            return Shapes.JSON.readTree(fhir.newJsonParser().encodeResourceToString(definition));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("HAPI writes JSON", e);
        }
    }
}
