package io.frontdesk.guard;

import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.PreferReturnEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.RestfulServer;
import io.frontdesk.access.AnswerInterceptor;
import io.frontdesk.access.BundledReadGuard;
import io.frontdesk.access.ContextGuard;
import io.frontdesk.access.HiddenGuard;
import io.frontdesk.access.PassingGuard;
import io.frontdesk.access.PatchInterceptor;
import io.frontdesk.access.ReadInterceptor;
import io.frontdesk.access.RightsGuard;
import io.frontdesk.access.SearchGuard;
import io.frontdesk.access.SearchTargets;
import io.frontdesk.access.Sights;
import io.frontdesk.access.VisiblePageInterceptor;
import io.frontdesk.answer.BareRefusalInterceptor;
import io.frontdesk.answer.BundleAnswerInterceptor;
import io.frontdesk.answer.CapabilityInterceptor;
import io.frontdesk.answer.DeletionInterceptor;
import io.frontdesk.answer.RefusalCodes;
import io.frontdesk.answer.RefusalInterceptor;
import io.frontdesk.answer.Refusals;
import io.frontdesk.answer.SecurityTold;
import io.frontdesk.answer.UnflushedWriterInterceptor;
import io.frontdesk.answer.VersionHeadersInterceptor;
import io.frontdesk.answer.WarningInterceptor;
import io.frontdesk.base.AppointmentInvariants;
import io.frontdesk.base.BaseRules;
import io.frontdesk.body.BodyIds;
import io.frontdesk.body.BodyInterceptor;
import io.frontdesk.body.BodyLimits;
import io.frontdesk.body.BundleInterceptor;
import io.frontdesk.body.JsonOnlyInterceptor;
import io.frontdesk.body.ListedPatches;
import io.frontdesk.body.MediaTypes;
import io.frontdesk.body.ShadowBodyInterceptor;
import io.frontdesk.booking.BookingInterceptor;
import io.frontdesk.booking.BookingQueueInterceptor;
import io.frontdesk.booking.BookingTrialInterceptor;
import io.frontdesk.calendar.CalendarInterceptor;
import io.frontdesk.calendar.CalendarPolicy;
import io.frontdesk.condition.ConditionGuard;
import io.frontdesk.condition.ConditionInterceptor;
import io.frontdesk.contract.Contract;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Modes;
import io.frontdesk.effect.EffectInterceptor;
import io.frontdesk.element.ElementTree;
import io.frontdesk.field.FieldGuard;
import io.frontdesk.limit.RateLimit;
import io.frontdesk.limit.RateLimitInterceptor;
import io.frontdesk.observe.Observation;
import io.frontdesk.patch.PatchGuard;
import io.frontdesk.profile.Definition;
import io.frontdesk.request.AfterwardsInterceptor;
import io.frontdesk.request.ConditionalAddress;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.MethodOverrideInterceptor;
import io.frontdesk.request.PatchTypeInterceptor;
import io.frontdesk.request.Request;
import io.frontdesk.request.RequestGuard;
import io.frontdesk.request.RequestInterceptor;
import io.frontdesk.request.Requests;
import io.frontdesk.request.ShadowRequestInterceptor;
import io.frontdesk.request.VersionAddressInterceptor;
import io.frontdesk.search.CompartmentInterceptor;
import io.frontdesk.search.ReferenceSearchInterceptor;
import io.frontdesk.search.SearchMeaningInterceptor;
import io.frontdesk.search.SearchRulesGuard;
import io.frontdesk.shadow.ShadowCounts;
import io.frontdesk.shadow.ShadowReportInterceptor;
import io.frontdesk.slot.HeldSlotGuard;
import io.frontdesk.slot.SlotAgreementGuard;
import io.frontdesk.slot.SlotFilling;
import io.frontdesk.slot.SlotGuard;
import io.frontdesk.status.StatusGuard;
import io.frontdesk.store.ReadOnlyStore;
import io.frontdesk.store.ResourceStore;
import io.frontdesk.token.AuthenticationInterceptor;
import io.frontdesk.token.Authenticator;
import io.frontdesk.token.TokenVerifier;
import io.frontdesk.unique.UniqueInterceptor;
import io.frontdesk.unique.UniqueTrialInterceptor;
import io.frontdesk.update.OfferGuard;
import io.frontdesk.update.OwnReferencesGuard;
import io.frontdesk.version.ConditionalReadInterceptor;
import io.frontdesk.version.RowLock;
import io.frontdesk.version.VersionGuard;
import io.frontdesk.write.Deletion;
import io.frontdesk.write.DeletionGuard;
import io.frontdesk.write.Judge;
import io.frontdesk.write.PatchTargetInterceptor;
import io.frontdesk.write.Write;
import io.frontdesk.write.WriteGuard;
import io.frontdesk.write.WriteInterceptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * The guards of one contract. Here, and nowhere else, they are built, put in order and registered.
 *
 * <p>Requests are judged in this order: token, offer, right, context, rules and form of a search, criteria, version header, media type,
 * then the body itself; each request in a bundle likewise. Writes are judged in this order: what the caller may not see and
 * unknown ids (so that nothing later tells about hidden resources), what a patch does where the contract lists that, and
 * before it the version, what an update keeps and what is filled in (so that all later guards see a whole resource), what FHIR
 * itself requires (so that no later guard meets half a resource), references, server-owned parts and what comes from Slots (so
 * that all later guards see what would be stored), scopes, context, criteria, version and row lock, status, invariants, labels,
 * catalogues, fields (whose texts say more than a profile's, and cost less), profile, order of extensions (so that what is
 * stored is what is answered), and at the end what is stored along with it: Slots.
 */
