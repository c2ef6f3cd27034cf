package io.frontdesk.token;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;

/** Says who sends a request. Thread-safe. */
@FunctionalInterface
public interface Authenticator {

    /** Returns the caller, or why there is none. */
    Verdict of(HttpServletRequest request);

    /** Returns what takes the bearer token of a request, or its client certificate, for a proof. */
    static Authenticator byTokens(TokenVerifier tokens) {
        return request ->
                tokens.verify(Collections.list(request.getHeaders("Authorization")), ClientCertificate.of(request));
    }
}
