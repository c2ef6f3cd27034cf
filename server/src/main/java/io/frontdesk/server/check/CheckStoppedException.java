package io.frontdesk.server.check;

/** The suite cannot go on. The message is one sentence for whoever has started it. */
public final class CheckStoppedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Why the suite stops. */
    enum Why {
        /** There is no server at the address, or none that this contract could be for. */
        NO_SERVER,
        /** As many requests were sent as may be. */
        LIMIT,
        /** Somebody has stopped it. */
        STOPPED
    }

    private final Why why;

    CheckStoppedException(Why why, String message) {
        super(message);
        this.why = why;
    }

    Why why() {
        return why;
    }
}
