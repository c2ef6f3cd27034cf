package io.frontdesk.server;

import ca.uhn.fhir.batch2.jobs.config.BatchCommonCtx;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.config.ThreadPoolFactoryConfig;
import ca.uhn.fhir.jpa.api.model.HistoryCountModeEnum;
import ca.uhn.fhir.jpa.api.svc.ISearchUrlJobMaintenanceSvc;
import ca.uhn.fhir.jpa.batch2.JpaBatch2Config;
import ca.uhn.fhir.jpa.config.HapiJpaConfig;
import ca.uhn.fhir.jpa.config.JpaConfig;
import ca.uhn.fhir.jpa.config.util.HapiEntityManagerFactoryUtil;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.model.config.SubscriptionSettings;
import ca.uhn.fhir.jpa.model.entity.StorageSettings;
import ca.uhn.fhir.jpa.searchparam.extractor.IResourceLinkResolver;
import ca.uhn.fhir.jpa.searchparam.registry.ISearchParamProvider;
import ca.uhn.fhir.jpa.subscription.channel.config.SubscriptionChannelConfig;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import ca.uhn.fhir.util.IMetaTagSorter;
import jakarta.persistence.EntityManagerFactory;
import java.util.Map;
import org.hibernate.boot.archive.scan.internal.DisabledScanner;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.transaction.PlatformTransactionManager;

/** The Spring beans that HAPI JPA asks of its host, for one {@link FhirStore}. */
@Configuration(proxyBeanMethods = false)
@Import({
    HapiJpaConfig.class,
    ThreadPoolFactoryConfig.class,
    JpaBatch2Config.class,
    SubscriptionChannelConfig.class,
    BatchCommonCtx.class
})
class StoreConfiguration {

    private static final String YES = "true";
    private static final String NO = "false";

    @Bean
    JpaStorageSettings storageSettings(StoreSettings given) {
        JpaStorageSettings settings = new JpaStorageSettings();
        // Whatever id a client chooses is its own, digits too; ids of the server cannot collide with those.
        settings.setResourceClientIdStrategy(JpaStorageSettings.ClientIdStrategyEnum.ANY);
        settings.setResourceServerIdStrategy(JpaStorageSettings.IdStrategyEnum.UUID);
        // Profiles, tags and the source stay as the client wrote them, in its order, in that version.
        settings.setTagStorageMode(StorageSettings.TagStorageModeEnum.INLINE);
        settings.setPreserveRequestIdInResourceBody(false);
        // HAPI lists _language in the CapabilityStatement in any case.
        settings.setLanguageSearchParameterEnabled(true);
        // As the HAPI starter: without it the modifier :contains, which FHIR knows for every string, is refused.
        settings.setAllowContainsSearches(true);
        settings.setAllowExternalReferences(true);
        settings.setEnforceReferentialIntegrityOnWrite(given.referentialIntegrity());
        settings.setEnforceReferentialIntegrityOnDelete(given.referentialIntegrity());
        settings.setSuppressUpdatesWithNoChange(!given.countsUnchanged());
        settings.setAutoCreatePlaceholderReferenceTargets(false);
        // Thousands of inserts after every start, for a table that only partitioned databases read.
        settings.setWriteToSearchParamIdentityTable(false);
        // A search answers what is stored now, not what was a minute ago.
        settings.setReuseCachedSearchResultsForMillis(null);
        // Nor does a history: HAPI would remember how long it was, and leave out what came later, on this node or
        // another.
        settings.setHistoryCountMode(HistoryCountModeEnum.COUNT_ACCURATE);
        settings.setMassIngestionMode(false);
        settings.setExpungeEnabled(false);
        settings.setDeleteExpungeEnabled(false);
        settings.setAllowMultipleDelete(false);
        settings.setUpdateWithHistoryRewriteEnabled(false);
        settings.setHibernateSearchIndexFullText(false);
        settings.setHibernateSearchIndexSearchParams(false);
        settings.setMarkResourcesForReindexingUponSearchParameterChange(false);
        settings.setEnableTaskBulkExportJobExecution(false);
        settings.setEnableTaskBulkImportJobExecution(false);
        settings.setEnableTaskPreExpandValueSets(false);
        settings.setEnableTaskResourceReindexing(false);
        return settings;
    }

    @Bean
    PartitionSettings partitionSettings() {
        return new PartitionSettings();
    }

    @Bean
    SubscriptionSettings subscriptionSettings() {
        return new SubscriptionSettings();
    }

    /** Keeps {@code meta.profile}, tags and labels in the order in which the client sent them. */
    @Bean
    IMetaTagSorter sentOrder() {
        return meta -> {};
    }

    /** HAPI's definitions of the FHIR version, which take long to read, once for the store and its guards alike. */
    @Bean(JpaConfig.DEFAULT_PROFILE_VALIDATION_SUPPORT)
    DefaultProfileValidationSupport sharedDefinitions(FhirContext fhirContext) {
        DefaultProfileValidationSupport definitions = new DefaultProfileValidationSupport(fhirContext);
        fhirContext.setValidationSupport(definitions);
        return definitions;
    }

    @Bean
    ISearchParamProvider givenSearchParameters(StoreSettings given) {
        return new GivenSearchParameters(given.searchParameters());
    }

    @Bean
    ISearchParamRegistry givenSearchParameterRegistry(StoreSettings given) {
        return new GivenSearchParameters.Registry(given.searchParameters());
    }

    @Bean
    IResourceLinkResolver servedTypesLinkResolver() {
        return new ServedTypesLinkResolver();
    }

    @Bean
    Housekeeping housekeeping(StoreSettings given, ObjectProvider<ISearchUrlJobMaintenanceSvc> searchUrls) {
        return new Housekeeping(given.name(), searchUrls);
    }

    @Bean
    LocalContainerEntityManagerFactoryBean entityManagerFactory(
            ConfigurableListableBeanFactory beans,
            FhirContext fhirContext,
            JpaStorageSettings settings,
            StoreDatabase database) {
        LocalContainerEntityManagerFactoryBean factory =
                HapiEntityManagerFactoryUtil.newEntityManagerFactory(beans, fhirContext, settings);
        factory.setPersistenceUnitName("frontdesk");
        factory.setDataSource(database.dataSource());
        factory.setJpaPropertyMap(Map.of(
                "hibernate.dialect", database.dialect().getName(),
                "hibernate.hbm2ddl.auto", "none",
                "hibernate.jdbc.batch_size", "20",
                "hibernate.order_inserts", YES,
                "hibernate.order_updates", YES,
                "hibernate.cache.use_second_level_cache", NO,
                "hibernate.cache.use_query_cache", NO,
                "hibernate.search.enabled", NO,
                // Spring names the entities; searching a jar that holds all of HAPI for more takes seconds.
                "hibernate.archive.scanner", DisabledScanner.class.getName()));
        return factory;
    }

    @Bean
    PlatformTransactionManager transactionManager(EntityManagerFactory entityManagerFactory, StoreDatabase database) {
        JpaTransactionManager manager = new JpaTransactionManager(entityManagerFactory);
        // Plain JDBC on this data source then takes part in HAPI's transactions.
        manager.setDataSource(database.dataSource());
        return manager;
    }
}
