package io.frontdesk.shadow;

import java.time.LocalDate;

/**
 * What is counted together.
 *
 * @param day the day in UTC
 * @param rule the id of the rule; empty for all requests of the day, refused or not
 * @param family the id of the guard
 * @param client who sent the requests, as logs name them
 * @param interaction what they asked for, as FHIR calls it
 */
record Row(LocalDate day, String rule, String family, String client, String interaction) {

    /** Returns the row in which all requests of a day are counted. */
    static Row all(LocalDate day) {
        return new Row(day, "", "", "", "");
    }

    boolean ofAll() {
        return rule.isEmpty();
    }
}
