package io.frontdesk.node;

import io.frontdesk.node.NodeRegistry.Others;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process as one of the nodes of a store. It does not begin beside nodes with another contract, unless that was allowed;
 * and if it was away for so long that such a node could begin, it ends.
 */
public final class Node implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    /**
     * How a node enters.
     *
     * @param store the store, as a sentence begins that tells of it
     * @param contract what is equal for equal contracts, of at most 64 characters
     * @param beside whether it serves beside nodes with another contract
     * @param allowing the setting by which an operator allows that
     */
    public record Terms(String store, String contract, boolean beside, String allowing) {}

    private final Terms terms;
    private final NodeRegistry registry;
    private final Runnable end;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread started = new Thread(work, "frontdesk-node");
        started.setDaemon(true);
        return started;
    });

    private Node(DataSource connections, Terms terms, Runnable end) {
        this.terms = terms;
        this.registry = new NodeRegistry(connections, terms.contract());
        this.end = end;
    }

    /**
     * Enters a store, and says from then on that the node is there.
     *
     * @param connections outside any transaction, to a database whose tables were prepared
     * @param end what is done, once, when this node may serve no more
     * @throws OtherContractException if nodes with another contract are alive and that is not allowed
     */
    public static Node enter(DataSource connections, Terms terms, Runnable end)
            throws SQLException, OtherContractException {
        Node node = new Node(connections, terms, end);
        Optional<Others> others = node.registry.enter(terms.beside());
        if (others.isPresent() && !terms.beside()) {
            node.thread.shutdownNow();
            throw new OtherContractException(terms.store() + " is served with another contract by "
                    + told(others.get())
                    + ". Stop that first; after a kill it counts as alive for " + NodeRegistry.LIFE.toSeconds()
                    + " s. Or let both serve beside each other: " + terms.allowing());
        }
        others.ifPresent(found -> LOG.warn(
                "{} is served with another contract by {}: what one allows, the other may refuse",
                terms.store(),
                told(found)));
        long beat = NodeRegistry.BEAT.toMillis();
        node.thread.scheduleWithFixedDelay(node::beat, beat, beat, TimeUnit.MILLISECONDS);
        return node;
    }

    private static String told(Others others) {
        return others.count() + (others.count() == 1 ? " node" : " nodes") + ", seen "
                + others.seen().toSeconds() + " s ago";
    }

    /** Says that the node is there, as it does by itself every {@link NodeRegistry#BEAT}. */
    public void beat() {
        try {
            if (!registry.beat() && registry.enter(terms.beside()).isPresent() && !terms.beside()) {
                thread.shutdown();
                if (!ended.getAndSet(true)) {
                    LOG.error(
                            "{}: this node was away, and others serve with another contract by now. It serves no more;"
                                    + " start it anew with their contract",
                            terms.store());
                    end.run();
                }
            }
        } catch (SQLException | RuntimeException e) {
            LOG.debug("{}: the database does not know that this node is there", terms.store(), e);
        }
    }

    /** Returns whether this node may serve no more. */
    public boolean ended() {
        return ended.get();
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!ended()) {
                registry.leave();
            }
        } catch (SQLException e) {
            LOG.debug("{}: the node could not leave", terms.store(), e);
        }
    }
}
