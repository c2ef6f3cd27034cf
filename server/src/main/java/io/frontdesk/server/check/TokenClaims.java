package io.frontdesk.server.check;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.frontdesk.caller.Claims;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** What a bearer token says about its caller, where it is a JWT. Nothing is verified: that is the server's business. */
final class TokenClaims {

    private static final ObjectMapper JSON = new ObjectMapper();

    private TokenClaims() {}

    /** Returns the claims, or empty where the token is opaque. */
    static Optional<Claims> in(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            byte[] claims = Base64.getUrlDecoder().decode(parts[1]);
            return Optional.of(new Claims(JSON.readValue(claims, new TypeReference<Map<String, Object>>() {})));
        } catch (IOException | IllegalArgumentException opaque) {
            return Optional.empty();
        }
    }
}
