package io.frontdesk.host;

import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.rest.server.RestfulServer;
import io.frontdesk.answer.SecurityTold;
import io.frontdesk.body.BodyLimits;
import io.frontdesk.contract.Contract;
import io.frontdesk.contract.Part;
import io.frontdesk.decision.Family;
import io.frontdesk.guard.Concern;
import io.frontdesk.guard.Guards;
import io.frontdesk.guard.PlainServer;
import io.frontdesk.guard.StoreServices;
import io.frontdesk.host.HostSettings.HostCallers;
import io.frontdesk.observe.DecisionListener;
import io.frontdesk.observe.Observation;
import io.frontdesk.request.OwnBases;
import io.frontdesk.shadow.ShadowCounts;
import io.frontdesk.shadow.ShadowTable;
import io.frontdesk.token.Authenticator;
import io.frontdesk.token.JwksKeys;
import io.frontdesk.token.KeyLife;
import io.frontdesk.token.TokenRules;
import io.frontdesk.token.TokenVerifier;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * The guards of a contract in a server that somebody else has built. Requests that do not concern the contract's types pass as
 * if nobody were there: other interceptors, other types, the host's own authorization, its settings.
 */
public final class HostGuards implements AutoCloseable {

    private final Contract contract;
    private final Guards guards;
    private final OwnBases bases;
    private final Authenticator callers;
    private final Concern concern;
    private final HostSettings settings;
    private final List<String> besides;
    private final Optional<ShadowCounts> counts;

    private HostGuards(
            Contract contract,
            Guards guards,
            OwnBases bases,
            Authenticator callers,
            Concern concern,
            HostSettings settings,
            List<String> besides,
            Optional<ShadowCounts> counts) {
        this.contract = contract;
        this.guards = guards;
        this.bases = bases;
        this.callers = callers;
        this.concern = concern;
        this.settings = settings;
        this.besides = List.copyOf(besides);
        this.counts = counts;
    }

    /**
     * Builds the guards.
     *
     * @param contract see {@link HostContract#of}
     * @param services what the host's storage has for them
     * @param database where it is kept what guards in shadow would have refused; it was prepared
     * @param observer who is told of every decision, if anybody is
     * @throws IllegalArgumentException if the contract demands what the storage cannot keep
     */
    public static HostGuards of(
            Contract contract,
            HostSettings settings,
            StoreServices services,
            DataSource database,
            Optional<DecisionListener> observer) {
        Concern concern = Concern.only(settings.types());
        Optional<ShadowCounts> counts = counts(contract, settings, Optional.of(new ShadowTable(database)));
        Observation counted = observation(settings, counts);
        Observation observation = observer.map(counted::and).orElse(counted);
        Guards guards = new Guards(contract, services, SecurityTold.BEARER, observation, concern);
        return new HostGuards(
                contract,
                guards,
                OwnBases.and(settings.baseUrls()),
                authenticator(contract, settings),
                concern,
                settings,
                Part.told(settings.without()),
                counts);
    }

    private static Optional<ShadowCounts> counts(
            Contract contract, HostSettings settings, Optional<ShadowTable> table) {
        return settings.modes().anyShadowed()
                ? Optional.of(new ShadowCounts(contract.name(), settings.modes(), table, Clock.systemUTC()))
                : Optional.empty();
    }

    private static Observation observation(HostSettings settings, Optional<ShadowCounts> counts) {
        return new Observation(settings.modes(), counts.map(DecisionListener.class::cast));
    }

    private static Authenticator authenticator(Contract contract, HostSettings settings) {
        if (settings.callers() instanceof HostCallers.Tokens tokens) {
            return Authenticator.byTokens(new TokenVerifier(
                    JwksKeys.of(tokens.issuer(), tokens.keys(), KeyLife.usual(), Clock.systemUTC()),
                    TokenRules.of(tokens.issuer(), tokens.audience()),
                    Clock.systemUTC()));
        }
        return new PrincipalAuthenticator(contract.access(), settings.types());
    }

