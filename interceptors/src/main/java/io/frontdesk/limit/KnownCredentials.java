package io.frontdesk.limit;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The credentials that were good when last seen, by half of their SHA-256 and never by themselves. Remembers a bounded
 * number, the latest. Thread-safe.
 */
final class KnownCredentials {

    private final Set<UUID> latest;

    KnownCredentials(int most) {
        latest = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
                return size() > most;
            }
        }));
    }

    void remember(String credential) {
        latest.add(digest(credential));
    }

    boolean contains(String credential) {
        return latest.contains(digest(credential));
    }

    private static UUID digest(String credential) {
        var bytes = ByteBuffer.wrap(DigestUtils.sha256(credential));
        return new UUID(bytes.getLong(), bytes.getLong());
    }
}
