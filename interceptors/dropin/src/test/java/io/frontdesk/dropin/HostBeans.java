package io.frontdesk.dropin;

import ca.uhn.fhir.batch2.jobs.config.BatchCommonCtx;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.config.ThreadPoolFactoryConfig;
import ca.uhn.fhir.jpa.batch2.JpaBatch2Config;
import ca.uhn.fhir.jpa.config.HapiJpaConfig;
import ca.uhn.fhir.jpa.config.util.HapiEntityManagerFactoryUtil;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.model.config.SubscriptionSettings;
import ca.uhn.fhir.jpa.model.dialect.HapiFhirH2Dialect;
import ca.uhn.fhir.jpa.model.dialect.HapiFhirPostgresDialect;
import ca.uhn.fhir.jpa.search.DatabaseBackedPagingProvider;
import ca.uhn.fhir.jpa.subscription.channel.config.SubscriptionChannelConfig;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.interceptor.partition.RequestTenantPartitionInterceptor;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import ca.uhn.fhir.rest.server.tenant.UrlBaseTenantIdentificationStrategy;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.EntityManagerFactory;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;

/** What a HAPI JPA server of any FHIR version is made of as its owners build it, with HAPI's own settings and interceptors. */
@Configuration(proxyBeanMethods = false)
@Import({
    HapiJpaConfig.class,
    ThreadPoolFactoryConfig.class,
    JpaBatch2Config.class,
    SubscriptionChannelConfig.class,
    BatchCommonCtx.class
})
abstract class HostBeans {

    /** On PostgreSQL as owners have it who let Hibernate alone say when a transaction begins. */
    @Bean
    DataSource dataSource(@Value("${postgres:}") String postgres) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(postgres.isEmpty() ? "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1" : postgres);
        pool.setAutoCommit(postgres.isEmpty());
        return pool;
    }

    @Bean
    JpaStorageSettings storageSettings(@Value("${tenants:false}") boolean tenants) {
        JpaStorageSettings settings = new JpaStorageSettings();
        settings.setEnforceReferentialIntegrityOnWrite(!tenants);
        settings.setWriteToSearchParamIdentityTable(false);
        settings.setAllowExternalReferences(true);
        return settings;
    }

    @Bean
    PartitionSettings partitionSettings(@Value("${tenants:false}") boolean tenants) {
        PartitionSettings settings = new PartitionSettings();
        settings.setPartitioningEnabled(tenants);
        return settings;
    }

    @Bean
    SubscriptionSettings subscriptionSettings() {
        return new SubscriptionSettings();
    }

    @Bean
    @Primary
    LocalContainerEntityManagerFactoryBean entityManagerFactory(
            ConfigurableListableBeanFactory beans,
            FhirContext fhir,
            JpaStorageSettings settings,
            DataSource dataSource,
            @Value("${postgres:}") String postgres,
            @Value("${schema:update}") String schema) {
        LocalContainerEntityManagerFactoryBean factory =
                HapiEntityManagerFactoryUtil.newEntityManagerFactory(beans, fhir, settings);
        factory.setPersistenceUnitName("HOST");
        factory.setDataSource(dataSource);
        factory.setJpaPropertyMap(Map.of(
                "hibernate.dialect",
                (postgres.isEmpty() ? HapiFhirH2Dialect.class : HapiFhirPostgresDialect.class).getName(),
                "hibernate.connection.provider_disables_autocommit",
                !postgres.isEmpty(),
                "hibernate.hbm2ddl.auto",
                "update",
                "hibernate.search.enabled",
                "false"));
        return factory;
    }

    @Bean
    @Primary
    JpaTransactionManager transactionManager(EntityManagerFactory factory) {
        return new JpaTransactionManager(factory);
    }

    @Bean
    SeenInterceptor seen() {
        return new SeenInterceptor();
    }

    /** Returns the server, without what it is asked what it can do. */
    static RestfulServer server(
            FhirContext fhir,
            ResourceProviderFactory resources,
            Object system,
            DatabaseBackedPagingProvider paging,
            SeenInterceptor seen,
            PartitionSettings partitions) {
        RestfulServer server = new RestfulServer(fhir);
        server.registerProviders(resources.createProviders());
        server.registerProvider(system);
        server.setPagingProvider(paging);
        server.registerInterceptor(seen);
        if (partitions.isPartitioningEnabled()) {
            server.setTenantIdentificationStrategy(new UrlBaseTenantIdentificationStrategy());
            RequestTenantPartitionInterceptor chooser = new RequestTenantPartitionInterceptor();
            chooser.setPartitionSettings(partitions);
            server.registerInterceptor(chooser);
        }
        return server;
    }
}
