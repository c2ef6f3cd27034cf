package io.frontdesk.dropin;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import io.frontdesk.jpa.FrontdeskInterceptor;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** A Spring application with HAPI JPA that signs its callers in itself; all it has of ours is the jar and one bean. */
class JpaHostIT extends JpaGuardMatrix {

    private static final String ROLES = "X-Roles";

    private static final Server JETTY = new Server();
    private static final ToldLines TOLD = ToldLines.of("io.frontdesk.jpa.JpaHost");
    private static AnnotationConfigApplicationContext application;
    private static HostClient client;

    @BeforeAll
    static void start() throws Exception {
        application = new AnnotationConfigApplicationContext();
        application
                .getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource("host", Map.of("frontdesk.callers", "principal")));
        application.register(R4Beans.class);
        application.registerBean(FrontdeskInterceptor.class);
        application.refresh();
        var servlets = new ServletContextHandler();
        servlets.addFilter(new FilterHolder(signingIn()), "/*", EnumSet.of(DispatcherType.REQUEST));
        servlets.addServlet(new ServletHolder(application.getBean(RestfulServer.class)), "/api/*");
        var connector = new ServerConnector(JETTY);
        connector.setHost("127.0.0.1");
        JETTY.addConnector(connector);
        JETTY.setHandler(servlets);
        JETTY.start();
        client = new HostClient(
                "http://127.0.0.1:" + connector.getLocalPort() + "/api",
                (request, roles) -> request.header(ROLES, String.join(",", roles)));
    }

    /** The host's own way to tell who is asking. */
    private static Filter signingIn() {
        return (request, response, chain) -> {
            HttpServletRequest http = (HttpServletRequest) request;
            String roles = http.getHeader(ROLES);
            chain.doFilter(
                    roles == null
                            ? request
                            : new HttpServletRequestWrapper(http) {
                                @Override
                                public Principal getUserPrincipal() {
                                    return () -> "somebody";
                                }

                                @Override
                                public boolean isUserInRole(String role) {
                                    return List.of(roles.split(",")).contains(role);
                                }
                            },
                    response);
        };
    }

    @AfterAll
    static void stop() throws Exception {
        JETTY.stop();
        application.close();
        TOLD.close();
    }

    @Override
    HostClient client() {
        return client;
    }

    @Test
    void theStartTellsWhatIsOn() {
        assertThat(TOLD.lines())
                .anySatisfy(line -> assertThat(line).startsWith("Frontdesk guards Appointment by the contract core"));
        assertThat(TOLD.lines())
                .anySatisfy(line -> assertThat(line)
                        .startsWith("Guards that are on: ")
                        .contains("token", "access", "version", "status", "profile", "booking", "slot"));
        assertThat(TOLD.lines()).anySatisfy(line -> assertThat(line).contains("frontdesk.callers=principal"));
    }

    @Test
    void theHostsOwnCodeKeepsToTheStatusTableToo() {
        var appointments = application.getBean(DaoRegistry.class).getResourceDao(Appointment.class);
        var appointment = new Appointment().setStatus(AppointmentStatus.FULFILLED);
        appointment
                .addParticipant()
                .setStatus(Appointment.ParticipationStatus.ACCEPTED)
                .getActor()
                .setDisplay("Anybody");

        Assertions.assertThatThrownBy(() -> appointments.create(appointment, new SystemRequestDetails()))
                .isInstanceOf(BaseServerResponseException.class);
    }

    @Test
    void theHostsInterceptorsSeeWhatTheySawBefore() {
        client.anonymous("GET", "/Patient/seen-1", "");
        client.anonymous("GET", "/Appointment/seen-2", "");
        client.as(List.of("Appointment.read"), "GET", "/Appointment/seen-3", "");

        assertThat(application.getBean(SeenInterceptor.class).seen())
                .contains("GET Patient/seen-1", "GET Appointment/seen-3")
                .doesNotContain("GET Appointment/seen-2");
    }
}
