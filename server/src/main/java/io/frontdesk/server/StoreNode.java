package io.frontdesk.server;

import com.zaxxer.hikari.HikariDataSource;
import io.frontdesk.node.NodeRegistry;
import io.frontdesk.node.NodeRegistry.Others;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process as one of the nodes of a store. It does not begin beside nodes with another contract, unless that was allowed;
 * and if it was away for so long that such a node could begin, it serves no more.
 */
final class StoreNode implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StoreNode.class);

    private final String store;
    private final HikariDataSource pool;
    private final NodeRegistry registry;
    private final boolean beside;
    private final ScheduledExecutorService thread;

    private StoreNode(StoreSettings settings, HikariDataSource pool) {
        this.store = settings.name();
        this.pool = pool;
        this.registry = new NodeRegistry(pool, settings.contract());
        this.beside = settings.upkeep().besideOtherContracts();
        this.thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread started = new Thread(work, "node-of-" + store);
            started.setDaemon(true);
            return started;
        });
    }

    /**
     * Enters a store, and says from then on that the node is there.
     *
     * @throws StoreUnavailableException if nodes with another contract are alive and that is not allowed
     */
    static StoreNode enter(StoreSettings settings, HikariDataSource pool) throws SQLException {
        StoreNode node = new StoreNode(settings, pool);
        Optional<Others> others = node.registry.enter(node.beside);
        if (others.isPresent() && !node.beside) {
            node.thread.shutdownNow();
            throw new StoreUnavailableException("The store " + node.store + " is served with another contract by "
                    + node.told(others.get())
                    + ". Stop that first; after a kill it counts as alive for " + NodeRegistry.LIFE.toSeconds()
                    + " s. Or let both serve beside each other: --contract-mismatch warn");
        }
        others.ifPresent(found -> LOG.warn(
                "Store {} is served with another contract by {}: what one allows, the other may refuse",
                node.store,
                node.told(found)));
        long beat = NodeRegistry.BEAT.toMillis();
        node.thread.scheduleWithFixedDelay(node::beat, beat, beat, TimeUnit.MILLISECONDS);
        return node;
    }

    private String told(Others others) {
        return others.count() + (others.count() == 1 ? " node" : " nodes") + ", seen "
                + others.seen().toSeconds() + " s ago";
    }

    /** Says that the node is there. Without connections it answers every request with 503, and is not ready. */
    void beat() {
        try {
            if (!registry.beat() && registry.enter(beside).isPresent() && !beside) {
                LOG.error(
                        "Store {}: this node was away, and others serve with another contract by now. It serves no more;"
                                + " start it anew with their contract",
                        store);
                thread.shutdown();
                pool.close();
            }
        } catch (SQLException | RuntimeException e) {
            LOG.debug("Store {}: the database does not know that this node is there", store, e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!pool.isClosed()) {
                registry.leave();
            }
        } catch (SQLException e) {
            LOG.debug("Store {}: the node could not leave", store, e);
        }
    }
}
