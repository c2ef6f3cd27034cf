package io.frontdesk.server.http;

import io.frontdesk.answer.Refusals;
import io.frontdesk.answer.RequestIdForm;
import io.frontdesk.shadow.ShadowCounts;
import jakarta.servlet.Servlet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.server.Request;

/**
 * One FHIR base address, ready to be served.
 *
 * @param name the contract's name, which becomes part of the address
 * @param fhirVersion the FHIR version, for people to read
 * @param era the day whose published rules the contract holds to, for people to read
 * @param servlet answers everything below the address
 * @param facades what answers at other addresses for the same contract, by the first name of their paths
 * @param refusals tells refusals as the contract does, where the servlet takes no part
 * @param requestIds how the ids of requests are written
 * @param smart what of SMART App Launch the contract understands
 * @param ready whether the store answers right now
 * @param close closes the store; called once, after the last request
 * @param shadow what guards in shadow would have refused, if any is in shadow
 */
public record Endpoint(
        String name,
        String fhirVersion,
        String era,
        Servlet servlet,
        Map<String, Servlet> facades,
        Refusals refusals,
        RequestIdForm requestIds,
        SmartSupport smart,
        BooleanSupplier ready,
        Runnable close,
        Optional<ShadowCounts> shadow) {

    /** An endpoint none of whose guards is in shadow. */
    public Endpoint(
            String name,
            String fhirVersion,
            String era,
            Servlet servlet,
            Map<String, Servlet> facades,
            Refusals refusals,
            RequestIdForm requestIds,
            SmartSupport smart,
            BooleanSupplier ready,
            Runnable close) {
        this(name, fhirVersion, era, servlet, facades, refusals, requestIds, smart, ready, close, Optional.empty());
    }

    /** Returns the endpoint that a request is for: the first one where its path names none. */
    static Endpoint at(Request request, List<Endpoint> endpoints) {
        var path = path(request);
        return endpoints.stream()
                .filter(endpoint -> under("/fhir/" + endpoint.name(), path))
                .findFirst()
                .orElse(endpoints.get(0));
    }

    /** Returns the path of a request, which may be so broken that it has none. */
    static String path(Request request) {
        var path = request.getHttpURI() == null ? null : request.getHttpURI().getPath();
        return path == null ? "" : path;
    }

    /** Returns whether a path is a folder's or below it. */
    static boolean under(String folder, String path) {
        return path.equals(folder) || path.startsWith(folder + "/");
    }
}
