package io.frontdesk.access;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.IPreResourceAccessDetails;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import io.frontdesk.answer.Refusals;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Refusal;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.request.Requests;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
        if (details == null) {
            return;
        }
        Optional<Request> asked = Requests.of(details).filter(request -> shows(request, details));
        if (asked.isEmpty()) {
            return;
        }
        Request request = asked.get();
        Optional<VisiblePage> page = VisiblePageInterceptor.pageOf(details);
        if (page.isPresent()) {
            show(page.get(), found, details);
        } else if (Requests.readsOne(details)
                || request.interaction() == Interaction.READ
                || request.interaction() == Interaction.VREAD) {
            for (int i = 0; i < found.size(); i++) {
                IBaseResource resource = found.getResource(i);
                refusals.decide(Family.ACCESS, () -> hidden.told(sights.mayShow(request, resource), request), details);
            }
        } else if (refusals.enforces(Family.ACCESS)) {
            leaveOut(request, found, details);
        }
    }

    /** Refuses an answer of which a part may not be shown, and which is no list that could go without it. */
    void whole(RequestDetails details, boolean visible) {
        if (!visible) {
            throw refusals.refused(
                    Family.ACCESS,
                    Refusal.notFound(
                            Optional.ofNullable(details.getResourceName()).orElse("resource"), ""),
                    details);
        }
    }

    /**
     * Refuses a page for a caller who may see only some of what matches, when the store has counted more than it has found: of
     * what it holds back nobody can say how much is hidden.
     *
     * @param total how much the store says that there is, if it says so
     */
    void everything(RequestDetails details, int found, Optional<Integer> total) {
        boolean held = VisiblePageInterceptor.pageOf(details).isPresent()
                && total.filter(all -> all > found).isPresent();
        refusals.decide(Family.ACCESS, () -> VisiblePage.judgeable(!held), details);
    }

    /**
     * A write answers with what the caller has just written, and who may send criteria sees all of the type. What HAPI reads
     * for a bundle as a whole is not shown; what it reads for an entry comes with details of its own, and is judged even when
     * the entry cannot be told.
     */
    private static boolean shows(Request request, RequestDetails details) {
        Interaction interaction = request.interaction();
        boolean whole = interaction.sendsRequests() && !details.isSubRequest();
        return interaction != Interaction.CREATE && !interaction.changes() && !interaction.conditional() && !whole;
    }

    private void show(VisiblePage page, IPreResourceAccessDetails found, RequestDetails details) {
        refusals.decide(Family.ACCESS, () -> page.judgeable(found.size()), details);
        Map<Integer, IBaseResource> resources = resources(found);
        boolean[] shown = page.shown(List.copyOf(resources.values()), sights);
        int next = 0;
        for (int place : resources.keySet()) {
            if (!shown[next++]) {
                found.setDontReturnResourceAtIndex(place);
            }
        }
    }

    private void leaveOut(Request request, IPreResourceAccessDetails found, RequestDetails details) {
        refusals.decide(
                Family.ACCESS,
                () -> {
                    Map<Integer, IBaseResource> hides = resources(found);
                    hides.values().removeIf(resource -> sights.mayShow(request, resource) instanceof Decision.Permit);
                    hides.keySet().forEach(found::setDontReturnResourceAtIndex);
                    // Of includes the storage fetches no more: what is hidden must not take the place of what is not.
                    return VisiblePage.judgeable(hides.isEmpty() || found.size() < VisiblePage.MOST);
                },
                details);
    }

    /** Returns what was found, by place. What is deleted while HAPI searches is found and cannot be had. */
    private static Map<Integer, IBaseResource> resources(IPreResourceAccessDetails found) {
        Map<Integer, IBaseResource> resources = new TreeMap<>();
        for (int i = 0; i < found.size(); i++) {
            IBaseResource resource = null;
            try {
                resource = found.getResource(i);
            } catch (IndexOutOfBoundsException gone) {
                // HAPI's list ends with the last resource that is there.
            }
            if (resource == null) {
                found.setDontReturnResourceAtIndex(i);
            } else {
                resources.put(i, resource);
            }
        }
        return resources;
    }
}
