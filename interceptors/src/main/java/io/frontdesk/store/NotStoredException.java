package io.frontdesk.store;

/** The store has refused a resource; the transaction can only be undone. */
public final class NotStoredException extends Exception {

    private static final long serialVersionUID = 1;

    /** Takes why; the message may hold what a client has sent, and is neither told nor logged. */
    public NotStoredException(Throwable cause) {
        super("The store refused the resource", cause);
    }
}