public final class Guards {

    private static final Set<String> GUARDED = Set.of(Contract.APPOINTMENT);

    private final Contract contract;
    private final Refusals refusals;
    private final Modes modes;
    private final RightsGuard rights;
    private final Optional<ContextGuard> context;
    private final Sights sights;
    private final OfferGuard offers;
    private final VersionGuard versions;
    private final ConditionGuard conditions;
    private final StoreServices services;
    private final VersionHeadersInterceptor versionHeaders;
    private final DeletionInterceptor deletions = new DeletionInterceptor();
    private final SecurityTold security;
    private final Concern concern;
    private final MediaTypes mediaTypes;

    /** Builds the guards of a contract. */
    public Guards(Contract contract, StoreServices services) {
        this(contract, services, SecurityTold.BEARER);
    }

    /**
     * Builds the guards of a contract.
     *
     * @param security what the CapabilityStatement says about security
     * @throws IllegalArgumentException if the contract demands what the store cannot keep
     */
    public Guards(Contract contract, StoreServices services, SecurityTold security) {
        this(contract, services, security, Observation.none());
    }

    /**
     * Builds the guards of a contract.
     *
     * @param security what the CapabilityStatement says about security
     * @param observation who is told what the guards decide
     * @throws IllegalArgumentException if the contract demands what the store cannot keep
     */
    public Guards(Contract contract, StoreServices services, SecurityTold security, Observation observation) {
        this(contract, services, security, observation, Concern.all());
    }

    /**
     * Builds the guards of a contract on a server that serves more than it.
     *
     * @param security what the CapabilityStatement says about security
     * @param observation who is told what the guards decide
     * @param concern what the contract speaks for there
     * @throws IllegalArgumentException if the contract demands what the store cannot keep
     */
    public Guards(
            Contract contract,
            StoreServices services,
            SecurityTold security,
            Observation observation,
            Concern concern) {
        this(services, security, observation, concern, kept(contract, services));
    }

