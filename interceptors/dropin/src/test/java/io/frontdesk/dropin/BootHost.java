package io.frontdesk.dropin;

import ca.uhn.fhir.rest.server.RestfulServer;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.embedded.jetty.JettyServletWebServerFactory;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.server.ServletWebServerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** A Spring Boot application with HAPI JPA, built as the HAPI starter is: it knows nothing of the jar beside it. */
@SpringBootApplication(scanBasePackageClasses = BootHost.Nothing.class)
@Import(HostBeans.class)
class BootHost {

    /** Keeps the scan away from other tests' classes. */
    interface Nothing {}

    @Bean
    ServletWebServerFactory webServer() {
        return new JettyServletWebServerFactory();
    }

    /** Interceptors by name: a bean of the class, or a new one, is registered with the server. */
    @Bean
    ServletRegistrationBean<RestfulServer> fhir(
            RestfulServer server,
            ApplicationContext application,
            @Value("${custom-interceptor-classes:}") List<String> names)
            throws ReflectiveOperationException {
        for (String name : names) {
            Class<?> type = Class.forName(name);
            server.registerInterceptor(
                    application.getBeanNamesForType(type).length > 0
                            ? application.getBean(type)
                            : type.getConstructor().newInstance());
        }
        var registration = new ServletRegistrationBean<>(server, "/fhir/*");
        registration.setLoadOnStartup(1);
        return registration;
    }

    /** Starts the application. */
    static ConfigurableApplicationContext run(String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.main.banner-mode=off",
                // HAPI JPA needs both, and the starter sets both.
                "--spring.main.allow-circular-references=true",
                "--spring.main.allow-bean-definition-overriding=true"));
        all.addAll(List.of(settings));
        return SpringApplication.run(BootHost.class, all.toArray(String[]::new));
    }

    /** Returns a client whose tokens are of the issuer. */
    static HostClient client(ConfigurableApplicationContext host, HostKeys keys) {
        int port = ((ServletWebServerApplicationContext) host).getWebServer().getPort();
        return new HostClient(
                "http://127.0.0.1:" + port + "/fhir",
                (request, roles) -> request.header("Authorization", "Bearer " + keys.token(roles)));
    }
}
