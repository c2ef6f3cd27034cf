package io.frontdesk.server.http;

import io.frontdesk.contract.ContractException;
import io.frontdesk.server.StoreUnavailableException;
import io.frontdesk.server.identity.Provider;
import io.frontdesk.server.metrics.ServerMetrics;
import io.frontdesk.server.settings.ServerSettings;
import io.frontdesk.token.TokenVerifier;
import java.util.Optional;

/** Opens endpoints. Called from several threads at once, one for each contract. */
@FunctionalInterface
public interface EndpointFactory {

    /**
     * Compiles a contract, opens its store and puts its guards in place.
     *
     * @param contract a built-in name or a folder
     * @param settings where the store is, among others
     * @param verifier judges the callers' tokens
     * @param provider who gives those tokens
     * @throws ContractException when the contract is wrong
     * @throws StoreUnavailableException when the store cannot be opened
     */
    Endpoint open(String contract, ServerSettings settings, TokenVerifier verifier, Provider provider);

    /** Returns what measures the endpoints, if anything does. */
    default Optional<ServerMetrics> metrics() {
        return Optional.empty();
    }
}
