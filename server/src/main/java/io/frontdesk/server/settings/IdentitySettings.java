package io.frontdesk.server.settings;

import java.util.Optional;

/** Who says who is asking. */
public sealed interface IdentitySettings {

    /** Returns what the audience of every token must contain, if anything. */
    Optional<String> audience();

    /** The server itself gives tokens to anybody on this machine. */
    record Development(Optional<String> audience) implements IdentitySettings {}

    /**
     * An OpenID provider.
     *
     * @param issuer the issuer exactly as in its tokens
     * @param keys URL or file of its JWK Set; empty: found by discovery
     */
    record OpenId(String issuer, Optional<String> audience, Optional<String> keys) implements IdentitySettings {}
}
