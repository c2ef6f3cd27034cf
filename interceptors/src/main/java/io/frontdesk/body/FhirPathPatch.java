package io.frontdesk.body;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.util.FhirTerser;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * A FHIRPath Patch (FHIR R4, fhirpatch.html) before it is applied: its operations are complete, few, and none of them
 * reaches for what a patch does not change. HAPI answers 500 to an incomplete operation and evaluates any expression.
 */
final class FhirPathPatch {

    private static final Set<String> TYPES = Set.of("add", "insert", "delete", "replace", "move");
    private static final Map<String, List<String>> NEEDED = Map.of(
            "add", List.of("name"),
            "insert", List.of("index"),
            "delete", List.of(),
            "replace", List.of(),
            "move", List.of("source", "destination"));
    private static final Set<String> WITH_VALUE = Set.of("add", "insert", "replace");

    /** The simple subset of FHIRPath that the specification speaks of: elements, indexes, and filters on equality. */
    private static final Pattern PATH = Pattern.compile("[A-Za-z]+"
            + "(?:\\.[A-Za-z]+|\\[\\d{1,4}]|\\.(?:first|last)\\(\\)|\\.ofType\\([A-Za-z.]+\\)"
            + "|\\.extension\\('[^'\\\\]{1,300}'\\)"
            + "|\\.where\\( ?[A-Za-z.]+ ?= ?(?:'[^'\\\\]{0,300}'|true|false|-?\\d{1,15}) ?\\))*");

    /** A pattern with groups that repeat needs stack for each repetition. */
    private static final int LONGEST_PATH = 1_000;

    private static final Pattern SERVERS = Pattern.compile("[A-Za-z]+\\.(?:id|meta)(?:[.\\[].*)?");
    private static final Set<String> SERVERS_NAMES = Set.of("id", "meta");

    private FhirPathPatch() {}

    /** Judges a patch that is a Parameters resource. */
    static Decision check(FhirContext fhir, IBaseResource parameters, String resourceType, BodyLimits limits) {
        FhirTerser terser = fhir.newTerser();
        List<IBase> operations = terser.getValues(parameters, "parameter");
        if (operations.isEmpty()) {
            return malformed("The patch has no operation.", "Send parameters named operation.");
        }
        if (operations.size() > limits.patchOperations()) {
            return malformed(
                    "The patch has more than " + limits.patchOperations() + " operations.",
                    "Send fewer, or send a PUT.");
        }
        Decision decision = Decision.permit();
        for (int i = 0; i < operations.size() && decision instanceof Decision.Permit; i++) {
            IBase operation = operations.get(i);
            decision = "operation".equals(terser.getSinglePrimitiveValueOrNull(operation, "name"))
                    ? operation(terser, operation, resourceType, "parameter[" + i + "]")
                    : malformed("parameter[" + i + "] is no operation.", "Name it operation.");
        }
        return decision;
    }

    private static Decision operation(FhirTerser terser, IBase operation, String resourceType, String where) {
        Map<String, IBase> parts = new LinkedHashMap<>();
        for (IBase part : terser.getValues(operation, "part")) {
            parts.put(String.valueOf(terser.getSinglePrimitiveValueOrNull(part, "name")), part);
        }
        String type = text(terser, parts, "type");
        if (!TYPES.contains(type)) {
            return malformed(where + " has no known type.", "Send add, insert, delete, replace or move.");
        }
        String path = text(terser, parts, "path");
        if (path.length() > LONGEST_PATH
                || !PATH.matcher(path).matches()
                || !path.split("[.\\[]", 2)[0].equals(resourceType)) {
            return malformed(
                    where + " has no path that a patch may have.",
                    "Send a path from " + resourceType + " over elements, [n], first(), last(), extension('url'),"
                            + " ofType(x) and where(element = 'value').");
        }
        for (String name : NEEDED.getOrDefault(type, List.of())) {
            String value = text(terser, parts, name);
            if (value.isEmpty() || !name.equals("name") && !value.matches("\\d{1,4}")) {
                return malformed(where + " has no " + name + ".", "Send the part " + name + ".");
            }
        }
        if (WITH_VALUE.contains(type) && !parts.containsKey("value")) {
            return malformed(where + " has no value.", "Send the part value.");
        }
        boolean adds = type.equals("add") && path.equals(resourceType);
        return SERVERS.matcher(path).matches() || adds && SERVERS_NAMES.contains(text(terser, parts, "name"))
                ? Decision.refuse(Refusal.of(
                        Rule.PATCH_FORBIDDEN,
                        where + " reaches for the id or the meta of the resource, which belong to the server.",
                        "Leave the operation out."))
                : Decision.permit();
    }

    private static String text(FhirTerser terser, Map<String, IBase> parts, String name) {
        IBase part = parts.get(name);
        String value = part == null ? null : terser.getSinglePrimitiveValueOrNull(part, "value[x]");
        return value == null ? "" : value;
    }

    private static Decision malformed(String text, String remedy) {
        return Decision.refuse(Refusal.of(Rule.PATCH_MALFORMED, text, remedy));
    }
}
