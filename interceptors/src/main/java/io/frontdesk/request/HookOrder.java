package io.frontdesk.request;

/**
 * The orders of hooks that must come before or after all others, those of a server's owner among them. HAPI subtracts orders to
 * compare them, so that the largest and the smallest integer would come to stand on the wrong side.
 */
public final class HookOrder {

    /** Before every other hook. */
    public static final int FIRST = -1_000_000;

    /** After every other hook. */
    public static final int LAST = 1_000_000;

    private HookOrder() {}
}
