package io.frontdesk.guard;

import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.PreferReturnEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.RestfulServer;
import io.frontdesk.access.AnswerInterceptor;
import io.frontdesk.access.ReadInterceptor;
import io.frontdesk.answer.RefusalCodes;
import io.frontdesk.answer.Refusals;
import io.frontdesk.answer.SecurityTold;
import io.frontdesk.body.BodyLimits;
import io.frontdesk.contract.Contract;
import io.frontdesk.decision.Family;
import io.frontdesk.limit.RateLimit;
import io.frontdesk.limit.RateLimitInterceptor;
import io.frontdesk.observe.Observation;
import io.frontdesk.profile.Definition;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.request.RequestGuard;
import io.frontdesk.shadow.ShadowCounts;
import io.frontdesk.shadow.ShadowReportInterceptor;
import io.frontdesk.token.Authenticator;
import io.frontdesk.token.TokenVerifier;
import io.frontdesk.write.Judge;
import io.frontdesk.write.WriteGuard;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The guards of one contract. Here, in {@link RequestGuards} and {@link WriteGuards}, and nowhere else, they are built, put in order
 * and registered.
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

    private final Shared shared;
    private final SecurityTold security;
    private final RequestGuards requests;
    private final WriteGuards writes;

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
        this.shared = Shared.of(kept(contract, services), services, observation, concern);
        this.security = security;
        this.requests = new RequestGuards(shared);
        this.writes = new WriteGuards(shared);
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

    /**
     * Registers the guards of requests and answers on a server.
     *
     * @param tokens who may be believed
     * @param ownBases from the base URL of a request to all base URLs of the endpoint, without a slash at the end
     */
    public void guardRequests(
            RestfulServer server, TokenVerifier tokens, Function<String, Set<String>> ownBases, BodyLimits limits) {
        if (!shared.modes().whole()) {
            server.setDefaultPreferReturn(preferred());
        }
        guardRequests(server::registerInterceptor, Authenticator.byTokens(tokens), ownBases, limits);
    }

    /** Returns what a write is answered with where the client does not say. */
    public PreferReturnEnum preferred() {
        return contract().success().representation() ? PreferReturnEnum.REPRESENTATION : PreferReturnEnum.MINIMAL;
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
        requests.register(hooks, callers, ownBases, limits, security);
    }

    /**
     * Returns what judges questions about other types by which stored appointments could be found out: chains through them.
     */
    public RequestGuard questionsAside() {
        return requests.questionsAside();
    }

    /** Lets operators read what guards in shadow would have refused. */
    public void reportShadow(RestfulServer server, ShadowCounts counts) {
        server.registerInterceptor(new ShadowReportInterceptor(counts));
    }

    /** Registers the limit of requests a minute, which stands around the authentication of callers. */
    public void limitRate(RestfulServer server, RateLimit limit) {
        server.registerInterceptor(new RateLimitInterceptor(limit, shared.refusals()));
    }

    /**
     * Registers the guards of reads and writes where the storage calls its hooks: on HAPI JPA its interceptor service, so
     * that writes which do not come by HTTP are guarded too; on a plain server the server's own.
     */
    public void guardStorage(IInterceptorService storage) {
        guardWrites(storage);
        if (!shared.modes().whole()) {
            storage.registerInterceptor(shared.versionHeaders());
        }
    }

    /**
     * Registers the guards of reads and writes on what calls the hooks in the place of a storage that calls none; which version
     * a write has made is then told by the provider's own answer.
     */
    public void guardWrites(IInterceptorService storage) {
        writes.register(storage);
    }

    /** Returns whether this HAPI shows a patch before it applies it, as it does from 8.8 on; without that no patch is judged. */
    public static boolean seesPatches() {
        return Arrays.stream(Pointcut.values())
                .anyMatch(pointcut -> pointcut.name().equals("STORAGE_PRESTORAGE_RESOURCE_PREPATCH"));
    }

    /** Returns what judges whether a caller may know of what a write changes; whoever reads that before all guards asks it. */
    public WriteGuard seen() {
        return shared.seen();
    }

    /** Registers what judges the answers of a server whose providers call no hooks when they hand out resources. */
    public void guardAnswers(RestfulServer server) {
        server.registerInterceptor(new AnswerInterceptor(
                contract().fhir(),
                new ReadInterceptor(shared.sights(), contract().hidden(), shared.refusals())));
    }

    /**
     * Returns what judges without a server: the guards of requests and of writes in their order, without those that ask what the
     * caller may do (rights, context) or what else is stored (Slots, bookings, unique values). Nothing of a store is needed for it.
     *
     * @param caller whether requests say who the caller is; if not, nobody asks to whom a part of an appointment belongs
     */
    public static Judge judge(Contract contract, boolean caller) {
        return new WriteGuards(Shared.of(contract, StoreServices.none(), Observation.none(), Concern.all()))
                .judge(caller);
    }

    /**
     * Returns what answers for the definitions that the contract publishes, and for the CodeSystem of rule ids. Register them
     * on the server; who may read them is the contract's business, as with every other type.
     */
    public List<IResourceProvider> definitions() {
        return contract()
                .definitions()
                .with(new Definition(
                        "CodeSystem",
                        RefusalCodes.ID,
                        Refusals.SYSTEM,
                        "built in",
                        RefusalCodes.codeSystem(
                                contract().fhir(),
                                contract().answers(),
                                contract().fields().tellings())))
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
        new Meant(shared).goOnAs(details, asked, interaction, id, version);
    }

    /** Returns what is judged, by families of guards. */
    public Set<Family> families() {
        Set<Family> families = EnumSet.of(Family.TOKEN, Family.SEARCH, Family.FORMAT, Family.BODY, Family.BUNDLE);
        shared.offeredAndAllowed().forEach(guard -> families.add(guard.family()));
        writes.ofWrites().forEach(guard -> families.add(guard.family()));
        contract().calendar().ifPresent(any -> families.add(Family.CALENDAR));
        contract().slots().ifPresent(any -> families.add(Family.SLOT));
        contract().booking().ifPresent(any -> families.add(Family.BOOKING));
        if (contract().update().unique().demandsAny()) {
            families.add(Family.UNIQUE);
        }
        if (contract().effects().demandsAny()) {
            families.add(Family.EFFECT);
        }
        return families;
    }

    /** Returns what tells refusals as this contract does, for answers that HAPI takes no part in. */
    public Refusals refusals() {
        return shared.refusals();
    }

    private Contract contract() {
        return shared.contract();
    }
}
