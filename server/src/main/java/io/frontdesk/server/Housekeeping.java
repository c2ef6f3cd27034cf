package io.frontdesk.server;

import ca.uhn.fhir.jpa.api.svc.ISearchUrlJobMaintenanceSvc;
import ca.uhn.fhir.jpa.model.sched.ISchedulerService;
import ca.uhn.fhir.jpa.model.sched.ScheduledJobDefinition;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.quartz.JobKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Stands in for HAPI's Quartz schedulers and runs the one job of HAPI's that a store needs, and jobs of its own.
 *
 * <p>That job forgets, after an hour, the URLs of conditional creates: HAPI keeps them so that two such creates at the
 * same moment do not both succeed. HAPI's other jobs are for bulk data, terminology, reindexing and stored searches, none
 * of which a store offers; they would query the database every few seconds.
 */
final class Housekeeping implements ISchedulerService, DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final int MINUTES = 10;

    private final ScheduledExecutorService thread;

    Housekeeping(String storeName, ObjectProvider<ISearchUrlJobMaintenanceSvc> searchUrls) {
        this.thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread started = new Thread(work, "housekeeping-" + storeName);
            started.setDaemon(true);
            return started;
        });
        every(MINUTES, () -> searchUrls.getObject().removeStaleEntries());
    }

    /** Does something of the store's own, every minute. */
    void everyMinute(Runnable work) {
        every(1, work);
    }

    private void every(int minutes, Runnable work) {
        thread.scheduleWithFixedDelay(() -> tried(minutes, work), minutes, minutes, TimeUnit.MINUTES);
    }

    private static void tried(int minutes, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warn("Housekeeping failed and will be tried again in {} minutes", minutes, e);
        }
    }

    @Override
    public void destroy() {
        thread.shutdownNow();
    }

    @Override
    public boolean isStopping() {
        return thread.isShutdown();
    }

    @Override
    public boolean isSchedulingDisabled() {
        return true;
    }

    @Override
    public void scheduleLocalJob(long intervalMillis, ScheduledJobDefinition job) {
        // None of HAPI's own schedules is kept.
    }

    @Override
    public void scheduleClusteredJob(long intervalMillis, ScheduledJobDefinition job) {
        // None of HAPI's own schedules is kept.
    }

    @Override
    public Set<JobKey> getLocalJobKeysForUnitTest() {
        return Set.of();
    }

    @Override
    public Set<JobKey> getClusteredJobKeysForUnitTest() {
        return Set.of();
    }

    @Override
    public void purgeAllScheduledJobsForUnitTest() {
        // There are none.
    }

    @Override
    public void logStatusForUnitTest() {
        // There is nothing to tell.
    }

    @Override
    public void pause() {
        // There is nothing to hold.
    }

    @Override
    public void unpause() {
        // Nothing was held.
    }
}
