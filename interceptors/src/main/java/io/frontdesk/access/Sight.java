package io.frontdesk.access;

/** What of a resource type a caller may see by search. */
public enum Sight {
    /** No resource of the type. */
    NONE,
    /** Those that belong to the caller's context, patient or restricted scopes. */
    SOME,
    /** Every resource of the type. */
    ALL
}
