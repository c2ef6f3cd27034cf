package io.frontdesk.server;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.server.method.BaseMethodBinding;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps HAPI's {@code $} operations off a server: expunge, meta, reindex, bulk export, everything and the like.
 *
 * <p>Some of them change stored data past every storage hook. What is never bound can neither be called nor be promised
 * by the capability statement.
 */
@Interceptor
public final class ServedInteractionsInterceptor {

    private static final Set<RestOperationTypeEnum> SERVED = EnumSet.of(
            RestOperationTypeEnum.METADATA,
            RestOperationTypeEnum.CREATE,
            RestOperationTypeEnum.READ,
            RestOperationTypeEnum.VREAD,
            RestOperationTypeEnum.UPDATE,
            RestOperationTypeEnum.PATCH,
            RestOperationTypeEnum.DELETE,
            RestOperationTypeEnum.SEARCH_TYPE,
            RestOperationTypeEnum.HISTORY_INSTANCE,
            RestOperationTypeEnum.TRANSACTION,
            RestOperationTypeEnum.GET_PAGE);

    /** Called for every method of every provider while the server starts: the one moment at which it can be left out. */
    @Hook(Pointcut.SERVER_PROVIDER_METHOD_BOUND)
    @Nullable
    BaseMethodBinding whenBound(BaseMethodBinding method) {
        boolean ofHapiJpa = method.getMethod().getDeclaringClass().getName().startsWith("ca.uhn.fhir.jpa.");
        return !ofHapiJpa || SERVED.contains(method.getRestOperationType()) ? method : null;
    }
}