    /**
     * Guards a server whose owner's resource providers store and find for themselves.
     *
     * @param server its providers are registered, and it was not initialised yet
     * @throws IllegalArgumentException if the contract demands what cannot be kept there, or a provider takes what cannot be
     *     judged; it says what, and what to do
     */
    static HostGuards plain(RestfulServer server, HostSettings settings) {
        if (settings.modes().whole()) {
            throw new BadHostSettingException(
                    HostKey.MODE.property() + " is shadow, and this server shows no guard what it"
                            + " stores unless the guards stand in its way. Name single guards by "
                            + HostKey.SHADOW.property() + ".");
        }
        Contract whole = HostContract.whole(settings, server.getFhirContext());
        Optional<ShadowCounts> counts = counts(whole, settings, Optional.empty());
        Concern concern = Concern.only(settings.types());
        PlainServer plain = PlainServer.of(server, whole, settings.without(), observation(settings, counts), concern);
        HostGuards host = new HostGuards(
                whole,
                plain.guards(),
                OwnBases.and(settings.baseUrls()),
                authenticator(whole, settings),
                concern,
                settings,
                plain.told(),
                counts);
        host.guardRequests(server, plain::guardWrites);
        plain.guards().guardAnswers(server);
        return host;
    }

    /** Guards requests: to be called for each server before it is initialised. */
    public void guardRequests(RestfulServer server) {
        guardRequests(server, hooks -> {});
    }

    private void guardRequests(RestfulServer server, Consumer<Consumer<Object>> more) {
        Hooks hooks = new Hooks();
        guards.guardRequests(hooks::add, callers, bases, BodyLimits.standard());
        more.accept(hooks::add);
        server.registerInterceptor(new HostInterceptor(
                hooks,
                new Business(concern),
                new Strangers(callers, bases, guards.questionsAside(), guards.refusals()),
                settings.modes().whole() ? Optional.empty() : Optional.of(guards.preferred())));
        counts.ifPresent(counted -> guards.reportShadow(server, counted));
    }

    /**
     * Guards reads and writes, whoever asks for them.
     *
     * @param storage where the storage calls its hooks
     */
    public void guardStorage(IInterceptorService storage) {
        guards.guardStorage(storage);
    }

    /** Returns what an operator should know at the start, a line each: what is guarded, by what, and what is on. */
    public List<String> told() {
        Set<String> on = new LinkedHashSet<>();
        guards.families().forEach(family -> on.add(family.id()));
        List<String> lines = new ArrayList<>(List.of(
                "Frontdesk guards " + String.join(", ", new TreeSet<>(concern.types())) + " by the contract "
                        + contract.name() + " (" + contract.title() + ", of " + contract.era() + ")",
                "Guards that are on: " + String.join(", ", on),
                settings.callers() instanceof HostCallers.Tokens tokens
                        ? "Callers prove who they are by a bearer token of " + tokens.issuer()
                        : "Callers are who the host says that they are (frontdesk.callers=principal)"));
        if (!Guards.seesPatches()) {
            lines.add("Closed, because this HAPI, older than 8.8, shows no patch before it applies it: PATCH");
        }
        if (settings.modes().whole()) {
            lines.add("All guards are in shadow (frontdesk.mode): nothing is refused; see [base]/frontdesk/shadow");
        } else if (settings.modes().anyShadowed()) {
            lines.add("Guards in shadow, which refuse nothing: "
                    + settings.modes().shadowed().stream()
                            .map(Family::id)
                            .sorted()
                            .collect(Collectors.joining(", "))
                    + "; see [base]/frontdesk/shadow");
        }
        lines.addAll(besides);
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        counts.ifPresent(ShadowCounts::close);
    }

    /** Returns the guards themselves, for what is served along with them. */
    public Guards guards() {
        return guards;
    }
}
