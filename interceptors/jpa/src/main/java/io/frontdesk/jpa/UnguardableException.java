package io.frontdesk.jpa;

import java.util.List;

/** A server on which the guards could not keep what they promise, so that they do not start. */
public final class UnguardableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnguardableException(List<String> reasons) {
        super("Frontdesk cannot guard this server: " + String.join(" ", reasons));
    }
}
