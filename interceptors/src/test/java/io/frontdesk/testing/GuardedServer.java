package io.frontdesk.testing;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Patch;
import ca.uhn.fhir.rest.annotation.ResourceParam;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.api.PatchTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.provider.HashMapResourceProvider;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import io.frontdesk.answer.SecurityTold;
import io.frontdesk.body.BodyLimits;
import io.frontdesk.condition.ConditionLock;
import io.frontdesk.contract.Contract;
import io.frontdesk.guard.Guards;
import io.frontdesk.guard.StoreServices;
import io.frontdesk.observe.Observation;
import io.frontdesk.shadow.ShadowCounts;
import io.frontdesk.token.Issuer;
import io.frontdesk.token.TokenRules;
import io.frontdesk.token.TokenVerifier;
import io.frontdesk.version.RowLock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;

/** A plain HAPI server in this process that keeps resources in memory, with the guards of a contract. */
public final class GuardedServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Server jetty = new Server();
    private final ServerConnector connector = new ServerConnector(jetty, oneRequestEach());
    private final FhirContext fhir;
    private final Map<String, Store<? extends IBaseResource>> stores = new HashMap<>();

    /** Jetty drops a connection whose request it has answered unread; a client that keeps it loses its next request. */
    private static HttpConnectionFactory oneRequestEach() {
        var http = new HttpConfiguration();
        http.setPersistentConnectionsEnabled(false);
        return new HttpConnectionFactory(http);
    }

    private GuardedServer(FhirContext fhir) {
        this.fhir = fhir;
    }

    /** Starts a server for the resource types, all of which the contract's FHIR version has. */
    public static GuardedServer of(Contract contract, String... types) {
        return of(contract, SecurityTold.BEARER, (guards, server) -> {}, types);
    }

    /** Starts a server with more than the guards that every server has. */
    public static GuardedServer of(
            Contract contract, SecurityTold security, BiConsumer<Guards, RestfulServer> more, String... types) {
        return of(contract, security, Observation.none(), more, types);
    }

    /** Starts a server whose decisions somebody looks at. */
    public static GuardedServer of(Contract contract, Observation observation, String... types) {
        return of(contract, SecurityTold.BEARER, observation, (guards, server) -> {}, types);
    }

    private static GuardedServer of(
            Contract contract,
            SecurityTold security,
            Observation observation,
            BiConsumer<Guards, RestfulServer> more,
            String... types) {
        return start(contract.fhir(), types, server -> {
            Guards guards = new Guards(contract, services(), security, observation);
            more.accept(guards, server);
            guards.guardRequests(
                    server,
                    new TokenVerifier(
                            new ImmutableJWKSet<>(Issuer.publicKeys()),
                            TokenRules.of(Issuer.NAME, Optional.of(Issuer.AUDIENCE)),
                            Issuer.CLOCK),
                    base -> Set.of(base, "https://desk.example.org/fhir"),
                    BodyLimits.standard());
            observation
                    .listener()
                    .filter(ShadowCounts.class::isInstance)
                    .ifPresent(counts -> guards.reportShadow(server, (ShadowCounts) counts));
            guards.guardStorage(server.getInterceptorService());
        });
    }

    /** No lock, and an index of bookings that has room for everybody: what it keeps is tried on databases. */
    private static StoreServices services() {
        return new StoreServices(
                RowLock.none(),
                ConditionLock.none(),
                Optional.empty(),
                Optional.of(new RoomForAll()),
                Optional.of(new NothingElse()));
    }

    /** Starts a server over providers that are no stores of ours. */
    public static GuardedServer over(FhirContext fhir, List<?> providers, Consumer<RestfulServer> change) {
        return new GuardedServer(fhir).start(server -> {
            providers.forEach(server::registerProvider);
            change.accept(server);
        });
    }

    /** Starts a server without guards. */
    public static GuardedServer start(FhirContext fhir, String[] types, Consumer<RestfulServer> change) {
        var started = new GuardedServer(fhir);
        return started.start(server -> {
            for (String type : types) {
                Store<? extends IBaseResource> store =
                        new Store<>(fhir, fhir.getResourceDefinition(type).getImplementingClass());
                started.stores.put(type, store);
                server.registerProvider(store);
            }
            change.accept(server);
        });
    }

    private GuardedServer start(Consumer<RestfulServer> change) {
        GuardedServer started = this;
        var server = new RestfulServer(fhir);
        change.accept(server);
        var context = new ServletContextHandler();
        context.addServlet(new ServletHolder(server), "/fhir/*");
        started.connector.setHost("127.0.0.1");
        started.jetty.addConnector(started.connector);
        started.jetty.setHandler(context);
        try {
            started.jetty.start();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return started;
    }

    @Override
    public void close() {
        try {
            jetty.stop();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Forgets every resource. */
    public void clear() {
        stores.values().forEach(HashMapResourceProvider::clear);
    }

    /** Stores a resource past every guard and returns {@code Type/id}. */
    public String stored(String json) {
        return put(fhir.newJsonParser().parseResource(json));
    }

    @SuppressWarnings("unchecked")
    private String put(IBaseResource resource) {
        resource.getMeta().setLastUpdated(new Date(1_772_442_000_000L));
        return ((Store<IBaseResource>) storeOf(resource.fhirType()))
                .store(resource)
                .toUnqualifiedVersionless()
                .getValue();
    }

    /** Returns the current version of a resource as JSON; it is read past every guard. */
    public String now(String address) {
        return storeOf(address.substring(0, address.indexOf('/'))).now(address.substring(address.indexOf('/') + 1));
    }

    /** Returns how many versions of how many resources a type has. */
    public int versions(String type) {
        return storeOf(type).versions();
    }

    private Store<? extends IBaseResource> storeOf(String type) {
        return Optional.ofNullable(stores.get(type)).orElseThrow();
    }

    public String base() {
        return "http://127.0.0.1:" + connector.getLocalPort() + "/fhir";
    }

    /** Returns a request without any token. */
    public Call anonymous(String method, String path) {
        return new Call(base(), method, path);
    }

    /** Returns a request whose token carries the roles. */
    public Call as(List<String> roles, String method, String path) {
        return anonymous(method, path).token(claims -> claims.put("realm_access", Map.of("roles", roles)));
    }

    /** Returns a request of somebody who may do everything that is offered on appointments. */
    public Call clerk(String method, String path) {
        return as(List.of("Appointment.*", "Patient.*"), method, path);
    }

    /** A request that is being written. */
    public static final class Call {

        private final HttpRequest.Builder request;
        private final String method;
        private HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.noBody();

        private Call(String base, String method, String path) {
            this.request = HttpRequest.newBuilder(URI.create(base + path));
            this.method = method;
        }

        public Call token(Consumer<Map<String, Object>> claims) {
            return header("Authorization", "Bearer " + Issuer.token(claims));
        }

        /** Sets a header; again for one more value. */
        public Call header(String name, String value) {
            request.header(name, value);
            return this;
        }

        public Call ifMatch(String version) {
            return header("If-Match", "W/\"" + version + "\"");
        }

        public Call json(String json) {
            return header("Content-Type", "application/fhir+json").bytes(json.getBytes(StandardCharsets.UTF_8));
        }

        public Call xml(String xml) {
            return header("Content-Type", "application/fhir+xml").bytes(xml.getBytes(StandardCharsets.UTF_8));
        }

        public Call patch(String patch) {
            return header("Content-Type", "application/json-patch+json").bytes(patch.getBytes(StandardCharsets.UTF_8));
        }

        public Call bytes(byte[] bytes) {
            body = HttpRequest.BodyPublishers.ofByteArray(bytes);
            return this;
        }

        public Answer send() {
            try {
                HttpResponse<String> response =
                        CLIENT.send(request.method(method, body).build(), HttpResponse.BodyHandlers.ofString());
                return new Answer(response.statusCode(), response);
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** HAPI's provider, and a patch that replaces members of the resource itself. */
    public static final class Store<T extends IBaseResource> extends HashMapResourceProvider<T> {

        Store(FhirContext fhir, Class<T> type) {
            super(fhir, type);
        }

        synchronized String now(String id) {
            return getFhirContext()
                    .newJsonParser()
                    .encodeResourceToString(Optional.ofNullable(myIdToVersionToResourceMap.get(id))
                            .orElseThrow()
                            .lastEntry()
                            .getValue());
        }

        synchronized int versions() {
            return myIdToVersionToResourceMap.values().stream()
                    .mapToInt(TreeMap::size)
                    .sum();
        }

        /** Replaces top-level members. */
        @Patch
        public synchronized MethodOutcome patch(
                @IdParam IIdType id, PatchTypeEnum type, @ResourceParam String body, RequestDetails request)
                throws JsonProcessingException {
            ObjectNode resource = (ObjectNode)
                    JSON.readTree(getFhirContext().newJsonParser().encodeResourceToString(read(id, null, false)));
            for (JsonNode operation : JSON.readTree(body)) {
                resource.set(operation.path("path").asText().substring(1), operation.path("value"));
            }
            T patched = getFhirContext().newJsonParser().parseResource(getResourceType(), resource.toString());
            patched.setId(id.toUnqualifiedVersionless());
            return update(patched, null, request);
        }
    }
}
