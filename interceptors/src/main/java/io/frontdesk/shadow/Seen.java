package io.frontdesk.shadow;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import io.frontdesk.decision.Family;
import java.util.HashSet;
import java.util.Set;

/**
 * What was counted of one request. HAPI carries out a request anew when another one was in the way, and a bundle breaks a rule
 * in several entries: it is counted once.
 */
final class Seen {

    private static final String KEY = Seen.class.getName();

    private final Set<String> rules = new HashSet<>();
    private boolean stranger;

    private Seen() {}

    /** Returns what was counted of the request, if anything was. */
    static boolean any(RequestDetails details) {
        return details.getUserData().containsKey(KEY);
    }

    /** Returns what was counted of the request, and keeps it with that. */
    static Seen of(RequestDetails details) {
        return (Seen) details.getUserData().computeIfAbsent(KEY, any -> new Seen());
    }

    /** Returns whether nothing was refused before. */
    boolean isFirst() {
        return rules.isEmpty();
    }

    /** Notes a refusal, and returns whether it counts: what nobody may do says nothing more about somebody without a token. */
    boolean counts(Family family, String rule) {
        stranger |= family == Family.TOKEN;
        return !(stranger && family == Family.ACCESS) && rules.add(rule);
    }
}
