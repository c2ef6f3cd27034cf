package io.frontdesk.server.tls;

/** What an operator named for TLS cannot be used. The message says which file, why, and what to do. */
public final class UnusableTlsException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Takes what is wrong and what would be right, in two sentences. */
    UnusableTlsException(String wrong, String remedy) {
        super(wrong + ".\n" + remedy);
    }
}
