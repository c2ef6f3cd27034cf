package io.frontdesk.version;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.storage.TransactionDetails;
import io.frontdesk.answer.Refusals;
import io.frontdesk.decision.Family;
import io.frontdesk.request.HookOrder;
import io.frontdesk.request.Request;
import io.frontdesk.request.Requests;
import io.frontdesk.store.Partition;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.jspecify.annotations.Nullable;

/**
 * Lets transactions that change the same resources have their turn one after the other, whatever the order of their entries.
 *
 * <p>Before a transaction writes anything it asks for the rows of all that it changes, at once and in one order. HAPI writes the
 * history of a resource before its row, so that whoever does not hold the row first may wait for one who does, and be waited for:
 * a change of one resource that names no version therefore asks for its row too. Who names a version holds the row by
 * {@link VersionGuard}, and never waits.
 *
 * <p>The hooks are PRESTORAGE and the first of them, because nothing of a transaction is written before. HAPI has read what it
 * changes by then: who finds that somebody else was first begins anew at once, and does not hold up others for nothing.
 */
@Interceptor
public final class TurnInterceptor {

    private static final String HELD = HeldRows.class.getName();

    private final String type;
    private final VersionGuard versions;
    private final RowLock rows;
    private final Refusals refusals;

    /** Takes the type of the resources for which transactions take turns. */
    public TurnInterceptor(String type, VersionGuard versions, RowLock rows, Refusals refusals) {
        this.type = type;
        this.versions = versions;
        this.rows = rows;
        this.refusals = refusals;
    }

    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED, order = HookOrder.FIRST)
    void beforeCreate(
            @Nullable RequestDetails details,
            @Nullable TransactionDetails transaction,
            @Nullable RequestPartitionId partition) {
        hold(Partition.of(partition), others(details), details, transaction);
    }

    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED, order = HookOrder.FIRST)
    void beforeUpdate(
            @Nullable IBaseResource stored,
            IBaseResource proposed,
            @Nullable RequestDetails details,
            @Nullable TransactionDetails transaction) {
        if (stored != null) {
            change(stored, proposed, details, transaction);
        }
    }

    @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_DELETED, order = HookOrder.FIRST)
    void beforeDelete(
            IBaseResource stored, @Nullable RequestDetails details, @Nullable TransactionDetails transaction) {
        change(stored, stored, details, transaction);
    }

    private void change(
            IBaseResource stored,
            IBaseResource proposed,
            @Nullable RequestDetails details,
            @Nullable TransactionDetails transaction) {
        SortedSet<String> changed = others(details);
        boolean own = type.equals(stored.fhirType())
                && (!changed.isEmpty()
                        || Requests.of(details, proposed)
                                .filter(versions::namesVersion)
                                .isEmpty());
        IIdType id = stored.getIdElement();
        if (own) {
            changed.add(id.getIdPart());
        }
        Partition partition = Partition.of(stored);
        HeldRows held = hold(partition, changed, details, transaction);
        Optional<Long> current = own ? held.version(partition, id.getIdPart()) : Optional.empty();
        Long read = id.getVersionIdPartAsLong();
        if (read != null && current.filter(version -> version > read).isPresent()) {
            throw refusals.again();
        }
    }

    /** What the client's transaction says it changes; where it says so by criteria, it is known when it is written. */
    private SortedSet<String> others(@Nullable RequestDetails details) {
        SortedSet<String> ids = new TreeSet<>();
        for (Request request : Requests.inTransaction(details)) {
            request.id()
                    .filter(id ->
                            type.equals(request.type()) && request.interaction().changes())
                    .ifPresent(ids::add);
        }
        return ids;
    }

    private HeldRows hold(
            Partition partition,
            Set<String> changed,
            @Nullable RequestDetails details,
            @Nullable TransactionDetails transaction) {
        HeldRows held = held(transaction);
        SortedSet<String> missing = held.missing(partition, changed);
        if (missing.isEmpty()) {
            return held;
        }
        RowLock.Turn turn = rows.await(partition, type, missing);
        if (turn.outcome() == RowLock.Outcome.CONTENDED) {
            throw refusals.again();
        }
        if (turn.outcome() == RowLock.Outcome.BUSY) {
            throw refusals.refused(Family.VERSION, versions.held().refusal().orElseThrow(), details);
        }
        held.held(partition, missing, turn.versions());
        return held;
    }

    private static HeldRows held(@Nullable TransactionDetails transaction) {
        if (transaction == null) {
            return new HeldRows();
        }
        HeldRows known = transaction.getUserData(HELD);
        if (known != null) {
            return known;
        }
        HeldRows held = new HeldRows();
        transaction.putUserData(HELD, held);
        transaction.addRollbackUndoAction(held::release);
        return held;
    }
}
