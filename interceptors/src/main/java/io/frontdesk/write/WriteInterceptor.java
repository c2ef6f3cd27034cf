package io.frontdesk.write;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import io.frontdesk.answer.Refusals;
import io.frontdesk.request.Requests;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * Lets the guards judge a write inside the storage transaction.
 *
 * <p>Both hooks are PRESTORAGE, because every write path of HAPI meets there (PUT, all patches, bundle entries, undelete,
 * other code's calls), because what a guard changes is what is stored and answered, and because an exception rolls the
 * transaction back.
 */
@Interceptor
public final class WriteInterceptor {

    private final List<WriteGuard> guards;
    private final Refusals refusals;

    /** Takes the guards in the order in which they judge. */
    public WriteInterceptor(List<WriteGuard> guards, Refusals refusals) {
        this.guards = List.copyOf(guards);
        this.refusals = refusals;
    }

    @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED)
    void beforeCreate(IBaseResource proposed, @Nullable RequestDetails details) {
        judge(new Write(Requests.of(details), proposed.fhirType(), Optional.empty(), proposed));
    }

    /** An update without the stored resource (mass ingestion) is judged as a create would be: it fails closed. */
    @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED)
    void beforeUpdate(@Nullable IBaseResource stored, IBaseResource proposed, @Nullable RequestDetails details) {
        judge(new Write(Requests.of(details), proposed.fhirType(), Optional.ofNullable(stored), proposed));
    }

    private void judge(Write write) {
        for (WriteGuard guard : guards) {
            refusals.throwIfRefused(guard.beforeWrite(write));
        }
    }
}