    /** Returns the contract, if the store can keep all that it demands. */
    private static Contract kept(Contract contract, StoreServices services) {
        if (contract.update().unique().demandsAny() && services.unique().isEmpty()) {
            throw new IllegalArgumentException("The contract " + contract.name()
                    + " keeps elements unique (update.unique), and this store has no index for that.");
        }
        if ((contract.slots().isPresent() || contract.effects().demandsAny())
                && services.resources().isEmpty()) {
            throw new IllegalArgumentException("The contract " + contract.name()
                    + " stores other resources along with appointments (booking.slots, effects), and this store lets no"
                    + " guard read and write them.");
        }
        if (contract.booking().isPresent() && services.booking().isEmpty()) {
            throw new IllegalArgumentException("The contract " + contract.name()
                    + " lets nobody be booked twice (booking.actors), and this store has no index for that. Leave it out,"
                    + " or use a store with a database.");
        }
        return contract;
    }

    private Guards(
            StoreServices services,
            SecurityTold security,
            Observation observation,
            Concern concern,
            Contract contract) {
        this.contract = contract;
        this.services = services;
        this.security = security;
        this.concern = concern;
        this.modes = observation.modes();
        this.refusals = new Refusals(contract.fhir(), contract.answers(), observation);
        this.rights = new RightsGuard(contract.access(), concern::of);
        this.context = contract.context().map(policy -> new ContextGuard(policy, GUARDED));
        this.sights = new Sights(rights, context);
        this.versionHeaders = new VersionHeadersInterceptor(
                contract.fhir(),
                contract.success(),
                contract.version().ids(),
                contract.version().told());
        this.offers = new OfferGuard(contract.update().offers());
        this.conditions = new ConditionGuard(contract.update().criteria(), contract.fhir());
        this.versions = new VersionGuard(
                contract.version(), modes.enforces(Family.VERSION) ? services.rows() : RowLock.none(), GUARDED);
        this.mediaTypes = new MediaTypes(
                contract.formats(),
                contract.update().fhirPathPatch(),
                request -> contract.calendar()
                        .map(calendar -> calendar.mediaTypes(request))
                        .orElseGet(Set::of));
    }

    /**
     * Registers the guards of requests and answers on a server.
     *
     * @param tokens who may be believed
     * @param ownBases from the base URL of a request to all base URLs of the endpoint, without a slash at the end
     */
    public void guardRequests(
            RestfulServer server, TokenVerifier tokens, Function<String, Set<String>> ownBases, BodyLimits limits) {
        if (!modes.whole()) {
            server.setDefaultPreferReturn(preferred());
        }
        guardRequests(server::registerInterceptor, Authenticator.byTokens(tokens), ownBases, limits);
    }

    /** Returns what a write is answered with where the client does not say. */
    public PreferReturnEnum preferred() {
        return contract.success().representation() ? PreferReturnEnum.REPRESENTATION : PreferReturnEnum.MINIMAL;
    }

