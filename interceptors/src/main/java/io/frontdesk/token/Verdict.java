package io.frontdesk.token;

import io.frontdesk.caller.Caller;
import io.frontdesk.decision.Refusal;

/** What became of a token. */
public sealed interface Verdict {

    /** The token is good. */
    record Accepted(Caller.Authenticated caller) implements Verdict {}

    /** There is no good token, for the given reason. */
    record Refused(Refusal why) implements Verdict {}
}
