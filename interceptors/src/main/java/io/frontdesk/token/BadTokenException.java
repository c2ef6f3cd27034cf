package io.frontdesk.token;

import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;

/** Carries the reason why a token is no good out of the checks; never leaves this package. */
final class BadTokenException extends Exception {

    static final String NEW_TOKEN = "Get a new token from the issuer.";
    static final String OTHER_TOKEN = "Send an access token of this server's issuer, as the issuer gave it.";

    private static final long serialVersionUID = 1;

    private final transient Refusal refusal;

    /**
     * @param text what is wrong, in one sentence without its full stop, and without anything of the token
     * @param remedy what to do instead
     */
    BadTokenException(String text, String remedy) {
        this(Rule.TOKEN_INVALID, text, remedy);
    }

    /** The same of another rule. */
    BadTokenException(Rule rule, String text, String remedy) {
        super(text, null, false, false);
        refusal = Refusal.of(rule, text + ".", remedy);
    }

    Refusal refusal() {
        return refusal;
    }
}
