package io.frontdesk.caller;

/** Who asks for something. */
public sealed interface Caller {

    /**
     * Somebody who proved who they are.
     *
     * @param subject the stable name of the caller ({@code sub} of the token)
     * @param claims all that the proof says about the caller
     */
    record Authenticated(String subject, Claims claims) implements Caller {}

    /** Somebody who brought no proof; may only see what is open to all. */
    record Anonymous() implements Caller {}

    /** The server's own code: start-up, jobs, other interceptors. No request of a client stands behind it. */
    record Internal() implements Caller {}

    /** Returns what the caller's proof says about them; nothing when there is none. */
    default Claims claims() {
        return Claims.NONE;
    }
}
