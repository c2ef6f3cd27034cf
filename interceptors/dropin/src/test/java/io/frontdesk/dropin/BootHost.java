package io.frontdesk.dropin;

import ca.uhn.fhir.rest.server.RestfulServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** A Spring Boot application with HAPI JPA on Tomcat, built as the HAPI starter is: it knows nothing of the jar beside it. */
@SpringBootConfiguration
@EnableAutoConfiguration
class BootHost {

    /** As Spring Boot's actuator makes one. */
    @Bean
    MeterRegistry meters() {
        return new SimpleMeterRegistry();
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

    /** Starts the application, with FHIR R4. */
    static ConfigurableApplicationContext run(String... settings) {
        return run(R4Beans.class, settings);
    }

    /** Starts the application with a HAPI of one FHIR version. */
    static ConfigurableApplicationContext run(Class<? extends HostBeans> hapi, String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.main.banner-mode=off",
                // HAPI JPA needs these, and the starter sets them.
                "--spring.main.allow-circular-references=true",
                "--spring.main.allow-bean-definition-overriding=true",
                "--spring.flyway.enabled=false"));
        all.addAll(List.of(settings));
        return SpringApplication.run(new Class<?>[] {BootHost.class, hapi}, all.toArray(String[]::new));
    }

    /** Returns a client whose tokens are of the issuer. */
    static HostClient client(ConfigurableApplicationContext host, HostKeys keys) {
        int port = ((ServletWebServerApplicationContext) host).getWebServer().getPort();
        return new HostClient(
                "http://127.0.0.1:" + port + "/fhir",
                (request, roles) -> request.header("Authorization", "Bearer " + keys.token(roles)));
    }
}
