package io.frontdesk.body;

import com.fasterxml.jackson.databind.JsonNode;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.request.PatchOperation;
import io.frontdesk.request.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Takes the operations out of patches of which the contract lists what they may do: they go on with the request, to be judged
 * and done where the stored resource is known, and the storage is given a patch without operations.
 */
public final class ListedPatches {

    private static final byte[] NOTHING = "[]".getBytes(StandardCharsets.UTF_8);

    private final Set<String> types;
    private final Function<Request, Decision> rights;

    /**
     * Takes the types whose patches are listed.
     *
     * @param rights judges a request whose operations are known
     */
    public ListedPatches(Set<String> types, Function<Request, Decision> rights) {
        this.types = Set.copyOf(types);
        this.rights = rights;
    }

    /** Returns what a contract has that lists no operations. */
    public static ListedPatches none() {
        return new ListedPatches(Set.of(), request -> Decision.permit());
    }

    /** Returns what the storage is given in place of a patch. */
    static byte[] nothing() {
        return NOTHING.clone();
    }

    /** Returns whether the operations of a request's patch are listed. */
    boolean concern(Request request) {
        return request.interaction().sendsPatch() && types.contains(request.type());
    }

    /** Returns the request with the operations of a patch that {@link #check} found none at fault with. */
    Request with(Request request, JsonNode patch) {
        List<PatchOperation> operations = new ArrayList<>();
        patch.forEach(operation -> operations.add(PatchOperation.of(operation)));
        return request.withPatch(operations);
    }

    /** Judges a patch document as far as it is one at all, and what the caller may do. */
    Decision check(Request request, JsonNode patch, BodyLimits limits) {
        boolean operations = patch.isArray() && !patch.isEmpty();
        for (JsonNode operation : patch) {
            operations &= operation.isObject();
        }
        if (!operations || patch.size() > limits.patchOperations()) {
            return Decision.refuse(Refusal.of(
                    Rule.PATCH_MALFORMED,
                    "The patch is no list of operations, or of more than " + limits.patchOperations() + ".",
                    "Send a JSON array of operations (RFC 6902), with at least one."));
        }
        return rights.apply(with(request, patch));
    }
}
