package io.frontdesk.jpa;

import ca.uhn.fhir.jpa.interceptor.UserRequestRetryVersionConflictsInterceptor;
import ca.uhn.fhir.rest.server.RestfulServer;
import io.frontdesk.contract.Contract;
import io.frontdesk.guard.Guards;
import io.frontdesk.guard.StoreServices;
import io.frontdesk.host.HostContract;
import io.frontdesk.host.HostGuards;
import io.frontdesk.host.HostSettings;
import io.frontdesk.node.EndedNodeInterceptor;
import io.frontdesk.node.Node;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The guards in a HAPI JPA server that somebody else has built: put together here, checked, and told in the log. Close it with
 * the server.
 */
public final class JpaHost implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JpaHost.class);

    /** Conditional requests hold one each; the usual pool has ten connections. */
    private static final int MOST_LOCKS = 4;

    private final ScheduledExecutorService jobs = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "frontdesk");
        thread.setDaemon(true);
        return thread;
    });

    private final AtomicReference<HostGuards> closing = new AtomicReference<>();
    private final AtomicReference<Node> node = new AtomicReference<>();

    private JpaHost() {}

    /**
     * Guards servers that share one storage and have not been initialised yet.
     *
     * @throws io.frontdesk.host.BadHostSettingException if the settings cannot be kept here
     * @throws io.frontdesk.contract.ContractException if there is something wrong in the contract
     * @throws UnguardableException if the server stores in a way that lets writes past the guards
     */
    public static JpaHost guard(Collection<RestfulServer> servers, HapiJpa jpa, HostSettings settings) {
        return guard(servers, jpa, settings, contract -> Optional.empty());
    }

    /** Guards servers while somebody looks on; see {@link #guard(Collection, HapiJpa, HostSettings)}. */
    public static JpaHost guard(
            Collection<RestfulServer> servers, HapiJpa jpa, HostSettings settings, HostObserver observer) {
        JpaHost host = new JpaHost();
        if (!settings.enabled()) {
            LOG.warn("Frontdesk is switched off (frontdesk.enabled): nothing is guarded");
            return host;
        }
        try {
            host.start(servers, jpa, settings, observer);
            return host;
        } catch (RuntimeException e) {
            host.close();
            throw e;
        }
    }

    private void start(Collection<RestfulServer> servers, HapiJpa jpa, HostSettings settings, HostObserver observer) {
        Contract contract = HostContract.of(settings, jpa.fhir());
        List<String> differing = StorageCheck.check(jpa, contract);
        DataSource own = new OwnConnections(Objects.requireNonNull(jpa.manager().getDataSource()));
        prepare(own);
        HostNode.enter(own, settings, jobs::shutdown).ifPresent(node::set);
        HostGuards guards = HostGuards.of(
                contract,
                settings,
                StoreServices.jdbc(jpa.transactional(), new LimitedDataSource(own, MOST_LOCKS))
                        .with(jpa.resources())
                        .with(new Partitions(jpa.partitions())::searched),
                own,
                observer.of(contract.name()));
        closing.set(guards);
        servers.forEach(guards::guardRequests);
        guards.guardStorage(jpa.storage());
        node().ifPresent(entered -> endWith(entered, servers, jpa, settings, guards.guards()));
        repeatConflicts(jpa);
        contract.booking()
                .ifPresent(booking -> new JpaBookings(jpa, guards.guards(), settings.modes())
                        .open(
                                booking,
                                operations -> servers.forEach(server -> server.registerProvider(operations)),
                                work -> jobs.scheduleWithFixedDelay(() -> tried(work), 1, 1, TimeUnit.MINUTES)));
        guards.told().forEach(LOG::info);
        differing.forEach(LOG::warn);
    }

    /** The host goes on with everything else. */
    private static void endWith(
            Node node, Collection<RestfulServer> servers, HapiJpa jpa, HostSettings settings, Guards guards) {
        var ended = new EndedNodeInterceptor(node::ended, settings.types(), guards.refusals());
        servers.forEach(server -> server.registerInterceptor(ended));
        jpa.storage().registerInterceptor(ended);
    }

    /** Returns this host as a node of its database, where there may be others. */
    Optional<Node> node() {
        return Optional.ofNullable(node.get());
    }

    private static void prepare(DataSource own) {
        try (Connection connection = own.getConnection()) {
            StoreServices.prepare(connection);
        } catch (SQLException e) {
            throw new UnguardableException(List.of("Its tables cannot be made (" + e.getMessage()
                    + "). Let the database user create tables, or create them by hand."));
        }
    }

    /** Who meets another write is judged anew; HAPI does that where this interceptor is. */
    private static void repeatConflicts(HapiJpa jpa) {
        boolean there = jpa.storage().getAllRegisteredInterceptors().stream()
                .anyMatch(UserRequestRetryVersionConflictsInterceptor.class::isInstance);
        if (!there) {
            jpa.storage().registerInterceptor(new UserRequestRetryVersionConflictsInterceptor());
        }
    }

    private static void tried(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warn("A job failed and will be tried again in a minute", e);
        }
    }

    @Override
    public void close() {
        jobs.shutdownNow();
        Node entered = node.getAndSet(null);
        if (entered != null) {
            entered.close();
        }
        HostGuards guards = closing.getAndSet(null);
        if (guards != null) {
            guards.close();
        }
    }
}
