package io.frontdesk.limit;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * A token bucket for each of many names: as many requests at once as are allowed in a minute, and afterwards as fast as the
 * bucket fills again. Remembers a bounded number of names; whoever asked longest ago is forgotten, and begins anew with a
 * full bucket. Counts what this process sees: behind a balancer, each node allows as much again. Thread-safe.
 */
public final class RateLimit {

    private static final double NANOS_PER_MINUTE = 60e9;
    private static final double NANOS_PER_SECOND = 1e9;

    private final int perMinute;
    private final int mostNames;
    private final LongSupplier nanoTime;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param perMinute how many requests a name has in a minute
     * @param mostNames how many names are remembered
     * @param nanoTime a clock such as {@link System#nanoTime}
     */
    public RateLimit(int perMinute, int mostNames, LongSupplier nanoTime) {
        if (perMinute < 1 || mostNames < 1) {
            throw new IllegalArgumentException("A rate limit allows one request, of one caller, at least");
        }
        this.perMinute = perMinute;
        this.mostNames = mostNames;
        this.nanoTime = nanoTime;
    }

    /** Takes a request from the name's bucket; if there is none, returns how many seconds later there will be. */
    public OptionalLong take(String name) {
        synchronized (buckets) {
            Bucket bucket = buckets.computeIfAbsent(name, first -> new Bucket(perMinute, nanoTime.getAsLong()));
            forgetOldest();
            fill(bucket);
            if (bucket.left >= 1) {
                bucket.left--;
                return OptionalLong.empty();
            }
            double nanos = (1 - bucket.left) * NANOS_PER_MINUTE / perMinute;
            return OptionalLong.of((long) Math.ceil(nanos / NANOS_PER_SECOND));
        }
    }

    /** Puts a request back that turned out not to be this name's. */
    public void giveBack(String name) {
        synchronized (buckets) {
            Bucket bucket = buckets.get(name);
            if (bucket != null) {
                bucket.left = Math.min(perMinute, bucket.left + 1);
            }
        }
    }

    private void fill(Bucket bucket) {
        long now = nanoTime.getAsLong();
        bucket.left = Math.min(perMinute, bucket.left + (now - bucket.filled) * perMinute / NANOS_PER_MINUTE);
        bucket.filled = now;
    }

    private void forgetOldest() {
        if (buckets.size() > mostNames) {
            Iterator<String> oldest = buckets.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    private static final class Bucket {
        private double left;
        private long filled;

        Bucket(double left, long filled) {
            this.left = left;
            this.filled = filled;
        }
    }
}
