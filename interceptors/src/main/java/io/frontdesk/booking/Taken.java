package io.frontdesk.booking;

import java.util.List;

/**
 * Time of one actor that is taken: from the first instant to just before the last, both in milliseconds of the epoch, so that
 * neither zones nor the change of clocks matter and what touches does not overlap.
 *
 * @param starts the first instant
 * @param ends the first instant that is free again, later than {@code starts}
 * @param capacity how many appointments may take this time together, this one among them
 */
public record Taken(long starts, long ends, int capacity) {

    /** Rejects what takes no time. */
    public Taken {
        if (ends <= starts || capacity < 1) {
            throw new IllegalArgumentException("Taken time has a length and room for one");
        }
    }

    /** Returns whether the instant is within this time. */
    boolean holds(long instant) {
        return starts <= instant && instant < ends;
    }

    /**
     * Returns whether this time can be taken beside others of the same actor: at no instant of it there are more than the least
     * capacity of those who meet then. How many there are changes only where one begins, so only these instants are looked at.
     */
    public boolean fitsBeside(List<Taken> others) {
        return meet(starts, others)
                && others.stream().map(Taken::starts).filter(this::holds).allMatch(instant -> meet(instant, others));
    }

    private boolean meet(long instant, List<Taken> others) {
        int together = 1;
        int room = capacity;
        for (Taken other : others) {
            if (other.holds(instant)) {
                together++;
                room = Math.min(room, other.capacity);
            }
        }
        return together <= room;
    }
}
