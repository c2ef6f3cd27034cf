package io.frontdesk.server.cli;

import java.util.List;

/**
 * What was given for a setting, and where.
 *
 * @param values one text, or several for a setting that takes several
 * @param where the option, the environment variable, or the key and its file; for messages
 */
record Given(List<String> values, String where) {

    Given {
        values = List.copyOf(values);
    }

    String last() {
        return values.get(values.size() - 1);
    }
}
