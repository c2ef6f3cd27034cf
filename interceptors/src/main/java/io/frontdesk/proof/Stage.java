package io.frontdesk.proof;

/** Where an appointment stands when it has no status: before and after its life. Everywhere else it stands in its status. */
public final class Stage {

    /** Nothing is stored under its id, and never was. */
    public static final String NOTHING = "(nothing)";

    /** It was deleted. */
    public static final String DELETED = "(deleted)";

    private Stage() {}

    /** Returns whether an appointment is stored. */
    static boolean stored(String stage) {
        return !stage.equals(NOTHING) && !stage.equals(DELETED);
    }
}
