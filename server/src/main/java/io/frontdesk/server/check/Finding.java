package io.frontdesk.server.check;

/**
 * What came of one check.
 *
 * @param check what is checked, in a few words
 * @param key the key of the contract that says so
 * @param sent the request, in one line; empty where none was sent
 * @param expected what the contract says of it
 * @param got what the server answered
 * @param outcome what came of it
 * @param reason why it failed, or why it does not apply; else empty
 */
record Finding(String check, String key, String sent, String expected, String got, Outcome outcome, String reason) {

    enum Outcome {
        PASSED("passed"),
        FAILED("FAILED"),
        NOT_APPLICABLE("n/a");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    static Finding notApplicable(String check, String key, String reason) {
        return new Finding(check, key, "", "", "", Outcome.NOT_APPLICABLE, reason);
    }
}
