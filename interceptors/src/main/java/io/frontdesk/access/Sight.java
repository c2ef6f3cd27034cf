package io.frontdesk.access;

/** How much of what is stored of a type a caller may see. */
public enum Sight {
    /** Nothing. */
    NONE,
    /** What belongs to the caller, judged resource by resource. */
    SOME,
    /** Whatever is stored. */
    ALL;

    /** Returns the narrower of the two: who is held by two rules sees what both leave. */
    public Sight and(Sight other) {
        return compareTo(other) < 0 ? this : other;
    }
}
