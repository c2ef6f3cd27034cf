package io.frontdesk.body;

import com.fasterxml.jackson.databind.JsonNode;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A JSON Patch (RFC 6902) before it is applied: its operations are complete, few, and none of them reaches for what a patch
 * does not change. HAPI answers 500 to an incomplete operation and applies any number of copies.
 */
final class PatchDocument {

    private static final Set<String> WITH_VALUE = Set.of("add", "replace", "test");
    private static final Set<String> WITH_FROM = Set.of("move", "copy");
    /** Possessive, because Java's regular expressions recurse once a character otherwise. */
    private static final Pattern POINTER = Pattern.compile("/(?:[^~]|~[01])*+");

    private static final Pattern SERVERS = Pattern.compile("/(id|meta|resourceType)(/.*)?", Pattern.DOTALL);

    private PatchDocument() {}

    /** Judges the patch as it was read. */
    static Decision check(JsonNode patch, BodyLimits limits) {
        if (!patch.isArray() || patch.isEmpty()) {
            return malformed("The patch is no list of operations.", "Send a JSON array with at least one operation.");
        }
        if (patch.size() > limits.patchOperations()) {
            return malformed(
                    "The patch has more than " + limits.patchOperations() + " operations.",
                    "Send fewer, or send a PUT.");
        }
        int copies = 0;
        Decision decision = Decision.permit();
        for (int i = 0; i < patch.size() && decision instanceof Decision.Permit; i++) {
            copies += patch.get(i).path("op").asText().equals("copy") ? 1 : 0;
            decision = operation(patch.get(i), i);
        }
        return copies > limits.patchCopies()
                ? malformed(
                        "The patch has more than " + limits.patchCopies() + " copies.", "Send the values themselves.")
                : decision;
    }

    private static Decision operation(JsonNode operation, int index) {
        String where = "Operation " + index + " of the patch";
        String op = operation.path("op").asText();
        boolean withFrom = WITH_FROM.contains(op);
        if (!withFrom && !WITH_VALUE.contains(op) && !op.equals("remove")) {
            return malformed(where + " has no known op.", "Send add, remove, replace, move, copy or test.");
        }
        if (!pointer(operation.path("path"))) {
            return malformed(where + " has no path.", "Send a JSON Pointer to an element, such as /status.");
        }
        if (withFrom && !pointer(operation.path("from"))) {
            return malformed(where + " has no from.", "Send a JSON Pointer to an element.");
        }
        if (WITH_VALUE.contains(op) && !operation.has("value")) {
            return malformed(where + " has no value.", "Send the value.");
        }
        if (!op.equals("test")) {
            for (String member : withFrom ? new String[] {"path", "from"} : new String[] {"path"}) {
                if (SERVERS.matcher(operation.path(member).asText()).matches()) {
                    return Decision.refuse(Refusal.of(
                            Rule.PATCH_FORBIDDEN,
                            where
                                    + " reaches for an id, the meta or the type of the resource, which belong to the server.",
                            "Leave the operation out."));
                }
            }
        }
        return Decision.permit();
    }

    private static boolean pointer(JsonNode path) {
        return path.isTextual() && POINTER.matcher(path.asText()).matches();
    }

    private static Decision malformed(String text, String remedy) {
        return Decision.refuse(Refusal.of(Rule.PATCH_MALFORMED, text, remedy));
    }
}
