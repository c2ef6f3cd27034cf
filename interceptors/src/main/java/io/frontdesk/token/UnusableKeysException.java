package io.frontdesk.token;

/** The place named for the issuer's keys cannot be used at all; no waiting would help. The message says why. */
public final class UnusableKeysException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Takes what is wrong and what would be right, in one or two sentences. */
    public UnusableKeysException(String message) {
        super(message);
    }
}
