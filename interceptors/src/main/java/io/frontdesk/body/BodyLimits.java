package io.frontdesk.body;

/**
 * How much a client may send at once.
 *
 * @param bytes the longest body in bytes, after it is unpacked
 * @param depth the deepest nesting of JSON values or XML elements
 * @param patchOperations the most operations in one JSON Patch
 * @param patchCopies the most copies among them; each can double the document
 * @param bundleEntries the most requests in one batch or transaction
 */
public record BodyLimits(int bytes, int depth, int patchOperations, int patchCopies, int bundleEntries) {

    /** Returns limits that no honest appointment comes near. */
    public static BodyLimits standard() {
        return new BodyLimits(1 << 20, 100, 100, 4, 500);
    }
}