    /**
     * Hands over the guards of requests and answers, in their order.
     *
     * @param hooks takes interceptors, whose hooks are to be called for all requests that concern the contract
     * @param callers who says who sends a request
     * @param ownBases from the base URL of a request to all base URLs of the endpoint, without a slash at the end
     */
    public void guardRequests(
            Consumer<Object> hooks, Authenticator callers, Function<String, Set<String>> ownBases, BodyLimits limits) {
        List<RequestGuard> inOrder = offeredAndAllowed();
        SearchTargets targets = searchTargets();
        inOrder.add(new SearchRulesGuard(contract.search()));
        inOrder.add(new SearchGuard(
                sights,
                targets,
                contract.update().criteria(),
                contract.calendar().flatMap(CalendarPolicy::operation).stream().collect(Collectors.toSet()),
                Set.copyOf(contract.bookingOperations())));
        inOrder.add(conditions);
        List<RequestGuard> ofEntries = new ArrayList<>(inOrder);
        ofEntries.add(versions);
        inOrder.add(RequestGuard.of(
                Family.VERSION, request -> toldLater(request) ? Decision.permit() : versions.beforeBody(request)));
        ofEntries.add(new BundledReadGuard(sights, targets));
        boolean fhirPathPatch = contract.update().fhirPathPatch();
        inOrder.add(RequestGuard.of(
                Family.FORMAT, request -> toldLater(request) ? Decision.permit() : mediaTypes.beforeBody(request)));
        inOrder.replaceAll(concern::only);
        ofEntries.replaceAll(concern::only);
        if (!concern.isAll()) {
            ofEntries.add(questionsAside());
        }
        BodyIds ids = contract.update().ids();
        ListedPatches listed = contract.patch()
                .map(policy -> new ListedPatches(Set.of(policy.type()), this::mayPatch))
                .orElseGet(ListedPatches::none);
        BodyInterceptor bodies = new BodyInterceptor(
                contract.fhir(),
                limits,
                ids,
                contract.body(),
                contract.update().kept().merges() ? Set.of(Contract.APPOINTMENT, "Bundle") : Set.of(),
                listed,
                this::unread,
                Set.copyOf(contract.bookingOperations()),
                refusals);
        BundleInterceptor bundles = new BundleInterceptor(
                contract.fhir(),
                limits,
                ofEntries,
                ids,
                fhirPathPatch,
                listed,
                contract.version().ids(),
                refusals);
        if (modes.anyShadowed()) {
            hooks.accept(new AfterwardsInterceptor());
        }
        if (modes.whole()) {
            hooks.accept(new AuthenticationInterceptor(callers, refusals));
            hooks.accept(new ShadowRequestInterceptor(address(), inOrder, ownBases, refusals));
            hooks.accept(new ShadowBodyInterceptor(bodies, bundles, refusals));
            return;
        }

        hooks.accept(new AuthenticationInterceptor(callers, refusals));
        if (contract.update().methodOverride()) {
            hooks.accept(new MethodOverrideInterceptor(refusals));
        }
        if (contract.search().offersCompartments()) {
            hooks.accept(new CompartmentInterceptor(contract.search()));
        }
        hooks.accept(new PatchTypeInterceptor());
        hooks.accept(new VersionAddressInterceptor(contract.version().ids()));
        hooks.accept(new RequestInterceptor(address(), inOrder, ownBases, refusals));
        hooks.accept(bodies);
        hooks.accept(bundles);
        hooks.accept(new ConditionInterceptor(services.criteria(), refusals));
        contract.booking().ifPresent(booking -> hooks.accept(new BookingQueueInterceptor(contract.fhir(), booking)));
        hooks.accept(new ConditionalReadInterceptor(contract.version()));
        contract.calendar()
                .ifPresent(calendar -> hooks.accept(new CalendarInterceptor(
                        contract.fhir(), calendar, contract.version().ids(), refusals)));
        hooks.accept(new VisiblePageInterceptor(
                contract.fhir(), sights, served(), contract.hidden(), services.exact(), refusals));
        hooks.accept(new SearchMeaningInterceptor(contract.fhir(), contract.search()));
        hooks.accept(new ReferenceSearchInterceptor(contract.fhir(), searchParameters()));
        hooks.accept(new BundleAnswerInterceptor(contract.fhir(), refusals));
        hooks.accept(new RefusalInterceptor(refusals, contract.update().offers()::methods, this::mayKnowDeleted));
        hooks.accept(new BareRefusalInterceptor(refusals));
        hooks.accept(new CapabilityInterceptor(
                contract.fhir(),
                contract.title(),
                offered(),
                contract.update().offers().onSystem(),
                mediaTypes.patchFormats(),
                concern.isAll() ? Optional.of(security) : Optional.empty()));
        if (!contract.formats().xml()) {
            hooks.accept(new JsonOnlyInterceptor(contract.fhir()));
        }
        hooks.accept(new UnflushedWriterInterceptor());
        hooks.accept(versionHeaders);
        hooks.accept(deletions);
        hooks.accept(new WarningInterceptor(refusals));
    }

    /**
     * Returns what judges questions about other types by which stored appointments could be found out: chains through them.
     */
    public RequestGuard questionsAside() {
        return new PassingGuard(sights, searchTargets());
    }

    /** Lets operators read what guards in shadow would have refused. */
    public void reportShadow(RestfulServer server, ShadowCounts counts) {
        server.registerInterceptor(new ShadowReportInterceptor(counts));
    }

