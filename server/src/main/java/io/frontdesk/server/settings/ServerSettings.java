package io.frontdesk.server.settings;

import java.util.List;

/**
 * All that an operator decides about a server.
 *
 * @param contracts built-in names or folders, at least one; the first is served at {@code /fhir} too
 * @param host the address to listen on
 * @param port the port to listen on; 0 for any that is free
 * @param database where the stores are
 * @param identity who says who is asking
 */
public record ServerSettings(
        List<String> contracts, String host, int port, DatabaseSettings database, IdentitySettings identity) {

    /** Copies the list. */
    public ServerSettings {
        contracts = List.copyOf(contracts);
        if (contracts.isEmpty()) {
            throw new IllegalArgumentException("A server needs a contract");
        }
    }
}
