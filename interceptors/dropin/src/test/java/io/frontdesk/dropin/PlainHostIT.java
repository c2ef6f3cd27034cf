package io.frontdesk.dropin;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.RestfulServer;
import io.frontdesk.host.Frontdesk;
import io.frontdesk.host.HostSettingsReader;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A server with resource providers of its own, without Spring and without a database; all it has of ours is the jar and a call. */
class PlainHostIT extends GuardMatrix {

    private static final HostKeys KEYS = new HostKeys();
    private static final Server JETTY = new Server();
    private static final ToldLines TOLD = ToldLines.of(Frontdesk.class.getName());
    private static HostClient client;

    @BeforeAll
    static void start() throws Exception {
        var server = new RestfulServer(FhirContext.forR4Cached());
        server.registerProviders(
                new OwnProvider<>(Appointment.class),
                new OwnProvider<>(Patient.class),
                new OwnProvider<>(Practitioner.class));
        Frontdesk.guard(
                server,
                HostSettingsReader.read(Map.of(
                        "issuer",
                        HostKeys.ISSUER,
                        "jwks",
                        KEYS.published().toString(),
                        "without",
                        "booking,slots,references")));
        var servlets = new ServletContextHandler();
        servlets.addServlet(new ServletHolder(server), "/fhir/*");
        var connector = new ServerConnector(JETTY);
        connector.setHost("127.0.0.1");
        JETTY.addConnector(connector);
        JETTY.setHandler(servlets);
        JETTY.start();
        client = new HostClient(
                "http://127.0.0.1:" + connector.getLocalPort() + "/fhir",
                (request, roles) -> request.header("Authorization", "Bearer " + KEYS.token(roles)));
    }

    @AfterAll
    static void stop() throws Exception {
        JETTY.stop();
        TOLD.close();
    }

    @Override
    HostClient client() {
        return client;
    }

    @Test
    void theStartTellsWhatIsOnAndWhatIsOff() {
        assertThat(TOLD.lines())
                .anySatisfy(line -> assertThat(line).startsWith("Frontdesk guards Appointment by the contract core"))
                .anySatisfy(line -> assertThat(line).startsWith("OFF by frontdesk.without: booking"));
    }
}
