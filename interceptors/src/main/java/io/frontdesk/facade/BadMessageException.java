package io.frontdesk.facade;

/** What a client sends cannot be translated. The message says what is wrong and what to send instead. */
final class BadMessageException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    private BadMessageException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** Of an address or a body that says what it may not say. */
    static BadMessageException of(String message) {
        return new BadMessageException(400, message);
    }

    /** Of something that is not there. */
    static BadMessageException notFound(String message) {
        return new BadMessageException(404, message);
    }

    /** Of a body in another form than JSON. */
    static BadMessageException unread(int status, String message) {
        return new BadMessageException(status, message);
    }

    /** Returns the HTTP status in which it is told. */
    int status() {
        return status;
    }

    /** Returns what is wrong and what to send instead. */
    String told() {
        return String.valueOf(getMessage());
    }
}
