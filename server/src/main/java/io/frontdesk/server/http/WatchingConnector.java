package io.frontdesk.server.http;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Ends connections whose clients keep the server waiting. Jetty's idle timeout does not see them: each byte sets it back, so
 * that a byte now and then holds a connection, or a thread that reads a body or writes an answer, for ever.
 */
final class WatchingConnector extends ServerConnector {

    private static final long OFTENEST_MS = 50;
    private static final int LOOKS = 8;

    private final Patience patience;
    private final long everyMs;
    private volatile Scheduler.@org.jspecify.annotations.Nullable Task next;

    WatchingConnector(Server server, Duration patience, int bytesPerSecond, ConnectionFactory... factories) {
        super(server, 1, 1, factories);
        this.patience = new Patience(patience, bytesPerSecond);
        this.everyMs = Math.max(OFTENEST_MS, patience.toMillis() / LOOKS);
        setIdleTimeout(patience.toMillis());
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        var endPoint = new WatchedEndPoint(channel, selector, key, getScheduler());
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        look();
    }

    @Override
    protected void doStop() throws Exception {
        var task = next;
        if (task != null) {
            task.cancel();
        }
        super.doStop();
    }

    private void look() {
        for (EndPoint endPoint : getConnectedEndPoints()) {
            if (endPoint instanceof WatchedEndPoint watched) {
                watched.endIfSlow(patience);
            }
        }
        if (isRunning() || isStarting()) {
            next = getScheduler().schedule(this::look, everyMs, TimeUnit.MILLISECONDS);
        }
    }
}
