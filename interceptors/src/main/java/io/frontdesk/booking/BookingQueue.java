package io.frontdesk.booking;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Where requests of this node that will ask for the time of the same actors wait for each other before they take a connection,
 * so that a crowd takes one of them and not all. It decides nothing: who waits too long goes on, and the database decides.
 */
final class BookingQueue {

    private static final int PLACES = 1_024;
    private static final int WAIT_SECONDS = 5;

    private final Semaphore[] places = new Semaphore[PLACES];

    BookingQueue() {
        Arrays.setAll(places, place -> new Semaphore(1, true));
    }

    /** Waits for the actors' places in ascending order, and returns what lets the next one in. */
    Runnable enter(Collection<String> actors) {
        TreeSet<Integer> wanted = new TreeSet<>();
        actors.forEach(actor -> wanted.add(Math.floorMod(actor.hashCode(), PLACES)));
        Deque<Semaphore> entered = new ArrayDeque<>();
        for (int place : wanted) {
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
