package io.frontdesk.server.identity;

/** A request for a token that cannot be granted. The message is for the client, in ASCII without quotes. */
final class BadTokenRequestException extends Exception {

    private static final long serialVersionUID = 1;

    BadTokenRequestException(String message) {
        super(message);
    }
}
