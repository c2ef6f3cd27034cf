package io.frontdesk.server.launch;

/** The server cannot start here and now, for example since its port is taken. The message says what to do. */
public final class StartException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Takes one line for the operator. */
    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
