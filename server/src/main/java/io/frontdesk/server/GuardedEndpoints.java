package io.frontdesk.server;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.interceptor.UserRequestRetryVersionConflictsInterceptor;
import ca.uhn.fhir.rest.server.RestfulServer;
import io.frontdesk.answer.FailureInterceptor;
import io.frontdesk.answer.SecurityTold;
import io.frontdesk.body.BodyLimits;
import io.frontdesk.contract.Contract;
import io.frontdesk.contract.ContractDigest;
import io.frontdesk.contract.ContractReader;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Modes;
import io.frontdesk.facade.FacadeServlet;
import io.frontdesk.guard.Guards;
import io.frontdesk.guard.StoreServices;
import io.frontdesk.jpa.JpaBookings;
import io.frontdesk.limit.RateLimit;
import io.frontdesk.observe.DecisionListener;
import io.frontdesk.observe.Observation;
import io.frontdesk.profile.Definitions;
import io.frontdesk.request.OwnBases;
import io.frontdesk.server.http.Endpoint;
import io.frontdesk.server.http.EndpointFactory;
import io.frontdesk.server.http.SmartSupport;
import io.frontdesk.server.identity.Provider;
import io.frontdesk.server.metrics.ServerMetrics;
import io.frontdesk.server.settings.HttpSettings;
import io.frontdesk.server.settings.ServerSettings;
import io.frontdesk.shadow.ShadowCounts;
import io.frontdesk.shadow.ShadowTable;
import io.frontdesk.source.SourceFolder;
import io.frontdesk.token.TokenVerifier;
import jakarta.servlet.Servlet;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** Opens endpoints: a contract, its own store and its guards, put together here and nowhere else. */
public final class GuardedEndpoints implements EndpointFactory {

    /** How many callers the rate limit remembers, in some 100 bytes each. */
    private static final int MOST_CALLERS = 50_000;

    /** The names of the extension oauth-uris, and those of OAuth's metadata (RFC 8414). */
    private static final Map<String, String> OAUTH_URIS = Map.of(
            "token", "token_endpoint",
            "authorize", "authorization_endpoint",
            "register", "registration_endpoint",
            "introspect", "introspection_endpoint",
            "revoke", "revocation_endpoint");

    private final ServerMetrics metrics = new ServerMetrics();
    private final ContractReader contracts = new ContractReader(FhirContext::forCached);

    @Override
    public Optional<ServerMetrics> metrics() {
        return Optional.of(metrics);
    }

    @Override
    public Endpoint open(String name, ServerSettings settings, TokenVerifier tokens, Provider provider) {
        SourceFolder folder = SourceFolder.named(name);
        Contract contract = contracts.read(folder);
        FhirStore store = FhirStore.open(new StoreSettings(
                contract.name(),
                contract.fhir().getVersion().getVersion(),
                settings.database().url(),
                settings.database().user().orElse(null),
                settings.database().password().orElse(null),
                stored(contract),
                searchParameters(contract),
                contract.update().referencesMustExist(),
                contract.version().countsUnchanged(),
                settings.database().pool(),
                settings.database().upkeep(),
                ContractDigest.of(folder)));
        store.measure(metrics.registry());
        RestfulServer server = new RestfulServer(store.fhirContext());
        store.serve(
                server,
                null,
                (type, operation) -> contract.update().offers().operations(type).contains(operation));
        SmartSupport smart = new SmartSupport(
                contract.access().scopes(Set.of(Contract.APPOINTMENT)),
                contract.access().smartCapabilities());
        // Without a token anybody could do anything here: no other authorization stands behind this server's own.
        Modes modes =
                settings.modes().whole() ? settings.modes().but(Family.TOKEN).but(Family.LIMIT) : settings.modes();
        Optional<ShadowCounts> shadow = Optional.of(modes)
                .filter(Modes::anyShadowed)
                .map(any -> new ShadowCounts(
                        contract.name(),
                        modes,
                        Optional.of(new ShadowTable(store.lockDataSource())),
                        Clock.systemUTC()));
        Guards guards = new Guards(
                contract,
                StoreServices.jdbc(store.dataSource(), store.lockDataSource()).with(store.resources()),
                security(settings.http(), smart, provider),
                new Observation(modes, shadow.map(DecisionListener.class::cast)).and(metrics.guards(contract.name())));
        shadow.ifPresent(counts -> guards.reportShadow(server, counts));
        server.registerProviders(guards.definitions());
        boolean first = settings.contracts().get(0).equals(name);
        guards.guardRequests(server, tokens, ownBases(contract, first), BodyLimits.standard());
        settings.http()
                .requestsPerMinute()
                .ifPresent(most -> guards.limitRate(server, new RateLimit(most, MOST_CALLERS, System::nanoTime)));
        guards.guardStorage(store.storageInterceptors());
        if (modes.whole() && contract.facade().isPresent()) {
            server.registerInterceptor(new FailureInterceptor());
        }
        store.storageInterceptors().registerInterceptor(new UserRequestRetryVersionConflictsInterceptor());
        contract.booking()
                .ifPresent(booking -> new JpaBookings(store.jpa(), guards, modes)
                        .open(booking, server::registerProvider, store::everyMinute));
        warmUp(contract);
        return new Endpoint(
                contract.name(),
                contract.fhir().getVersion().getVersion().name(),
                contract.era().toString(),
                server,
                facades(contract, server),
                guards.refusals(),
                contract.requestIds(),
                smart,
                store::isReady,
                () -> {
                    shadow.ifPresent(ShadowCounts::close);
                    store.close();
                },
                shadow);
    }

    /** The first endpoint of a server is at {@code /fhir} too. */
    private static OwnBases ownBases(Contract contract, boolean first) {
        String path = "/fhir/" + contract.name();
        return OwnBases.at(first ? List.of("/fhir", path) : List.of(path));
    }

    private static Map<String, Servlet> facades(Contract contract, RestfulServer server) {
        Map<String, Servlet> facades = new LinkedHashMap<>();
        contract.facade().ifPresent(policy -> {
            Servlet facade = new FacadeServlet(
                    policy,
                    server,
                    "/fhir/" + contract.name(),
                    BodyLimits.standard().bytes());
            policy.roots().forEach(root -> facades.put(root, facade));
        });
        return facades;
    }

    private static SecurityTold security(HttpSettings http, SmartSupport smart, Provider provider) {
        return new SecurityTold(!http.origins().isEmpty(), !smart.scopes().isEmpty(), () -> {
            Map<String, String> endpoints = new LinkedHashMap<>();
            Map<String, Object> metadata = provider.metadata();
            OAUTH_URIS.forEach((name, key) -> {
                if (metadata.get(key) instanceof String address) {
                    endpoints.put(name, address);
                }
            });
            return endpoints;
        });
    }

    private static List<IBaseResource> searchParameters(Contract contract) {
        List<IBaseResource> parameters = new ArrayList<>(LabelSearchParameters.of(contract.fhir(), stored(contract)));
        contract.definitions().ofType("SearchParameter").forEach(definition -> parameters.add(definition.resource()));
        return parameters;
    }

    private static Set<String> stored(Contract contract) {
        Set<String> types = new TreeSet<>(contract.update().offers().types());
        types.removeAll(Definitions.TYPES);
        return types;
    }

    /** The validator takes seconds to build; nobody should wait for that, neither the start nor the first client. */
    private static void warmUp(Contract contract) {
        Thread thread = new Thread(() -> contract.profiles().warmUp(), "warm-up of " + contract.name());
        thread.setDaemon(true);
        thread.start();
    }
}