    /** Registers the limit of requests a minute, which stands around the authentication of callers. */
    public void limitRate(RestfulServer server, RateLimit limit) {
        server.registerInterceptor(new RateLimitInterceptor(limit, refusals));
    }

    /**
     * Registers the guards of reads and writes where the storage calls its hooks: on HAPI JPA its interceptor service, so
     * that writes which do not come by HTTP are guarded too; on a plain server the server's own.
     */
    public void guardStorage(IInterceptorService storage) {
        guardWrites(storage);
        if (!modes.whole()) {
            storage.registerInterceptor(versionHeaders);
        }
    }

    /**
     * Registers the guards of reads and writes on what calls the hooks in the place of a storage that calls none; which version
     * a write has made is then told by the provider's own answer.
     */
    public void guardWrites(IInterceptorService storage) {
        HiddenGuard seen = new HiddenGuard(sights, contract.hidden(), offers);
        List<WriteGuard> inOrder = writes(seen);
        StatusGuard status = status();
        if (!concern.isAll()) {
            inOrder.add(0, WriteGuard.of(Family.ACCESS, write -> onTheWay(write.request())));
            inOrder.replaceAll(
                    guard -> concern.only(WriteGuard.of(guard.family(), write -> guard.beforeWrite(asMeant(write)))));
        }

        List<DeletionGuard> ofDeletions = new ArrayList<>();
        ofDeletions.add(seen);
        ofDeletions.add(versions);
        ofDeletions.add(status);
        if (!concern.isAll()) {
            ofDeletions.add(0, DeletionGuard.of(Family.ACCESS, deletion -> onTheWay(deletion.request())));
            ofDeletions.replaceAll(guard ->
                    concern.only(DeletionGuard.of(guard.family(), deletion -> guard.beforeDelete(asMeant(deletion)))));
        }
        contract.slots().ifPresent(slots -> {
            HeldSlotGuard held = new HeldSlotGuard(slots, contract.fhir());
            SlotGuard taking = new SlotGuard(slots, contract.fhir(), resources(Family.SLOT));
            inOrder.addAll(
                    List.of(held, new SlotAgreementGuard(slots, contract.fhir(), resources(Family.SLOT)), taking));
            ofDeletions.addAll(List.of(held, taking));
        });

        storage.registerInterceptor(new WriteInterceptor(contract.fhir(), inOrder, ofDeletions, refusals));
        if (seesPatches()) {
            storage.registerInterceptor(new PatchTargetInterceptor());
            storage.registerInterceptor(new PatchInterceptor(seen, refusals));
        }
        storage.registerInterceptor(new ReadInterceptor(sights, contract.hidden(), refusals));
        services.unique()
                .filter(index -> contract.update().unique().demandsAny())
                .ifPresent(index -> storage.registerInterceptor(
                        modes.enforces(Family.UNIQUE)
                                ? new UniqueInterceptor(contract.update().unique(), index, refusals)
                                : new UniqueTrialInterceptor(contract.update().unique(), index, refusals)));
        if (contract.effects().demandsAny()) {
            storage.registerInterceptor(new EffectInterceptor(contract.effects(), resources(Family.EFFECT), refusals));
        }
        contract.booking()
                .ifPresent(booking -> services.booking()
                        .ifPresent(index -> storage.registerInterceptor(
                                modes.enforces(Family.BOOKING)
                                        ? new BookingInterceptor(booking, index, refusals)
                                        : new BookingTrialInterceptor(booking, index, refusals))));
        if (!modes.whole()) {
            storage.registerInterceptor(deletions);
        }
    }

    /** Returns whether this HAPI shows a patch before it applies it, as it does from 8.8 on; without that no patch is judged. */
    public static boolean seesPatches() {
        return Arrays.stream(Pointcut.values())
                .anyMatch(pointcut -> pointcut.name().equals("STORAGE_PRESTORAGE_RESOURCE_PREPATCH"));
    }

