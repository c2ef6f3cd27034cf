package io.frontdesk.guard;

import io.frontdesk.access.BundledReadGuard;
import io.frontdesk.access.PassingGuard;
import io.frontdesk.access.SearchGuard;
import io.frontdesk.access.SearchTargets;
import io.frontdesk.access.VisiblePageInterceptor;
import io.frontdesk.answer.BareRefusalInterceptor;
import io.frontdesk.answer.BundleAnswerInterceptor;
import io.frontdesk.answer.CapabilityInterceptor;
import io.frontdesk.answer.RefusalInterceptor;
import io.frontdesk.answer.Refusals;
import io.frontdesk.answer.SecurityTold;
import io.frontdesk.answer.UnflushedWriterInterceptor;
import io.frontdesk.answer.WarningInterceptor;
import io.frontdesk.body.BodyInterceptor;
import io.frontdesk.body.BodyLimits;
import io.frontdesk.body.BundleInterceptor;
import io.frontdesk.body.JsonOnlyInterceptor;
import io.frontdesk.body.ListedPatches;
import io.frontdesk.body.ShadowBodyInterceptor;
import io.frontdesk.booking.BookingQueueInterceptor;
import io.frontdesk.calendar.CalendarInterceptor;
import io.frontdesk.calendar.CalendarPolicy;
import io.frontdesk.condition.ConditionInterceptor;
import io.frontdesk.contract.Contract;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Modes;
import io.frontdesk.profile.Definition;
import io.frontdesk.request.AfterwardsInterceptor;
import io.frontdesk.request.ConditionalAddress;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.MethodOverrideInterceptor;
import io.frontdesk.request.PatchTypeInterceptor;
import io.frontdesk.request.Request;
import io.frontdesk.request.RequestGuard;
import io.frontdesk.request.RequestInterceptor;
import io.frontdesk.request.ShadowRequestInterceptor;
import io.frontdesk.request.VersionAddressInterceptor;
import io.frontdesk.search.CompartmentInterceptor;
import io.frontdesk.search.ReferenceSearchInterceptor;
import io.frontdesk.search.SearchMeaningInterceptor;
import io.frontdesk.search.SearchRulesGuard;
import io.frontdesk.token.AuthenticationInterceptor;
import io.frontdesk.token.Authenticator;
import io.frontdesk.version.ConditionalReadInterceptor;
import io.frontdesk.version.TurnQueueInterceptor;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * The guards of requests and of answers of a contract, in their order: {@link Guards} says which it is.
 *
 * <p>Requests that HAPI is to be told of otherwise than they were sent are rewritten before the guards judge, so that what is judged
 * is what is done.
 */
final class RequestGuards {

    private final Shared shared;
    private final Contract contract;
    private final Refusals refusals;
    private final SearchTargets targets;
    private final ListedPatches listed;

    RequestGuards(Shared shared) {
        this.shared = shared;
        this.contract = shared.contract();
        this.refusals = shared.refusals();
        this.targets = new SearchTargets(contract.fhir(), served(), searchParameters());
        this.listed = contract.patch()
                .map(policy -> new ListedPatches(Set.of(policy.type()), this::mayPatch))
                .orElseGet(ListedPatches::none);
    }

    /**
     * Hands over the guards; see {@link Guards#guardRequests(Consumer, Authenticator, Function, BodyLimits)}.
     *
     * @param security what the CapabilityStatement says about security
     */
    void register(
            Consumer<Object> hooks,
            Authenticator callers,
            Function<String, Set<String>> ownBases,
            BodyLimits limits,
            SecurityTold security) {
        Modes modes = shared.modes();
        BodyInterceptor bodies = bodies(limits);
        BundleInterceptor bundles = bundles(limits);
        if (modes.anyShadowed()) {
            hooks.accept(new AfterwardsInterceptor());
        }
        hooks.accept(new AuthenticationInterceptor(callers, refusals));
        if (modes.whole()) {
            hooks.accept(new ShadowRequestInterceptor(address(), ofRequests(), ownBases, refusals));
            hooks.accept(new ShadowBodyInterceptor(bodies, bundles, refusals));
            return;
        }
        rewrite(hooks);
        hooks.accept(new RequestInterceptor(address(), ofRequests(), ownBases, refusals));
        hooks.accept(bodies);
        hooks.accept(bundles);
        hooks.accept(new ConditionInterceptor(
                shared.services().criteria(), shared.services().partitions(), refusals));
        hooks.accept(new TurnQueueInterceptor(shared.versions()));
        contract.booking().ifPresent(booking -> hooks.accept(new BookingQueueInterceptor(contract.fhir(), booking)));
        find(hooks);
        answer(hooks, security);
    }

    /** Returns what judges questions about other types by which stored appointments could be found out. */
    RequestGuard questionsAside() {
        return new PassingGuard(shared.sights(), targets);
    }

    /** What judges a request that is sent by itself, before its body is read. */
    private List<RequestGuard> ofRequests() {
        List<RequestGuard> inOrder = beforeHeaders();
        inOrder.add(unlessLater(shared.versions()));
        inOrder.add(unlessLater(shared.mediaTypes()));
        inOrder.replaceAll(shared.concern()::only);
        return inOrder;
    }

