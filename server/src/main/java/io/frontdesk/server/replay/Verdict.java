package io.frontdesk.server.replay;

import io.frontdesk.decision.Refusal;
import io.frontdesk.server.StoredVersion;

/** What a contract says of a write of the past. */
sealed interface Verdict {

    /** It would have been carried out. */
    record Permitted() implements Verdict {}

    /**
     * It would have been refused.
     *
     * @param write the version that it stored
     * @param why the refusal of the first guard that refuses
     */
    record Refused(StoredVersion write, Refusal why) implements Verdict {}

    /**
     * It cannot be judged.
     *
     * @param write the version that it stored
     * @param reason why not
     */
    record Unjudged(StoredVersion write, String reason) implements Verdict {}
}
