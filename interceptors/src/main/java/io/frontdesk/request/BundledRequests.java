package io.frontdesk.request;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import io.frontdesk.decision.Refusal;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * The requests in one bundle, found again by what HAPI shows of them while it carries them out: request details of their
 * own for creates, deletions and reads; the resource alone for updates, which it stores after all references are known.
 *
 * <p>Safe for use by several threads, because HAPI reads the entries of a batch in parallel.
 */
final class BundledRequests {

    private final List<Request> requests;
    private final Map<IBaseResource, Request> byResource;
    private final Map<Integer, Refusal> refused;
    private final Map<String, Request> byTarget = new ConcurrentHashMap<>();
    private final Map<String, Request> byWritten = new ConcurrentHashMap<>();
    private final Set<Request> busy = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
    private final Set<Request> found = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

    /**
     * Takes the requests and the resources that they send.
     *
     * @param resources from the resource of an entry to the entry's request, by identity
     * @param refused why other entries do not go on, by their place in the bundle
     */
    BundledRequests(List<Request> requests, Map<IBaseResource, Request> resources, Map<Integer, Refusal> refused) {
        this.refused = new TreeMap<>(refused);
        this.requests = List.copyOf(requests);
        this.byResource = new IdentityHashMap<>(resources);
        for (Request request : requests) {
            request.id()
                    .filter(id -> request.interaction().changes())
                    .ifPresent(id -> byTarget.put(request.type() + "/" + id, request));
        }
    }

    /** Returns the requests in the order of their entries. */
    List<Request> requests() {
        return requests;
    }

    /** Returns why other entries do not go on, in ascending order. */
    Map<Integer, Refusal> refused() {
        return Collections.unmodifiableMap(refused);
    }

    /**
     * Notes that a request writes a resource.
     *
     * @return whether no other request of the bundle writes it
     */
    boolean writes(Request request, IBaseResource resource) {
        busy.add(request);
        if (!resource.getIdElement().hasIdPart()) {
            // What is created has no id yet when HAPI repeats a transaction, and is nobody else's.
            return true;
        }
        Request first = byWritten.putIfAbsent(address(resource), request);
        return first == null || first == request;
    }

    /** Returns the requests that change or delete something and that nobody has noted to write anything. */
    List<Request> idle() {
        return requests.stream()
                .filter(request -> request.interaction().changes() && !busy.contains(request))
                .toList();
    }

    /** Returns the place of a request's entry in the bundle, from 0; -1 when it is none of the bundle's. */
    int place(Request request) {
        int place = -1;
        for (Request other : requests) {
            do {
                place++;
            } while (refused.containsKey(place));
            if (other == request) {
                return place;
            }
        }
        return -1;
    }

    /** Notes which stored resource a request turned out to mean. */
    void target(Request request, IBaseResource resource) {
        byTarget.put(address(resource), request);
        found.add(request);
    }

    /** Returns the first patch of which no target was noted; HAPI patches in the order of the entries. */
    Optional<Request> patchOfNothing() {
        return requests.stream()
                .filter(request -> request.interaction().sendsPatch() && !found.contains(request))
                .findFirst();
    }

    /** Returns the request that sends the resource or means it. */
    Optional<Request> of(IBaseResource resource) {
        return Optional.ofNullable(byResource.get(resource))
                .or(() -> Optional.ofNullable(byTarget.get(address(resource))));
    }

    /** Returns the request that HAPI made the details for. */
    Optional<Request> of(RequestDetails entry) {
        String type = Optional.ofNullable(entry.getResourceName()).orElse("");
        Optional<String> id = Optional.ofNullable(entry.getId()).map(address -> address.getIdPart());
        List<Request> alike = requests.stream()
                .filter(request -> request.interaction()
                                .method()
                                .equals(entry.getRequestType().name())
                        && request.type().equals(type)
                        && request.id().equals(id))
                .toList();
        if (alike.size() == 1) {
            return Optional.of(alike.get(0));
        }
        Map<String, List<String>> parameters = new HashMap<>();
        entry.getParameters().forEach((name, values) -> parameters.put(name, List.of(values)));
        return alike.stream()
                .filter(request -> request.parameters().equals(parameters))
                .findFirst();
    }

    private static String address(IBaseResource resource) {
        return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
    }
}