    private List<WriteGuard> writes(HiddenGuard seen) {
        List<WriteGuard> inOrder = new ArrayList<>();
        inOrder.add(seen);
        inOrder.add(later(mediaTypes));
        inOrder.add(later(versions));
        // What a patch does is only known, and judged by all that follows, once it is done.
        contract.patch().ifPresent(policy -> {
            inOrder.add(versions);
            inOrder.add(new PatchGuard(policy, contract.fhir()));
        });
        inOrder.addAll(making());
        inOrder.add(new OwnReferencesGuard(new ElementTree(contract.fhir()), sights::maySearchAll));
        inOrder.add(contract.update().owned());
        contract.slots()
                .ifPresent(slots -> inOrder.add(new SlotFilling(slots, contract.fhir(), resources(Family.SLOT))));
        inOrder.add(rights);
        context.ifPresent(inOrder::add);
        inOrder.add(conditions);
        if (contract.patch().isEmpty()) {
            inOrder.add(versions);
        }
        inOrder.addAll(judging(status()));
        return inOrder;
    }

    /** Judges headers at the time of the write, where they are told then. */
    private WriteGuard later(RequestGuard ofHeaders) {
        return WriteGuard.of(
                ofHeaders.family(),
                write -> write.request()
                        .filter(this::toldLater)
                        .map(ofHeaders::beforeBody)
                        .orElseGet(Decision::permit));
    }

    /** Returns what judges whether a caller may know of what a write changes; whoever reads that before all guards asks it. */
    public WriteGuard seen() {
        return new HiddenGuard(sights, contract.hidden(), offers);
    }

    /** Registers what judges the answers of a server whose providers call no hooks when they hand out resources. */
    public void guardAnswers(RestfulServer server) {
        server.registerInterceptor(
                new AnswerInterceptor(contract.fhir(), new ReadInterceptor(sights, contract.hidden(), refusals)));
    }

    /** What makes a whole appointment of what was sent. */
    private List<WriteGuard> making() {
        return List.of(
                contract.update().kept(),
                WriteGuard.of(Family.PREPARE, contract.prepare()::prepare),
                WriteGuard.of(Family.PREPARE, contract.catalogues()::prepare),
                new BaseRules(new ElementTree(contract.fhir())));
    }

    /** What judges an appointment by itself and by what is stored of it. */
    private List<WriteGuard> judging(StatusGuard status) {
        return List.of(
                status,
                new AppointmentInvariants(
                        contract.fhir(),
                        new ElementTree(contract.fhir()),
                        contract.update().endBeforeStart()),
                WriteGuard.of(Family.PROFILE, this::label),
                WriteGuard.of(Family.VALUE, contract.catalogues()::judge),
                new FieldGuard(contract.fields(), Contract.APPOINTMENT),
                WriteGuard.of(Family.PROFILE, this::profile),
                contract.extensions());
    }

    private StatusGuard status() {
        return new StatusGuard(contract.status(), contract.fhir(), Contract.APPOINTMENT);
    }

    /**
     * Returns what judges without a server: the guards of requests and of writes in their order, without those that ask what the
     * caller may do (rights, context) or what else is stored (Slots, bookings, unique values). Nothing of a store is needed for it.
     *
     * @param caller whether requests say who the caller is; if not, nobody asks to whom a part of an appointment belongs
     */
    public static Judge judge(Contract contract, boolean caller) {
        Guards guards =
                new Guards(StoreServices.none(), SecurityTold.BEARER, Observation.none(), Concern.all(), contract);
        StatusGuard status = guards.status();
        List<WriteGuard> inOrder = new ArrayList<>();
        inOrder.add(guards.offers);
        contract.patch().ifPresent(policy -> inOrder.add(new PatchGuard(policy, contract.fhir())));
        inOrder.addAll(guards.making());
        if (caller) {
            inOrder.add(contract.update().owned());
        }
        inOrder.add(guards.versions);
        inOrder.addAll(guards.judging(status));
        return new Judge(
                List.of(guards.offers, new SearchRulesGuard(contract.search()), guards.conditions, guards.versions),
                inOrder,
                List.of(guards.versions, status));
    }

