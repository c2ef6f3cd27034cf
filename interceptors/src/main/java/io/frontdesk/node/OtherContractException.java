package io.frontdesk.node;

/** Others serve the same store with another contract. The message says who, and what to do. */
public final class OtherContractException extends Exception {

    private static final long serialVersionUID = 1;

    OtherContractException(String message) {
        super(message);
    }
}
