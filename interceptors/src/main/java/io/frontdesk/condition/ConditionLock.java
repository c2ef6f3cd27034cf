package io.frontdesk.condition;

import java.util.Set;

/**
 * Holds search criteria from before the store looks for what meets them until what was created is there for all to see, so
 * that of two requests that would both create the second one finds what the first created.
 */
@FunctionalInterface
public interface ConditionLock {

    /** What is held, until it is closed. */
    interface Held extends AutoCloseable {

        /** Lets the next one in; closing twice does nothing. */
        @Override
        void close();
    }

    /** Nobody has got the criteria within a bounded time. */
    final class BusyException extends Exception {

        private static final long serialVersionUID = 1L;

        /** Takes what the lock's own means said. */
        public BusyException(Throwable cause) {
            super(cause);
        }
    }

    /**
     * Waits for the criteria, for some seconds at most.
     *
     * @param criteria texts that are equal when the criteria are
     * @throws BusyException when others hold them for longer than that
     */
    Held hold(Set<String> criteria) throws BusyException;

    /** Returns a lock that holds nothing, for stores that keep criteria unique by themselves. */
    static ConditionLock none() {
        return criteria -> () -> {};
    }
}