    /**
     * Returns what answers for the definitions that the contract publishes, and for the CodeSystem of rule ids. Register them
     * on the server; who may read them is the contract's business, as with every other type.
     */
    public List<IResourceProvider> definitions() {
        return contract.definitions()
                .with(new Definition(
                        "CodeSystem",
                        RefusalCodes.ID,
                        Refusals.SYSTEM,
                        "built in",
                        RefusalCodes.codeSystem(
                                contract.fhir(),
                                contract.answers(),
                                contract.fields().tellings())))
                .providers();
    }

    /**
     * Lets an operation go on as the create or the update that it amounts to: with the caller's own rights, and past every
     * guard of writes.
     *
     * @param asked the operation as the client has sent it
     * @param id the resource that is updated; empty for what is created
     * @param version its version as it is stored, which counts where the client names none
     */
    public void goOnAs(
            RequestDetails details, Request asked, Interaction interaction, Optional<String> id, String version) {
        Map<String, List<String>> headers = new HashMap<>(asked.headers());
        if (id.isPresent()) {
            headers.putIfAbsent("If-Match", List.of(eTag(version)));
        }
        Request meant = meant(asked, interaction, asked.type(), id, headers);
        for (RequestGuard guard : offeredAndAllowed()) {
            refusals.decide(guard.family(), () -> guard.beforeBody(meant), details);
        }
        Requests.replace(details, meant);
    }

    /**
     * A request about something else that writes an appointment on its way, as an operation of somebody else's server may, is
     * judged as the request for just that, on the version that is stored.
     */
    private Write asMeant(Write write) {
        boolean asked =
                write.request().map(request -> concern.of(request.type())).orElse(true);
        if (asked) {
            return write;
        }
        boolean creates = write.stored().isEmpty();
        return new Write(
                write.request()
                        .map(request -> asMeant(
                                request,
                                creates ? Interaction.CREATE : Interaction.UPDATE,
                                write.stored().orElse(write.proposed()))),
                write.type(),
                write.stored(),
                write.deleted(),
                write.proposed(),
                write.at());
    }

    private Deletion asMeant(Deletion deletion) {
        return new Deletion(
                deletion.request().map(asked -> asMeant(asked, Interaction.DELETE, deletion.stored())),
                deletion.stored());
    }

    private Request asMeant(Request asked, Interaction interaction, IBaseResource resource) {
        if (concern.of(asked.type())) {
            return asked;
        }
        Map<String, List<String>> headers = interaction == Interaction.CREATE
                ? Map.of()
                : Map.of("If-Match", List.of(eTag(resource.getIdElement().getVersionIdPart())));
        return meant(
                asked,
                interaction,
                resource.fhirType(),
                Optional.ofNullable(resource.getIdElement().getIdPart()),
                headers);
    }

    /** What was asked for by itself was judged before its body was read. */
    private Decision onTheWay(Optional<Request> meant) {
        Decision decision = Decision.permit();
        for (RequestGuard guard : offeredAndAllowed()) {
            decision = decision.and(() -> meant.map(guard::beforeBody).orElseGet(Decision::permit));
        }
        return decision;
    }

    private String eTag(String version) {
        return "W/\"" + contract.version().ids().told(version) + "\"";
    }

    private List<RequestGuard> offeredAndAllowed() {
        List<RequestGuard> inOrder = new ArrayList<>(List.of(offers, rights));
        context.ifPresent(inOrder::add);
        return inOrder;
    }

    private static Request meant(
            Request asked,
            Interaction interaction,
            String type,
            Optional<String> id,
            Map<String, List<String>> headers) {
        return new Request(
                interaction,
                type,
                id,
                Optional.empty(),
                Optional.empty(),
                asked.caller(),
                headers,
                Map.of(),
                asked.ownBases());
    }

