package io.frontdesk.server.settings;

import io.frontdesk.decision.Modes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All that an operator decides about a server.
 *
 * @param contracts built-in names or folders, at least one; the first is served at {@code /fhir} too
 * @param host the address to listen on
 * @param port the port to listen on; 0 for any that is free
 * @param database where the stores are
 * @param identity who says who is asking
 * @param tls how the server speaks TLS; empty: it does not
 * @param http what clients are allowed
 * @param log how the log is written
 * @param modes which guards refuse, and which are in shadow
 * @param operationsPort the port at which whoever reaches it may read measurements; 0 for any that is free
 */
public record ServerSettings(
        List<String> contracts,
        String host,
        int port,
        DatabaseSettings database,
        IdentitySettings identity,
        Optional<TlsSettings> tls,
        HttpSettings http,
        LogFormat log,
        Modes modes,
        OptionalInt operationsPort) {

    /** A server that logs text and has no port for operations. */
    public ServerSettings(
            List<String> contracts,
            String host,
            int port,
            DatabaseSettings database,
            IdentitySettings identity,
            Optional<TlsSettings> tls,
            HttpSettings http,
            Modes modes) {
        this(contracts, host, port, database, identity, tls, http, LogFormat.TEXT, modes, OptionalInt.empty());
    }

    /** A server without TLS that allows clients what is usual. */
    public ServerSettings(
            List<String> contracts, String host, int port, DatabaseSettings database, IdentitySettings identity) {
        this(contracts, host, port, database, identity, Optional.empty(), HttpSettings.USUAL);
    }

    /** A server whose guards all refuse. */
    public ServerSettings(
            List<String> contracts,
            String host,
            int port,
            DatabaseSettings database,
            IdentitySettings identity,
            Optional<TlsSettings> tls,
            HttpSettings http) {
        this(contracts, host, port, database, identity, tls, http, Modes.enforce());
    }

    /** Copies the list. */
    public ServerSettings {
        contracts = List.copyOf(contracts);
        if (contracts.isEmpty()) {
            throw new IllegalArgumentException("A server needs a contract");
        }
    }

    /** Returns which client certificates prove who asks, if any. */
    public Optional<TlsSettings.ClientCertificates> clientCertificates() {
        return tls.flatMap(TlsSettings::clients);
    }
}
