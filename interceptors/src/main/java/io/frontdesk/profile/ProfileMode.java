package io.frontdesk.profile;

/** What becomes of an appointment that does not conform to its profile. */
enum ProfileMode {
    /** It is refused. */
    ENFORCE,
    /** It is taken, and the log names the rule and the elements. */
    WARN,
    /** Nothing is validated. */
    OFF
}
