package io.frontdesk.access;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.IPreResourceAccessDetails;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import io.frontdesk.answer.Refusals;
import io.frontdesk.decision.Decision;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.request.Requests;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * Shows callers only what they may see: a read of something else is refused as the contract tells it ({@code
 * access.hidden}), every other answer leaves it out.
 *
 * <p>PREACCESS, because it is where the storage hands out resources, whatever asked for them: read, search, an include, a
 * version in a history, an operation, or an entry of a bundle.
 */
@Interceptor
public final class ReadInterceptor {

    private final Sights sights;
    private final Hidden hidden;
    private final Refusals refusals;

    public ReadInterceptor(Sights sights, Hidden hidden, Refusals refusals) {
        this.sights = sights;
        this.hidden = hidden;
        this.refusals = refusals;
    }

    @Hook(Pointcut.STORAGE_PREACCESS_RESOURCES)
    void beforeAccess(IPreResourceAccessDetails found, @Nullable RequestDetails details) {
        Optional<Request> asked = Requests.of(details).filter(ReadInterceptor::shows);
        if (details == null || asked.isEmpty()) {
            return;
        }
        Request request = asked.get();
        Optional<VisiblePage> page = VisiblePageInterceptor.pageOf(details);
        if (page.isPresent()) {
            show(page.get(), found);
        } else if (request.interaction() == Interaction.READ || request.interaction() == Interaction.VREAD) {
            for (int i = 0; i < found.size(); i++) {
                refusals.throwIfRefused(hidden.told(sights.mayShow(request, found.getResource(i)), request));
            }
        } else {
            leaveOut(request, found);
        }
    }

    /**
     * A write answers with what the caller has just written, and who may send criteria sees all of the type. What HAPI reads
     * for a bundle as a whole is not shown; what it reads for an entry comes with details of its own.
     */
    private static boolean shows(Request request) {
        Interaction interaction = request.interaction();
        return interaction != Interaction.CREATE
                && !interaction.changes()
                && !interaction.conditional()
                && !interaction.sendsRequests();
    }

    private void show(VisiblePage page, IPreResourceAccessDetails found) {
        refusals.throwIfRefused(page.judgeable(found.size()));
        List<IBaseResource> resources = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            resources.add(found.getResource(i));
        }
        boolean[] shown = page.shown(resources, sights);
        for (int i = 0; i < shown.length; i++) {
            if (!shown[i]) {
                found.setDontReturnResourceAtIndex(i);
            }
        }
    }

    private void leaveOut(Request request, IPreResourceAccessDetails found) {
        for (int i = 0; i < found.size(); i++) {
            if (sights.mayShow(request, found.getResource(i)) instanceof Decision.Refuse) {
                found.setDontReturnResourceAtIndex(i);
            }
        }
    }
}
