package io.frontdesk.server.cli;

import io.frontdesk.server.settings.TlsSettings;
import java.util.Optional;

/**
 * Where a server listens.
 *
 * @param host the address, perhaps one that means all of the machine's
 * @param port the port
 * @param tls how it speaks TLS; empty: it does not
 */
record Address(String host, int port, Optional<TlsSettings> tls) {}
