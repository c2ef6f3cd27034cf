package io.frontdesk.server;

/**
 * A store that could not be opened or reached: no such host, wrong password, a schema of another FHIR version.
 *
 * <p>The message is one sentence for an operator; it names the database without credentials and never quotes data.
 */
public final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    StoreUnavailableException(String message) {
        super(message);
    }

    StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
