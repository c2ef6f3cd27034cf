package io.frontdesk.server.http;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.handler.CrossOriginHandler;

/**
 * Lets programs in browsers use the server from the origins that the operator names (Fetch Standard, CORS protocol).
 * Credentials that a browser holds by itself are never asked for: a program sends its token.
 */
final class CrossOrigin {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
    private static final Set<String> SENT = Set.of(
            "Accept",
            "Authorization",
            "Content-Type",
            "If-Match",
            "If-Modified-Since",
            "If-None-Exist",
            "If-None-Match",
            "If-Unmodified-Since",
            "Prefer",
            "X-HTTP-Method-Override",
            "X-Request-Id");
    private static final Set<String> SHOWN = Set.of(
            "Accept-Patch",
            "Accept-Post",
            "Allow",
            "Content-Location",
            "ETag",
            "Last-Modified",
            "Location",
            "Retry-After",
            "WWW-Authenticate",
            "X-Request-Id");
    private static final Duration PREFLIGHT_HOLDS = Duration.ofMinutes(10);

    private CrossOrigin() {}

    /**
     * Returns the handler before the given one.
     *
     * @param origins scheme, host and port, compared exactly; none: nothing is let through
     */
    static Handler before(Handler next, List<String> origins) {
        if (origins.isEmpty()) {
            return next;
        }
        var handler = new CrossOriginHandler();
        handler.setAllowedOriginPatterns(origins.stream().map(Pattern::quote).collect(Collectors.toSet()));
        handler.setAllowedMethods(METHODS);
        handler.setAllowedHeaders(SENT);
        handler.setExposedHeaders(SHOWN);
        handler.setPreflightMaxAge(PREFLIGHT_HOLDS);
        handler.setAllowCredentials(false);
        handler.setHandler(next);
        return handler;
    }
}
