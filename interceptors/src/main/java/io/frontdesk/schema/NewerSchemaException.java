package io.frontdesk.schema;

/** A newer release has changed our tables; this one does not know how, and must not touch them. */
public final class NewerSchemaException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Takes the step that is in the database, and the last one that is known. */
    NewerSchemaException(int found, int known) {
        super("the tables of Frontdesk are at step " + found + ", and this release knows step " + known
                + " as the last; start the newer release, or restore a backup of the database");
    }
}
