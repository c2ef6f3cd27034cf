package io.frontdesk.dropin;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.config.dstu3.JpaDstu3Config;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.provider.dstu3.JpaConformanceProviderDstu3;
import ca.uhn.fhir.jpa.search.DatabaseBackedPagingProvider;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.Meta;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** A HAPI JPA server of FHIR STU3. */
@Configuration(proxyBeanMethods = false)
@Import(JpaDstu3Config.class)
class Dstu3Beans extends HostBeans {

    @Bean
    RestfulServer restfulServer(
            FhirContext fhir,
            @Qualifier("myResourceProvidersDstu3") ResourceProviderFactory resources,
            @Qualifier("mySystemProviderDstu3") Object system,
            IFhirSystemDao<Bundle, Meta> systemDao,
            JpaStorageSettings settings,
            ISearchParamRegistry parameters,
            DatabaseBackedPagingProvider paging,
            SeenInterceptor seen,
            PartitionSettings partitions) {
        RestfulServer server = server(fhir, resources, system, paging, seen, partitions);
        server.setServerConformanceProvider(new JpaConformanceProviderDstu3(server, systemDao, settings, parameters));
        return server;
    }
}
