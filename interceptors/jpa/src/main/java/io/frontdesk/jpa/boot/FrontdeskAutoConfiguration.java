package io.frontdesk.jpa.boot;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.server.RestfulServer;
import io.frontdesk.jpa.FrontdeskInterceptor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Guards a HAPI JPA server as soon as the jar is on its class path. Where there is no server to guard the start fails: whoever
 * put the jar there wants one guarded.
 */
@AutoConfiguration
@ConditionalOnClass({RestfulServer.class, DaoRegistry.class})
public class FrontdeskAutoConfiguration {

    /** Returns the guards, unless the application has made them itself. */
    @Bean
    @ConditionalOnMissingBean
    static FrontdeskInterceptor frontdesk() {
        return new FrontdeskInterceptor();
    }
}
