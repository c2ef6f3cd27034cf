package io.frontdesk.patch;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.element.ResourceTree;
import io.frontdesk.request.PatchOperation;
import io.frontdesk.request.Request;
import io.frontdesk.write.Write;
import io.frontdesk.write.WriteGuard;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Does what a patch says, where the contract lists what it may say. The storage is given an empty patch in place of the
 * client's, so that every write path and every store, whatever its own patch library, meets these rules; what is stored is
 * only known here, and so is where a path goes that is no element.
 */
public final class PatchGuard implements WriteGuard {

    /** What belongs to the server, and no operation reaches. */
    private static final Set<String> KEPT = Set.of("id", "meta");

    private final PatchPolicy policy;
    private final FhirContext fhir;
    private final ResourceTree trees;

    public PatchGuard(PatchPolicy policy, FhirContext fhir) {
        this.policy = policy;
        this.fhir = fhir;
        this.trees = new ResourceTree(fhir);
    }

    @Override
    public Family family() {
        return Family.PATCH;
    }

    @Override
    public Decision beforeWrite(Write write) {
        Optional<List<PatchOperation>> patch = write.request().flatMap(Request::patch);
        if (patch.isEmpty() || write.stored().isEmpty() || !write.type().equals(policy.type())) {
            return Decision.permit();
        }
        return policy.judge(patch.get()).and(() -> change(patch.get(), write.proposed()));
    }

    private Decision change(List<PatchOperation> patch, IBaseResource resource) {
        ObjectNode tree = trees.of(resource);
        return policy.judge(patch, tree).and(() -> policy.apply(patch, tree)).and(() -> {
            Optional<IBaseResource> changed = trees.resource(tree, resource);
            changed.ifPresent(result -> takeOver(result, resource));
            return changed.isPresent() ? Decision.permit() : policy.unfit(culprit(patch, resource));
        });
    }

    /** The operation that leaves no resource by itself; if none does, the first. */
    private PatchOperation culprit(List<PatchOperation> patch, IBaseResource resource) {
        return patch.stream()
                .filter(operation -> {
                    ObjectNode tree = trees.of(resource);
                    policy.apply(List.of(operation), tree);
                    return trees.resource(tree, resource).isEmpty();
                })
                .findFirst()
                .orElse(patch.get(0));
    }

    private void takeOver(IBaseResource from, IBaseResource into) {
        for (BaseRuntimeChildDefinition child : fhir.getResourceDefinition(into).getChildrenAndExtension()) {
            if (!KEPT.contains(child.getElementName())) {
                List<IBase> values = List.copyOf(child.getAccessor().getValues(from));
                child.getMutator().setValue(into, null);
                values.forEach(value -> child.getMutator().addValue(into, value));
            }
        }
    }
}
