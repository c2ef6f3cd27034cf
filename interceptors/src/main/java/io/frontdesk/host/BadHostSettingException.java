package io.frontdesk.host;

/** A setting with which the guards cannot start. The message says which, what is wrong and what to do. */
public final class BadHostSettingException extends RuntimeException {

    private static final long serialVersionUID = 1;

    BadHostSettingException(String message) {
        super(message);
    }
}
