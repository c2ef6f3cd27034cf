package io.frontdesk.body;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import io.frontdesk.answer.Refusals;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.element.VersionIds;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.request.RequestGuard;
import io.frontdesk.request.Requests;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Judges each entry of a batch or transaction as the request that it is (FHIR R4, 3.1.0.11). A transaction with a refused
 * entry is refused whole; a batch goes on without it, and its answer tells that entry's refusal.
 */
@Interceptor
public final class BundleInterceptor {

    private static final Refusal NEITHER = Refusal.of(
                    Rule.BUNDLE, "The bundle is neither a batch nor a transaction.", "Send type batch or transaction.")
            .at("Bundle.type");

    private static final Map<String, Interaction> TYPES =
            Map.of("batch", Interaction.BATCH, "transaction", Interaction.TRANSACTION);

    private final List<RequestGuard> guards;
    private final BundleEntries entries;
    private final BundleRules rules;
    private final BodyIds ids;
    private final Refusals refusals;

    /**
     * Takes the guards in the order in which they judge.
     *
     * @param ids what an id in a body means
     * @param fhirPathPatch whether a FHIRPath Patch is read
     * @param listed the patches of which the contract lists what they may do
     * @param versions what versions are called
     */
    public BundleInterceptor(
            FhirContext fhir,
            BodyLimits limits,
            List<RequestGuard> guards,
            BodyIds ids,
            boolean fhirPathPatch,
            ListedPatches listed,
            VersionIds versions,
            Refusals refusals) {
        this.guards = List.copyOf(guards);
        this.entries = new BundleEntries(fhir, versions);
        this.rules = new BundleRules(fhir, limits, fhirPathPatch, listed);
        this.ids = ids;
        this.refusals = refusals;
    }

    /** Returns the guards of entries in the order in which they judge. */
    public List<RequestGuard> guards() {
        return guards;
    }

    /** POST_PROCESSED, right after the body is read. */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED, order = 20)
    void judge(RequestDetails details) {
        Request whole = Requests.of(details).orElseThrow();
        if (!whole.interaction().sendsRequests()) {
            return;
        }
        IBaseResource bundle = details.getResource();
        Request known = whole.as(interaction(bundle, details));
        Requests.replace(details, known);
        for (RequestGuard guard : guards) {
            refusals.decide(guard.family(), () -> guard.beforeBody(known), details);
        }
        refusals.decide(Family.BUNDLE, () -> rules.fits(entries.elements(bundle).size()), details);
        List<BundleEntry> all = entries.of(bundle, known);
        Map<Integer, Refusal> refused = refused(all, details);
        handOver(details, bundle, all, refused);
    }

    /** Judges the entries of a bundle that HAPI has read, while the whole contract is in shadow, and leaves them as they are. */
    void tryOut(RequestDetails details) {
        Optional<Request> whole =
                Requests.of(details).filter(request -> request.interaction().sendsRequests());
        IBaseResource bundle = details.getResource();
        if (whole.isEmpty() || bundle == null) {
            return;
        }
        Interaction type = TYPES.get(entries.type(bundle));
        if (type == null) {
            refusals.decide(Family.BUNDLE, () -> Decision.refuse(NEITHER), details);
            return;
        }
        Request known = whole.get().as(type);
        Requests.replace(details, known);
        refusals.decide(Family.BUNDLE, () -> rules.fits(entries.elements(bundle).size()), details);
        List<Request> requests = new ArrayList<>();
        Map<IBaseResource, Request> resources = new IdentityHashMap<>();
        List<BundleEntry> all = entries.of(bundle, known);
        refused(all, details);
        for (BundleEntry entry : all) {
            requests.add(entry.request());
            entry.resource().ifPresent(resource -> resources.put(resource, entry.request()));
        }
        Requests.bundle(details, requests, resources, Map.of());
    }

    private Interaction interaction(IBaseResource bundle, RequestDetails details) {
        Interaction known = TYPES.get(entries.type(bundle));
        if (known == null) {
            throw refusals.refused(Family.BUNDLE, NEITHER, details);
        }
        return known;
    }

    /** Returns why entries of a batch are refused; a transaction ends at the first of them. */
    private Map<Integer, Refusal> refused(List<BundleEntry> all, RequestDetails details) {
        Set<Integer> twice = BundleRules.twice(all);
        Map<Integer, Refusal> refused = new TreeMap<>();
        for (BundleEntry entry : all) {
            Optional<Refusal> why = twice.contains(entry.index())
                    ? settle(entry, Family.BUNDLE, () -> Decision.refuse(Refusal.writtenTwice()), details)
                    : entry(entry, details);
            why.ifPresent(refusal -> refused.put(entry.index(), refusal));
        }
        return refused;
    }

    private Optional<Refusal> entry(BundleEntry entry, RequestDetails details) {
        Request request = entry.request();
        for (RequestGuard guard : guards) {
            Optional<Refusal> why = settle(entry, guard.family(), () -> guard.beforeBody(request), details);
            if (why.isPresent()) {
                return why;
            }
        }
        return settle(entry, Family.BODY, () -> sends(entry), details);
    }

    private Decision sends(BundleEntry entry) {
        Request request = entry.request();
        return rules.sends(entry)
                .and(() -> request.interaction() == Interaction.UPDATE && refusals.enforces(Family.BODY)
                        ? ids.agree(request, entry.resource().orElseThrow())
                        : Decision.permit());
    }

    private Optional<Refusal> settle(
            BundleEntry entry, Family family, Supplier<Decision> guard, RequestDetails details) {
        Supplier<Decision> placed = () -> placed(guard.get(), entry);
        if (Requests.of(details).orElseThrow().interaction() == Interaction.TRANSACTION) {
            refusals.decide(family, placed, details);
            return Optional.empty();
        }
        return refusals.settle(family, placed, details);
    }

    private static Decision placed(Decision decision, BundleEntry entry) {
        return decision.refusal()
                .map(refusal -> Decision.refuse(refusal.within(entry.path())))
                .orElse(decision);
    }

    private void handOver(
            RequestDetails details, IBaseResource bundle, List<BundleEntry> all, Map<Integer, Refusal> refused) {
        Request whole = Requests.of(details).orElseThrow();
        List<IBase> elements = entries.elements(bundle);
        elements.clear();
        List<Request> requests = new ArrayList<>();
        Map<IBaseResource, Request> resources = new IdentityHashMap<>();
        for (BundleEntry entry : all) {
            if (!refused.containsKey(entry.index())) {
                entries.ready(entry, whole, refusals.enforces(Family.VERSION));
                elements.add(entry.element());
                Optional<IBaseResource> sent = entry.resource()
                        .filter(any -> entry.request().interaction().sendsResource());
                Request request = entry.request().interaction() == Interaction.CONDITIONAL_UPDATE
                        ? ids.take(entry.request(), sent.orElseThrow())
                        : rules.goingOn(entry);
                requests.add(request);
                sent.ifPresent(resource -> resources.put(resource, request));
            }
        }
        Requests.bundle(details, requests, resources, refused);
    }
}
