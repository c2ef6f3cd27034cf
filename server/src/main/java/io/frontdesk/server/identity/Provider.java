package io.frontdesk.server.identity;

import java.util.Map;

/** Who gives the tokens, as clients need to know. */
@FunctionalInterface
public interface Provider {

    /**
     * Returns what is known of the provider, by the names of its metadata (OpenID Connect Discovery 1.0 section 3, RFC 8414
     * section 2): always {@code issuer}, the rest as far as the provider says it.
     */
    Map<String, Object> metadata();
}
