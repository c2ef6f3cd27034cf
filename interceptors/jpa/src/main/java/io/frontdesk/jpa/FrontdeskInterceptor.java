package io.frontdesk.jpa;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.server.RestfulServer;
import io.frontdesk.host.HostSettingsReader;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.web.context.support.WebApplicationContextUtils;

/**
 * Guards the HAPI JPA server of a Spring application. As a bean of it (Spring Boot makes that by itself) at the start, when all
 * beans are there. Where a server is given the name of this class instead, as the HAPI starter is by {@code
 * custom-interceptor-classes}, and there is no such bean, with the first request; until the guards stand no request goes on.
 *
 * <p>Whatever keeps the guards from standing stops the start, or that first request and all after it.
 */
@Interceptor
public final class FrontdeskInterceptor implements ApplicationContextAware, SmartInitializingSingleton {

    private static final String HOST = "frontdeskHost";

    private final AtomicReference<ApplicationContext> application = new AtomicReference<>();
    private final AtomicReference<JpaHost> host = new AtomicReference<>();

    /** Makes what guards nothing yet. */
    public FrontdeskInterceptor() {
        // All is found in the application.
    }

    @Override
    public void setApplicationContext(ApplicationContext context) {
        application.set(context);
    }

    @Override
    public void afterSingletonsInstantiated() {
        guard(Objects.requireNonNull(application.get()));
    }

    /** PRE_PROCESSED, before HAPI has asked which hooks there are for what comes after. */
    @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_PROCESSED)
    void beforeRequest(HttpServletRequest request) {
        if (host.get() == null && application.get() == null) {
            ApplicationContext context =
                    WebApplicationContextUtils.getRequiredWebApplicationContext(request.getServletContext());
            if (context.getBeanNamesForType(FrontdeskInterceptor.class).length == 0) {
                guard(context);
            }
        }
    }

    private synchronized void guard(ApplicationContext context) {
        if (host.get() == null) {
            JpaHost standing = JpaHost.guard(
                    servers(context),
                    HapiJpa.of(context),
                    HostSettingsReader.read(SpringProperties.of(context)),
                    context.getBeanProvider(HostObserver.class).getIfAvailable(() -> contract -> Optional.empty()));
            host.set(standing);
            closeBefore(context, standing);
        }
    }

    /** Spring closes first what came last: the database is still there then, whoever has made this interceptor. */
    private static void closeBefore(ApplicationContext context, JpaHost standing) {
        if (context.getAutowireCapableBeanFactory() instanceof DefaultSingletonBeanRegistry beans) {
            beans.registerDisposableBean(HOST, standing::close);
        }
    }

    /** Returns the guards, once they stand. */
    Optional<JpaHost> host() {
        return Optional.ofNullable(host.get());
    }

    private static Collection<RestfulServer> servers(ApplicationContext context) {
        Collection<RestfulServer> servers =
                context.getBeansOfType(RestfulServer.class).values();
        if (servers.isEmpty()) {
            throw new UnguardableException(List.of("The application has no bean of type RestfulServer."
                    + " Make your server one, or call JpaHost.guard with it."));
        }
        return servers;
    }
}
