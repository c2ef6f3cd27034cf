package io.frontdesk.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Remembers for up to a minute which tokens were good, by their SHA-256 and never by themselves, so that a memory dump
 * holds none. When full, the oldest is forgotten: since no entry lives longer than a minute, it is the least useful.
 * Thread-safe.
 */
final class VerifiedTokens {

    private static final Duration LIFE = Duration.ofSeconds(60);

    private final int most;
    private final Map<Digest, Entry> entries = new LinkedHashMap<>();

    VerifiedTokens(int most) {
        this.most = most;
    }

    /** Returns what is known of the token if it was found good within the last minute and has not expired since. */
    Optional<VerifiedToken> find(Digest token, Instant now) {
        Entry entry;
        synchronized (entries) {
            entry = entries.get(token);
        }
        // A clock set back must not prolong an entry, hence both ends.
        return entry != null && !now.isBefore(entry.from) && now.isBefore(entry.until)
                ? Optional.of(entry.verified)
                : Optional.empty();
    }

    /** Remembers a token that was just found good. */
    void remember(Digest token, VerifiedToken verified, Instant now, Instant expiry) {
        var until = now.plus(LIFE);
        var entry = new Entry(verified, now, expiry.isBefore(until) ? expiry : until);
        synchronized (entries) {
            // Removed first, so that the order of the map stays the order of age.
            entries.remove(token);
            entries.put(token, entry);
            if (entries.size() > most) {
                var oldest = entries.keySet().iterator();
                oldest.next();
                oldest.remove();
            }
        }
    }

    int size() {
        synchronized (entries) {
            return entries.size();
        }
    }

    private record Entry(VerifiedToken verified, Instant from, Instant until) {}

    /** SHA-256 of a token. */
    record Digest(long a, long b, long c, long d) {

        static Digest of(String token) {
            var bytes = ByteBuffer.wrap(DigestUtils.sha256(token.getBytes(StandardCharsets.ISO_8859_1)));
            return new Digest(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
        }
    }
}
