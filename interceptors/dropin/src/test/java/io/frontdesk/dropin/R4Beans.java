package io.frontdesk.dropin;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.config.r4.JpaR4Config;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.provider.JpaCapabilityStatementProvider;
import ca.uhn.fhir.jpa.search.DatabaseBackedPagingProvider;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** A HAPI JPA server of FHIR R4, with an operation of its owner's. */
@Configuration(proxyBeanMethods = false)
@Import(JpaR4Config.class)
class R4Beans extends HostBeans {

    @Bean
    RestfulServer restfulServer(
            FhirContext fhir,
            @Qualifier("myResourceProvidersR4") ResourceProviderFactory resources,
            @Qualifier("mySystemProviderR4") Object system,
            IFhirSystemDao<?, ?> systemDao,
            JpaStorageSettings settings,
            ISearchParamRegistry parameters,
            DatabaseBackedPagingProvider paging,
            DaoRegistry daos,
            SeenInterceptor seen,
            PartitionSettings partitions) {
        RestfulServer server = server(fhir, resources, system, paging, seen, partitions);
        server.registerProvider(new HostOperations(daos));
        server.setServerConformanceProvider(
                new JpaCapabilityStatementProvider(server, systemDao, settings, parameters, null));
        return server;
    }
}
