package io.frontdesk.server.settings;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * What the server allows its clients.
 *
 * @param patience how long a client may keep the server waiting for a request, its body, or its reading of the answer; slow
 *     ones get a second more for every 4 KiB
 * @param origins the origins whose programs in browsers may use the server (CORS), such as {@code https://app.example.org}
 * @param requestsPerMinute how many requests each caller, and all strangers of one address together, may send in a minute;
 *     empty: any number
 */
public record HttpSettings(Duration patience, List<String> origins, OptionalInt requestsPerMinute) {

    /** Half a minute of patience, no other origins, any number of requests. */
    public static final HttpSettings USUAL = new HttpSettings(Duration.ofSeconds(30), List.of(), OptionalInt.empty());

    /** Copies the list. */
    public HttpSettings {
        origins = List.copyOf(origins);
    }
}
