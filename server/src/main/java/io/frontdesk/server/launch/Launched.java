package io.frontdesk.server.launch;

import io.frontdesk.server.http.Endpoint;
import io.frontdesk.server.http.FrontdeskServer;
import java.util.List;

/**
 * A server that answers requests.
 *
 * @param server stops everything when closed
 * @param base the address of the server without any path
 * @param endpoints what it serves, the first at {@code /fhir} too
 */
public record Launched(FrontdeskServer server, String base, List<Endpoint> endpoints) implements AutoCloseable {

    /** Copies the list. */
    public Launched {
        endpoints = List.copyOf(endpoints);
    }

    @Override
    public void close() {
        server.close();
    }
}
