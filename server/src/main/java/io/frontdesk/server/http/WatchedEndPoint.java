package io.frontdesk.server.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A connection that measures how long the server waits for its client: for bytes of a request that has begun, and for room
 * to write an answer to. The server's own time does not count, nor does the time between two requests, which is the idle
 * timeout's business.
 */
final class WatchedEndPoint extends SocketChannelEndPoint {

    private final Wait reading = new Wait();
    private final Wait writing = new Wait();
    /** From the first byte of a request to the end of its answer. */
    private volatile boolean busy;
    /** From the end of the headers to the end of the answer. */
    private volatile boolean handling;

    WatchedEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
        super(channel, selector, key, scheduler);
    }

    /** Called when the headers of a request are complete. */
    void begun() {
        busy = true;
        handling = true;
    }

    /** Called when its answer has been sent. */
    void ended() {
        handling = false;
        busy = false;
    }

    /** Ends what has been waited for too long: a body fails to be read, so that its request can be refused; else the connection is closed. */
    void endIfSlow(Patience patience) {
        if (busy && writing.exceeds(patience)) {
            close(new TimeoutException("The client reads too slowly"));
        } else if (busy && reading.exceeds(patience)) {
            var slow = new TimeoutException("The client sends too slowly");
            if (handling && !reading.reported()) {
                onIdleExpired(slow);
            } else {
                close(slow);
            }
        }
    }

    @Override
    public void fillInterested(Callback callback) {
        reading.starts();
        super.fillInterested(callback);
    }

    @Override
    public boolean tryFillInterested(Callback callback) {
        reading.starts();
        return super.tryFillInterested(callback);
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        int filled = super.fill(buffer);
        if (filled > 0) {
            if (!busy) {
                reading.forget();
                writing.forget();
                busy = true;
            }
            reading.ends(filled);
        }
        return filled;
    }

    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        long before = remaining(buffers);
        boolean all = super.flush(buffers);
        writing.ends(before - remaining(buffers));
        if (!all) {
            writing.starts();
        }
        return all;
    }

    private static long remaining(ByteBuffer... buffers) {
        long sum = 0;
        for (ByteBuffer buffer : buffers) {
            sum += buffer.remaining();
        }
        return sum;
    }

    /** How long the client has been waited for, and how many bytes came or went meanwhile. */
    private static final class Wait {

        private long nanos;
        private long bytes;
        private long since;
        private boolean waiting;
        private boolean reported;

        synchronized void starts() {
            if (!waiting) {
                waiting = true;
                since = NanoTime.now();
            }
        }

        synchronized void ends(long moved) {
            if (waiting) {
                nanos += NanoTime.since(since);
                waiting = false;
            }
            bytes += moved;
        }

        synchronized void forget() {
            nanos = 0;
            bytes = 0;
            waiting = false;
            reported = false;
        }

        synchronized boolean exceeds(Patience patience) {
            return waiting && nanos + NanoTime.since(since) > patience.nanosFor(bytes);
        }

        /** Returns whether this has been asked before, and remembers that it has. */
        synchronized boolean reported() {
            boolean before = reported;
            reported = true;
            return before;
        }
    }
}
