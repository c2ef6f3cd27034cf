package io.frontdesk.body;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.request.Criteria;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.instance.model.api.IBaseBinary;
import org.hl7.fhir.instance.model.api.IBaseParameters;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** What holds of the entries of a bundle beyond what holds of each request by itself. */
final class BundleRules {

    private final FhirContext fhir;
    private final BodyLimits limits;
    private final BodyScan scan;
    private final boolean fhirPathPatch;
    private final ListedPatches listed;

    BundleRules(FhirContext fhir, BodyLimits limits, boolean fhirPathPatch, ListedPatches listed) {
        this.listed = listed;
        this.fhir = fhir;
        this.limits = limits;
        this.scan = new BodyScan(limits);
        this.fhirPathPatch = fhirPathPatch;
    }

    /** Judges how many requests a bundle carries: a few bytes each can ask for much work. */
    Decision fits(int count) {
        return count <= limits.bundleEntries()
                ? Decision.permit()
                : Decision.refuse(Refusal.of(
                                Rule.BUNDLE,
                                "The bundle has more than " + limits.bundleEntries() + " entries.",
                                "Send them in several bundles.")
                        .at("Bundle.entry"));
    }

    /** Judges what an entry sends: a resource of the addressed type, or a patch. */
    Decision sends(BundleEntry entry) {
        Interaction interaction = entry.request().interaction();
        if (interaction.sendsPatch()) {
            return patch(entry);
        }
        String wanted = entry.request().type();
        if (!interaction.sendsResource()) {
            return Decision.permit();
        }
        Optional<String> sent = entry.resource().map(IBaseResource::fhirType);
        return sent.equals(Optional.of(wanted))
                ? Decision.permit()
                : Decision.refuse(Refusal.of(
                                Rule.BODY_TYPE,
                                sent.isEmpty()
                                        ? "The entry has no resource."
                                        : "The entry holds another resource type than its address.",
                                "Send a resource of type " + wanted + " in it.")
                        .at("resource"));
    }

    private Decision patch(BundleEntry entry) {
        Request request = entry.request();
        IBaseResource sent = entry.resource().orElse(null);
        if (sent instanceof IBaseBinary binary
                && MediaTypes.JSON_PATCH.equals(binary.getContentType())
                && binary.hasData()) {
            return listed.concern(request) ? listed(request, binary).decision() : scan.jsonPatch(text(binary));
        }
        if (fhirPathPatch && sent instanceof IBaseParameters) {
            return FhirPathPatch.check(fhir, sent, request.type(), limits);
        }
        return Decision.refuse(Refusal.of(
                        Rule.BODY_MEDIA_TYPE,
                        "The entry holds no patch that is read here.",
                        "Send a Binary of contentType " + MediaTypes.JSON_PATCH + " with the JSON Patch in data"
                                + (fhirPathPatch ? ", or a Parameters resource with a FHIRPath Patch." : "."))
                .at("resource"));
    }

    /**
     * Returns the request of an entry as it goes on: a patch whose operations the contract lists carries them, and sends
     * nothing else.
     */
    Request goingOn(BundleEntry entry) {
        if (!listed.concern(entry.request())) {
            return entry.request();
        }
        IBaseBinary binary = (IBaseBinary) entry.resource().orElseThrow();
        Request request =
                listed.with(entry.request(), listed(entry.request(), binary).tree());
        binary.setContent(ListedPatches.nothing());
        return request;
    }

    private BodyScan.Scanned listed(Request request, IBaseBinary binary) {
        BodyScan.Scanned scanned = scan.json(text(binary), "");
        return new BodyScan.Scanned(
                scanned.decision().and(() -> listed.check(request, scanned.tree(), limits)), scanned.tree());
    }

    private static String text(IBaseBinary binary) {
        return new String(binary.getContent(), StandardCharsets.UTF_8);
    }

    /**
     * Returns the entries that write what another one writes, or may write because both have the same criteria, by their
     * place in the bundle.
     */
    static Set<Integer> twice(List<BundleEntry> entries) {
        Map<String, Integer> first = new HashMap<>();
        Set<Integer> twice = new TreeSet<>();
        for (BundleEntry entry : entries) {
            target(entry.request()).ifPresent(target -> {
                Integer other = first.putIfAbsent(target, entry.index());
                if (other != null) {
                    twice.add(other);
                    twice.add(entry.index());
                }
            });
        }
        return twice;
    }

    private static Optional<String> target(Request request) {
        if (request.interaction().conditional()) {
            return Optional.of(Criteria.key(request));
        }
        return request.interaction().changes() ? request.id().map(id -> request.type() + "/" + id) : Optional.empty();
    }
}
