package io.frontdesk.booking;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.util.BundleUtil;
import io.frontdesk.request.Queue;
import io.frontdesk.request.Request;
import io.frontdesk.request.Requests;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.instance.model.api.IBaseBundle;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** Lets requests whose bodies name the same actors in one after the other, before HAPI takes a connection for them. */
@Interceptor
public final class BookingQueueInterceptor {

    private static final String ENTERED = BookingQueueInterceptor.class.getName();

    private final FhirContext fhir;
    private final BookingPolicy policy;
    private final Queue queue = new Queue();

    public BookingQueueInterceptor(FhirContext fhir, BookingPolicy policy) {
        this.fhir = fhir;
        this.policy = policy;
    }

    /** PRE_HANDLED, the first pointcut that knows the body; later than what may refuse it. */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED, order = 50)
    void enter(RequestDetails details) {
        Optional<Request> request = Requests.of(details);
        IBaseResource body = details.getResource();
        if (body == null || request.isEmpty() || request.get().interaction().reads()) {
            return;
        }
        List<IBaseResource> resources =
                body instanceof IBaseBundle bundle ? BundleUtil.toListOfResources(fhir, bundle) : List.of(body);
        Set<String> actors = new TreeSet<>();
        for (IBaseResource resource : resources) {
            policy.bookings(resource, request.get().ownBases()).forEach(booking -> actors.add(booking.actor()));
        }
        if (!actors.isEmpty()) {
            details.getUserData().put(ENTERED, queue.enter(actors));
        }
    }

    /** PROCESSING_COMPLETED, which HAPI calls whatever became of the request, after its transaction. */
    @Hook(Pointcut.SERVER_PROCESSING_COMPLETED)
    void leave(RequestDetails details) {
        if (details.getUserData().remove(ENTERED) instanceof Runnable next) {
            next.run();
        }
    }
}