    /** Returns what is judged, by families of guards. */
    public Set<Family> families() {
        Set<Family> families = EnumSet.of(Family.TOKEN, Family.SEARCH, Family.FORMAT, Family.BODY, Family.BUNDLE);
        offeredAndAllowed().forEach(guard -> families.add(guard.family()));
        writes(new HiddenGuard(sights, contract.hidden(), offers)).forEach(guard -> families.add(guard.family()));
        contract.calendar().ifPresent(any -> families.add(Family.CALENDAR));
        contract.slots().ifPresent(any -> families.add(Family.SLOT));
        contract.booking().ifPresent(any -> families.add(Family.BOOKING));
        if (contract.update().unique().demandsAny()) {
            families.add(Family.UNIQUE);
        }
        if (contract.effects().demandsAny()) {
            families.add(Family.EFFECT);
        }
        return families;
    }

    /** Returns what tells refusals as this contract does, for answers that HAPI takes no part in. */
    public Refusals refusals() {
        return refusals;
    }

    private ResourceStore resources(Family of) {
        ResourceStore store = services.resources().orElseThrow();
        return modes.enforces(of) ? store : new ReadOnlyStore(store);
    }

    private boolean mayKnowDeleted(Request request) {
        return contract.hidden().tellsDeleted(sights.of(request.caller(), request.type()));
    }

    private ConditionalAddress address() {
        return new ConditionalAddress(
                contract.update().criteria(),
                (caller, type, parameters) -> context.map(guard -> guard.confined(caller, type, parameters))
                        .orElse(parameters));
    }

    /** The types that there are: those of the contract, or whatever somebody else's server has. */
    private Set<String> served() {
        return concern.isAll()
                ? contract.update().offers().types()
                : contract.fhir().getResourceTypes();
    }

    private SearchTargets searchTargets() {
        return new SearchTargets(contract.fhir(), served(), searchParameters());
    }

    private List<IBaseResource> searchParameters() {
        return contract.definitions().ofType("SearchParameter").stream()
                .<IBaseResource>map(Definition::resource)
                .toList();
    }

    /** Whether what the headers of a request lack is told only when it is known that there is something to patch. */
    private boolean toldLater(Request request) {
        return contract.update().unknownIdFirst() && request.interaction() == Interaction.PATCH;
    }

    private boolean unread(Request request) {
        return toldLater(request) && headers(request) instanceof Decision.Refuse;
    }

    private Decision headers(Request request) {
        return mediaTypes
                .beforeBody(request)
                .and(() -> modes.enforces(Family.VERSION) ? versions.beforeBody(request) : Decision.permit());
    }

    /** Some operations show what is stored, or rest on it, so that they need a right beside that to patch. */
    private Decision mayPatch(Request request) {
        Decision decision = Decision.permit();
        for (Interaction besides :
                contract.patch().orElseThrow().asks(request.patch().orElseThrow())) {
            decision = decision.and(() -> rights.beforeBody(request.as(besides)));
        }
        return decision;
    }

    private Decision label(Write write) {
        return GUARDED.contains(write.type()) ? contract.profiles().label(write.proposed()) : Decision.permit();
    }

    private Decision profile(Write write) {
        return GUARDED.contains(write.type()) ? contract.profiles().check(write.proposed()) : Decision.permit();
    }

    private Map<String, CapabilityInterceptor.Offered> offered() {
        Map<String, CapabilityInterceptor.Offered> offered = new LinkedHashMap<>();
        for (String type : contract.update().offers().types()) {
            if (!concern.of(type)) {
                continue;
            }
            offered.put(
                    type,
                    new CapabilityInterceptor.Offered(
                            contract.update().offers().published(type),
                            GUARDED.contains(type) ? Set.copyOf(contract.bookingOperations()) : Set.of(),
                            contract.update().offers().mayCreateUnder(type, "", false) instanceof Decision.Permit,
                            GUARDED.contains(type) ? contract.version().announced() : "versioned",
                            profiles(type),
                            contract.search().parameters(type),
                            contract.search().includes(type)));
        }
        return offered;
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
