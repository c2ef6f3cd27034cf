package io.frontdesk.plain;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who is changing which resource of a server right now. A change holds its resource from the moment at which the stored version
 * is read until the owner's provider has written the next one, so that of several changes of one version one is carried out.
 * That holds within one process; between several it is the provider that must compare versions.
 *
 * <p>One thread carries out a request from its beginning to its end, and so stands for it.
 */
public final class HeldIds {

    private static final class Seat {
        private int wanted;
        private @Nullable Thread holder;
    }

    private final Map<String, Seat> seats = new ConcurrentHashMap<>();

    /** Returns whether the current request holds a resource. */
    public boolean mine(String type, String id) {
        Seat seat = seats.get(key(type, id));
        if (seat == null) {
            return false;
        }
        synchronized (seat) {
            return seat.holder == Thread.currentThread();
        }
    }

    /**
     * Tries to hold a resource for the current request, which holds no other.
     *
     * @param patience how long to wait for another request that holds it
     * @return whether it is held; if so it must be given back by {@link #release}
     */
    boolean hold(String type, String id, Duration patience) {
        Seat seat = seats.compute(key(type, id), (key, there) -> {
            Seat taken = there == null ? new Seat() : there;
            taken.wanted++;
            return taken;
        });
        boolean held = taken(seat, patience);
        if (!held) {
            leave(type, id);
        }
        return held;
    }

    /** Gives back a resource that the current request holds. */
    void release(String type, String id) {
        Seat seat = seats.get(key(type, id));
        if (seat != null) {
            synchronized (seat) {
                seat.holder = null;
                seat.notifyAll();
            }
            leave(type, id);
        }
    }

    private static boolean taken(Seat seat, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        synchronized (seat) {
            long left = end - System.nanoTime();
            while (seat.holder != null && left > 0) {
                try {
                    TimeUnit.NANOSECONDS.timedWait(seat, left);
                } catch (InterruptedException stopping) {
                    Thread.currentThread().interrupt();
                    return false;
                }
                left = end - System.nanoTime();
            }
            if (seat.holder != null) {
                return false;
            }
            seat.holder = Thread.currentThread();
            return true;
        }
    }

    /** Nothing is kept of a resource that nobody wants any more. */
    private void leave(String type, String id) {
        seats.computeIfPresent(key(type, id), (key, seat) -> {
            seat.wanted--;
            return seat.wanted == 0 ? null : seat;
        });
    }

    /** Returns how many resources are held or waited for. */
    int size() {
        return seats.size();
    }

    private static String key(String type, String id) {
        return type + "/" + id;
    }
}
