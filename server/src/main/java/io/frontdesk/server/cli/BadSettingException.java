package io.frontdesk.server.cli;

/** A setting that the server cannot work with. The message says where it was given, what is wrong, and what to do. */
final class BadSettingException extends RuntimeException {

    private static final long serialVersionUID = 1;

    BadSettingException(String wrong, String remedy) {
        super(wrong + "\n" + remedy);
    }
}
