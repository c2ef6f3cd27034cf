package io.frontdesk.plain;

import ca.uhn.fhir.interceptor.api.HookParams;
import ca.uhn.fhir.interceptor.api.IInterceptorBroadcaster;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.storage.TransactionDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Calls, in the place of a store, the hooks that HAPI's stores call before they write. So one list of guards judges on every
 * server.
 */
public final class StorageHooks {

    private final IInterceptorBroadcaster guards;

    /** Takes what the guards of writes are registered on; it must not be the server's own, whose hooks a store may call too. */
    public StorageHooks(IInterceptorBroadcaster guards) {
        this.guards = guards;
    }

    void beforeCreate(RequestDetails details, IBaseResource proposed) {
        guards.callHooks(
                Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED,
                params(details).add(IBaseResource.class, proposed).add(RequestPartitionId.class, null));
    }

    void beforeUpdate(RequestDetails details, IBaseResource stored, IBaseResource proposed) {
        guards.callHooks(
                Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED,
                params(details).add(IBaseResource.class, stored).add(IBaseResource.class, proposed));
    }

    void beforeDelete(RequestDetails details, IBaseResource stored) {
        guards.callHooks(
                Pointcut.STORAGE_PRESTORAGE_RESOURCE_DELETED, params(details).add(IBaseResource.class, stored));
    }

    private static HookParams params(RequestDetails details) {
        return new HookParams()
                .add(RequestDetails.class, details)
                .addIfMatchesType(ServletRequestDetails.class, details)
                .add(TransactionDetails.class, new TransactionDetails());
    }
}
