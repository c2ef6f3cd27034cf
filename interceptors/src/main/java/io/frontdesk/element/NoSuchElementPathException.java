package io.frontdesk.element;

/** A path that no resource of its type can have. */
public final class NoSuchElementPathException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Names the type and the path that it lacks. */
    public NoSuchElementPathException(String type, String path) {
        super("'" + path + "' is no element of " + type);
    }
}
