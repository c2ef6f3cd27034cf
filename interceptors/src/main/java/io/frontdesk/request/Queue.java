package io.frontdesk.request;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Where requests of this node that will ask for the same wait for each other before they take a connection, so that a crowd takes
 * one of them and not all. It decides nothing: who waits too long goes on, and the database decides.
 */
public final class Queue {

    private static final int PLACES = 1_024;
    private static final int WAIT_SECONDS = 5;

    private final Semaphore[] places = new Semaphore[PLACES];

    /** Makes a queue in which nobody waits. */
    public Queue() {
        Arrays.setAll(places, place -> new Semaphore(1, true));
    }

    /**
     * Waits for one's turn at all that one will ask for, in one order, and returns what lets the next one in.
     *
     * @param wanted texts that are equal when what is asked for is the same; others may share a place by chance
     */
    public Runnable enter(Collection<String> wanted) {
        TreeSet<Integer> inOrder = new TreeSet<>();
        wanted.forEach(text -> inOrder.add(Math.floorMod(text.hashCode(), PLACES)));
        Deque<Semaphore> entered = new ArrayDeque<>();
        for (int place : inOrder) {
            if (!acquired(places[place])) {
                break;
            }
            entered.push(places[place]);
        }
        return () -> entered.forEach(Semaphore::release);
    }

    private static boolean acquired(Semaphore place) {
        try {
            return place.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
