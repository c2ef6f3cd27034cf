package io.frontdesk.server;

import ca.uhn.fhir.context.FhirVersionEnum;
import ca.uhn.fhir.rest.server.RestfulServer;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;

/** Serves one in-memory R4 store; stands in for the command line. */
public final class Frontdesk {

    private Frontdesk() {}

    public static void main(String[] arguments) throws Exception {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8080;
        FhirStore store = FhirStore.open(StoreSettings.inMemory(
                "core",
                FhirVersionEnum.R4,
                Set.of("Appointment", "Patient", "Practitioner", "Location", "Slot", "Schedule", "HealthcareService")));
        RestfulServer fhir = new RestfulServer(store.fhirContext());
        store.serve(fhir, null);
        Server jetty = new Server(port);
        ServletContextHandler handler = new ServletContextHandler();
        handler.addServlet(new ServletHolder(fhir), "/fhir/*");
        jetty.setHandler(handler);
        jetty.start();
        System.out.println("Serving FHIR on port " + jetty.getURI().getPort());
        if (arguments.length > 1 && "--exit".equals(arguments[1])) {
            jetty.stop();
            store.close();
        }
    }
}
