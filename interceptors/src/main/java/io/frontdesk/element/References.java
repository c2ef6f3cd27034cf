package io.frontdesk.element;

import java.util.Set;

/**
 * References as text. A reference to this endpoint's own resources is relative ({@code Patient/257}), one to another server
 * is absolute; so the two spellings of one resource compare equal (FHIR R4, 2.3.0.1 and 3.2.0).
 */
public final class References {

    private References() {}

    /**
     * Returns the reference without the base URL of the endpoint.
     *
     * @param reference a relative or absolute reference, a fragment or a URN
     * @param ownBases every base URL of the endpoint, without a slash at the end
     */
    public static String local(String reference, Set<String> ownBases) {
        String best = reference;
        for (String base : ownBases) {
            // The longest base wins: /fhir/core/Patient/1 is under /fhir as well, but no resource of it.
            if (reference.startsWith(base + "/") && reference.length() - base.length() - 1 < best.length()) {
                best = reference.substring(base.length() + 1);
            }
        }
        return best;
    }

    /** Returns a reference without the version that it may name ({@code Patient/257/_history/2}). */
    public static String unversioned(String reference) {
        int version = reference.indexOf("/_history/");
        return version < 0 ? reference : reference.substring(0, version);
    }
}
