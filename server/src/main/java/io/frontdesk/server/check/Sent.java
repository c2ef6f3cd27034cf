package io.frontdesk.server.check;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A request of the suite.
 *
 * @param method the HTTP method
 * @param path what follows the base URL
 * @param headers its headers, but for the one that holds the token
 * @param body its body, or an empty text
 * @param token the bearer token; empty: none is sent
 */
record Sent(String method, String path, Map<String, String> headers, String body, String token) {

    Sent {
        headers = Map.copyOf(headers);
    }

    /** Returns this request with another header. */
    Sent with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Sent(method, path, more, body, token);
    }

    /** Returns this request with another token, or with an empty one without any. */
    Sent by(String other) {
        return new Sent(method, path, headers, body, other);
    }

    /** Returns it in one line: neither its body, nor its token. */
    String told() {
        String preconditions = headers.entrySet().stream()
                .filter(header -> header.getKey().startsWith("If-"))
                .sorted(Map.Entry.comparingByKey())
                .map(header -> ", " + header.getKey() + ": " + header.getValue())
                .collect(Collectors.joining());
        return method + " " + (path.isEmpty() ? "/" : path) + preconditions;
    }

    /** Leaves out body and token. */
    @Override
    public String toString() {
        return told();
    }
}
