package io.frontdesk.schema;

import java.util.List;

/**
 * One change of our tables. What has been released is never changed any more; what comes later is a step of its own.
 *
 * @param number its place, from 1 on without a gap
 * @param what it does, in a few words
 * @param statements SQL that H2 and PostgreSQL take alike, and that may be carried out again after it was carried out in part:
 *     H2 cannot undo what was done to a table
 */
record SchemaStep(int number, String what, List<String> statements) {

    SchemaStep {
        statements = List.copyOf(statements);
    }

    /** Returns the step as people read it. */
    String line() {
        return "step " + number + ": " + what;
    }
}