    /** What judges a bundle, and each request in it. */
    private List<RequestGuard> ofEntries() {
        List<RequestGuard> inOrder = beforeHeaders();
        inOrder.add(shared.versions());
        inOrder.add(new BundledReadGuard(shared.sights(), targets));
        inOrder.replaceAll(shared.concern()::only);
        if (!shared.concern().isAll()) {
            inOrder.add(questionsAside());
        }
        return inOrder;
    }

    private List<RequestGuard> beforeHeaders() {
        List<RequestGuard> inOrder = shared.offeredAndAllowed();
        inOrder.add(new SearchRulesGuard(contract.search()));
        inOrder.add(new SearchGuard(
                shared.sights(),
                targets,
                contract.update().criteria(),
                contract.calendar().flatMap(CalendarPolicy::operation).stream().collect(Collectors.toSet()),
                Set.copyOf(contract.bookingOperations())));
        inOrder.add(shared.conditions());
        return inOrder;
    }

    /** Leaves headers to the time of the write, where they are told then. */
    private RequestGuard unlessLater(RequestGuard ofHeaders) {
        return RequestGuard.of(
                ofHeaders.family(),
                request -> shared.toldLater(request) ? Decision.permit() : ofHeaders.beforeBody(request));
    }

    private BodyInterceptor bodies(BodyLimits limits) {
        return new BodyInterceptor(
                contract.fhir(),
                limits,
                contract.update().ids(),
                contract.body(),
                contract.update().kept().merges() ? Set.of(Contract.APPOINTMENT, "Bundle") : Set.of(),
                listed,
                this::unread,
                Set.copyOf(contract.bookingOperations()),
                refusals);
    }

    private BundleInterceptor bundles(BodyLimits limits) {
        return new BundleInterceptor(
                contract.fhir(),
                limits,
                ofEntries(),
                contract.update().ids(),
                contract.update().fhirPathPatch(),
                listed,
                contract.version().ids(),
                refusals);
    }

    private void rewrite(Consumer<Object> hooks) {
        if (contract.update().methodOverride()) {
            hooks.accept(new MethodOverrideInterceptor(refusals));
        }
        if (contract.search().offersCompartments()) {
            hooks.accept(new CompartmentInterceptor(contract.search()));
        }
        hooks.accept(new PatchTypeInterceptor());
        hooks.accept(new VersionAddressInterceptor(contract.version().ids()));
    }

    private void find(Consumer<Object> hooks) {
        hooks.accept(new ConditionalReadInterceptor(contract.version()));
        contract.calendar()
                .ifPresent(calendar -> hooks.accept(new CalendarInterceptor(
                        contract.fhir(), calendar, contract.version().ids(), refusals)));
        hooks.accept(new VisiblePageInterceptor(
                contract.fhir(),
                shared.sights(),
                served(),
                contract.hidden(),
                shared.services().exact(),
                refusals));
        hooks.accept(new SearchMeaningInterceptor(contract.fhir(), contract.search()));
        hooks.accept(new ReferenceSearchInterceptor(contract.fhir(), searchParameters()));
    }

    private void answer(Consumer<Object> hooks, SecurityTold security) {
        hooks.accept(new BundleAnswerInterceptor(contract.fhir(), refusals));
        hooks.accept(new RefusalInterceptor(refusals, contract.update().offers()::methods, this::mayKnowDeleted));
        hooks.accept(new BareRefusalInterceptor(refusals));
        hooks.accept(new CapabilityInterceptor(
                contract.fhir(),
                contract.title(),
                new OfferedTypes(contract, shared.concern()).told(),
                contract.update().offers().onSystem(),
                shared.mediaTypes().patchFormats(),
                shared.concern().isAll() ? Optional.of(security) : Optional.empty()));
        if (!contract.formats().xml()) {
            hooks.accept(new JsonOnlyInterceptor(contract.fhir()));
        }
        hooks.accept(new UnflushedWriterInterceptor());
        hooks.accept(shared.versionHeaders());
        hooks.accept(shared.deletions());
        hooks.accept(new WarningInterceptor(refusals));
    }

    private ConditionalAddress address() {
        return new ConditionalAddress(
                contract.update().criteria(),
                (caller, type, parameters) -> shared.context()
                        .map(guard -> guard.confined(caller, type, parameters))
                        .orElse(parameters));
    }

    /** The types that there are: those of the contract, or whatever somebody else's server has. */
    private Set<String> served() {
        return shared.concern().isAll()
                ? contract.update().offers().types()
                : contract.fhir().getResourceTypes();
    }

    private List<IBaseResource> searchParameters() {
        return contract.definitions().ofType("SearchParameter").stream()
                .<IBaseResource>map(Definition::resource)
                .toList();
    }

    private boolean mayKnowDeleted(Request request) {
        return contract.hidden().tellsDeleted(shared.sights().of(request.caller(), request.type()));
    }

    private boolean unread(Request request) {
        return shared.toldLater(request) && headers(request) instanceof Decision.Refuse;
    }

    private Decision headers(Request request) {
        return shared.mediaTypes()
                .beforeBody(request)
                .and(() -> shared.modes().enforces(Family.VERSION)
                        ? shared.versions().beforeBody(request)
                        : Decision.permit());
    }

    /** Some operations show what is stored, or rest on it, so that they need a right beside that to patch. */
    private Decision mayPatch(Request request) {
        Decision decision = Decision.permit();
        for (Interaction besides :
                contract.patch().orElseThrow().asks(request.patch().orElseThrow())) {
            decision = decision.and(() -> shared.rights().beforeBody(request.as(besides)));
        }
        return decision;
    }
}
