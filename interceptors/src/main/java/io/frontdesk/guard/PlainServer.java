package io.frontdesk.guard;

import ca.uhn.fhir.interceptor.executor.InterceptorService;
import ca.uhn.fhir.rest.server.RestfulServer;
import io.frontdesk.answer.SecurityTold;
import io.frontdesk.body.BodyLimits;
import io.frontdesk.contract.Contract;
import io.frontdesk.contract.Part;
import io.frontdesk.observe.Observation;
import io.frontdesk.plain.HeldIds;
import io.frontdesk.plain.OwnMethods;
import io.frontdesk.plain.OwnPatchInterceptor;
import io.frontdesk.plain.OwnWriteInterceptor;
import io.frontdesk.plain.StorageHooks;
import io.frontdesk.request.Interaction;
import io.frontdesk.token.TokenVerifier;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Guards a server whose owner's resource providers store and find for themselves ({@code @Read}, {@code @Create}, {@code @Update},
 * {@code @Delete}, {@code @Search}), without a database of ours, and without any hook of a store being called.
 *
 * <p>What is stored is read through the owner's providers. What cannot be judged there is closed: conditional writes,
 * bundles and histories. A JSON Patch is carried out as an update.
 */
public final class PlainServer {

    private static final String BY_ID = "Search for the resource, and send the change to its id.";
    private static final String ONE_BY_ONE = "Send each request by itself.";

    private static final Map<Interaction, String> CLOSED = new EnumMap<>(Map.ofEntries(
            Map.entry(Interaction.CONDITIONAL_CREATE, "Search for the resource, and create it if there is none."),
            Map.entry(Interaction.CONDITIONAL_UPDATE, BY_ID),
            Map.entry(Interaction.CONDITIONAL_PATCH, BY_ID),
            Map.entry(Interaction.CONDITIONAL_DELETE, BY_ID),
            Map.entry(Interaction.BUNDLE, ONE_BY_ONE),
            Map.entry(Interaction.TRANSACTION, ONE_BY_ONE),
            Map.entry(Interaction.BATCH, ONE_BY_ONE),
            Map.entry(Interaction.HISTORY_INSTANCE, "Read the resource, or one version of it by its id."),
            Map.entry(Interaction.HISTORY_TYPE, "Search the type."),
            Map.entry(Interaction.HISTORY_SYSTEM, "Search each type.")));

    private final Contract contract;
    private final Set<Part> without;
    private final Guards guards;
    private final HeldIds ids;

    private PlainServer(Contract contract, Set<Part> without, Guards guards, HeldIds ids) {
        this.contract = contract;
        this.without = Set.copyOf(without);
        this.guards = guards;
        this.ids = ids;
    }

    /** Registers the guards, where nobody looks on. */
    public static PlainServer guard(
            RestfulServer server,
            Contract contract,
            Set<Part> without,
            TokenVerifier tokens,
            Function<String, Set<String>> ownBases,
            BodyLimits limits) {
        return guard(server, contract, without, tokens, ownBases, limits, Observation.none());
    }

    /**
     * Registers the guards. Call it once, when the providers are registered and before the server answers its first request.
     *
     * @param contract what the endpoint promises
     * @param without the parts of the contract that the operator does without, since no such server can keep them
     * @param tokens who may be believed
     * @param ownBases from the base URL of a request to all base URLs of the endpoint, without a slash at the end
     * @param observation who is told what the guards decide
     * @return what guards the server, to be told at start
     * @throws IllegalArgumentException if the contract demands what cannot be kept, or a provider takes what the guards cannot
     *     judge; it says what, and what to do
     */
    public static PlainServer guard(
            RestfulServer server,
            Contract contract,
            Set<Part> without,
            TokenVerifier tokens,
            Function<String, Set<String>> ownBases,
            BodyLimits limits,
            Observation observation) {
        PlainServer plain = of(server, contract, without, observation, Concern.all());
        plain.guards.guardRequests(server, tokens, ownBases, limits);
        plain.guardWrites(server::registerInterceptor);
        plain.guards.guardAnswers(server);
        return plain;
    }

    /**
     * Builds the guards, where a contract speaks for some of what a server serves; registers nothing.
     *
     * @param concern what the contract speaks for there
     * @throws IllegalArgumentException as {@link #guard}
     */
    public static PlainServer of(
            RestfulServer server, Contract contract, Set<Part> without, Observation observation, Concern concern) {
        demandable(contract, without);
        OwnMethods.judgeable(server);
        HeldIds ids = new HeldIds();
        Guards guards = new Guards(
                contract.without(without).closing(CLOSED),
                StoreServices.ofProviders(
                        (partition, type, id, read) -> ids.mine(type, id) ? Optional.of(read) : Optional.empty()),
                SecurityTold.BEARER,
                observation,
                concern);
        return new PlainServer(contract, without, guards, ids);
    }

    /**
     * Hands over what judges writes before the owner's methods.
     *
     * @param hooks takes interceptors, whose hooks are to be called for all requests that concern the contract
     */
    public void guardWrites(Consumer<Object> hooks) {
        InterceptorService storage = new InterceptorService("frontdesk");
        guards.guardWrites(storage);
        hooks.accept(new OwnPatchInterceptor());
        hooks.accept(new OwnWriteInterceptor(
                contract.fhir(),
                new StorageHooks(storage),
                guards.seen(),
                ids,
                contract.version()::held,
                guards.refusals()));
    }

    private static void demandable(Contract contract, Set<Part> without) {
        Set<Part> demanded = Part.of(contract);
        Set<Part> missing = new TreeSet<>(demanded);
        missing.removeAll(without);
        if (!missing.isEmpty()) {
            StringBuilder promises = new StringBuilder();
            missing.forEach(
                    part -> promises.append(promises.isEmpty() ? "" : "; ").append(part.promise()));
            Set<Part> all = new TreeSet<>(missing);
            all.addAll(without);
            throw new IllegalArgumentException("The contract " + contract.name()
                    + " promises what a server with its own resource providers cannot keep: " + promises
                    + ". Take a contract without that, or do without it by frontdesk.without="
                    + Part.listed(all) + ".");
        }
    }

    /** Returns what goes with this server's endpoint beside its guards: definitions, refusals in other forms. */
    public Guards guards() {
        return guards;
    }

    /** Returns what is guarded and what is not, a line each, for the operator to read at start. */
    public List<String> told() {
        List<String> lines = new ArrayList<>();
        lines.add("contract " + contract.name() + " on a server with its own resource providers");
        lines.add("on: token, offer, right, " + (contract.context().isPresent() ? "context, " : "")
                + "search, version (If-Match "
                + (contract.version().required() ? "required" : "optional")
                + "), status, what an update keeps, server's own parts, fields, profiles, order of extensions,"
                + " hidden resources");
        Set<Part> off = new TreeSet<>(Part.of(contract));
        off.retainAll(without);
        lines.addAll(Part.told(off));
        lines.add("closed, because nothing could be judged: conditional create, update, patch and delete, transaction,"
                + " batch, history, and patches other than JSON Patch, which is carried out as an update (@Update)");
        contract.facade()
                .ifPresent(
                        any -> lines.add("OFF: the contract's JSON interface (facade), which needs a server of ours"));
        lines.add("one winner per version within this process; between several processes the resource provider must"
                + " refuse an id whose version is not the stored one (HTTP 409 or 412)");
        lines.add("operations that the contract offers are the owner's own code: what they show is judged, what they"
                + " store is not");
        return List.copyOf(lines);
    }
}
