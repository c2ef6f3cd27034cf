package io.frontdesk.server;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.server.method.BaseMethodBinding;
import ca.uhn.fhir.rest.server.method.OperationMethodBinding;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps HAPI's {@code $} operations off a server, but for those that its contract offers: expunge, reindex, bulk export
 * and the like.
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
            RestOperationTypeEnum.HISTORY_TYPE,
            RestOperationTypeEnum.HISTORY_SYSTEM,
            RestOperationTypeEnum.TRANSACTION,
            RestOperationTypeEnum.GET_PAGE);

    private final BiPredicate<String, String> operations;

    /** Takes whether an operation is offered, by resource type and by name with its dollar sign. */
    ServedInteractionsInterceptor(BiPredicate<String, String> operations) {
        this.operations = operations;
    }

    /** Called for every method of every provider while the server starts: the one moment at which it can be left out. */
    @Hook(Pointcut.SERVER_PROVIDER_METHOD_BOUND)
    @Nullable
    BaseMethodBinding whenBound(BaseMethodBinding method) {
        boolean ofHapiJpa = method.getMethod().getDeclaringClass().getName().startsWith("ca.uhn.fhir.jpa.");
        return !ofHapiJpa || SERVED.contains(method.getRestOperationType()) || isOffered(method) ? method : null;
    }

    private boolean isOffered(BaseMethodBinding method) {
        return method instanceof OperationMethodBinding operation
                && operation.getResourceName() != null
                && operations.test(operation.getResourceName(), operation.getName());
    }
}
