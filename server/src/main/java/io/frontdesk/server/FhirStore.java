package io.frontdesk.server;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.FhirVersionEnum;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.config.dstu3.JpaDstu3Config;
import ca.uhn.fhir.jpa.config.r4.JpaR4Config;
import ca.uhn.fhir.jpa.provider.JpaCapabilityStatementProvider;
import ca.uhn.fhir.jpa.provider.dstu3.JpaConformanceProviderDstu3;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import io.frontdesk.jpa.HapiJpa;
import io.frontdesk.store.ResourceStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.BiPredicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/**
 * One HAPI JPA store: the resources of one FHIR version in one database.
 *
 * <p>Stores share nothing, so several live in one process, each with its Spring context, connections and interceptors;
 * they may be opened in parallel threads. See {@link StoreSettings} for what goes in, {@link StoreDatabase} for where the
 * data of several stores on one JDBC URL goes.
 *
 * <p>The store itself lets every write through, creating by PUT included. Rules are the business of the interceptors that
 * are registered on {@link #storageInterceptors()}.
 */
public final class FhirStore implements AutoCloseable {

    private static final int READY_SECONDS = 2;
    private static final int PAGE = 20;
    /** One more than a client may ask for: a guard may have to know whether there is more. */
    private static final int LARGEST_PAGE = 1_001;

    private final StoreSettings settings;
    private final StoreDatabase database;
    private final AnnotationConfigApplicationContext spring;
    private final DataSource dataSource;

    private FhirStore(StoreSettings settings, StoreDatabase database, AnnotationConfigApplicationContext spring) {
        this.settings = settings;
        this.database = database;
        this.spring = spring;
        this.dataSource = new TransactionAwareDataSourceProxy(database.dataSource());
    }

    /**
     * Opens a store, with its tables made if its database is empty.
     *
     * @param settings what to open
     * @return the store, ready to be used; close it
     * @throws StoreUnavailableException if its database cannot be reached or holds something else
     */
    public static FhirStore open(StoreSettings settings) {
        StoreDatabase database = StoreDatabase.open(settings);
        try {
            return new FhirStore(settings, database, start(settings, database));
        } catch (RuntimeException e) {
            database.close();
            throw new StoreUnavailableException("Cannot start HAPI JPA for store " + settings.name(), e);
        }
    }

    private static AnnotationConfigApplicationContext start(StoreSettings settings, StoreDatabase database) {
        DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
        beans.setAutowireCandidateResolver(new LazyRepositories());
        AnnotationConfigApplicationContext spring = new AnnotationConfigApplicationContext(beans);
        // Set again: the context's constructor installs its own.
        beans.setAutowireCandidateResolver(new LazyRepositories());
        spring.setDisplayName("store " + settings.name());
        spring.registerBean(StoreSettings.class, () -> settings);
        spring.registerBean(StoreDatabase.class, () -> database, definition -> definition.setDestroyMethodName(""));
        spring.registerBean(UnneededBeans.class, () -> new UnneededBeans(settings.resourceTypes()));
        spring.register(versionConfiguration(settings.version()), StoreConfiguration.class);
        try {
            spring.refresh();
            return spring;
        } catch (RuntimeException e) {
            spring.close();
            throw e;
        }
    }

    private static Class<?> versionConfiguration(FhirVersionEnum version) {
        return version == FhirVersionEnum.R4 ? JpaR4Config.class : JpaDstu3Config.class;
    }

    /** The settings that this store was opened with. */
    public StoreSettings settings() {
        return settings;
    }

    /** The FHIR context of this store; use it for the server, too, since building one takes long. */
    public FhirContext fhirContext() {
        return spring.getBean(FhirContext.class);
    }

    /**
     * Plain JDBC on the store's database.
     *
     * @return connections which, inside a storage hook, are that of HAPI's running transaction: what is read and locked
     *     there is read and locked by the write itself, and commits or rolls back with it
     */
    public DataSource dataSource() {
        return dataSource;
    }

    /** Connections for locks that are held while HAPI runs transactions of its own. */
    public DataSource lockDataSource() {
        return database.lockDataSource();
    }

    /** Where storage hooks belong: they are then called for every write, also those that do not come by HTTP. */
    public IInterceptorService storageInterceptors() {
        return spring.getBean("jpaInterceptorService", IInterceptorService.class);
    }

    /** What guards use of HAPI itself. */
    public HapiJpa jpa() {
        return HapiJpa.of(spring);
    }

    /** Does something every minute until the store is closed; what fails is logged and done again. */
    public void everyMinute(Runnable work) {
        spring.getBean(Housekeeping.class).everyMinute(work);
    }

    /** Reads and writes inside the process. */
    public DaoRegistry daoRegistry() {
        return spring.getBean(DaoRegistry.class);
    }

    /** Reads and writes of the server's own, within the storage transaction of the thread. */
    public ResourceStore resources() {
        return jpa().resources();
    }

    /** Which search parameters there are, HAPI's and the given ones. */
    public ISearchParamRegistry searchParameters() {
        return spring.getBean(ISearchParamRegistry.class);
    }

    /** HAPI's resource providers, for the resource types of the settings only. */
    public List<Object> resourceProviders() {
        return settings.resourceTypes().stream()
                .sorted()
                .map(type -> spring.getBean("my" + ("List".equals(type) ? "ListResource" : type) + "Rp" + suffix()))
                .toList();
    }

    /** HAPI's provider of transactions and batches. */
    public Object systemProvider() {
        return spring.getBean("mySystemProvider" + suffix());
    }

    /**
     * HAPI's capability statement for a server.
     *
     * @param server the server that serves this store
     * @param profiles what knows the profiles to be named in it; all of HAPI's would take seconds to read
     * @return a provider of the store's FHIR version, without counts of what is stored
     */
    @SuppressWarnings("unchecked")
    public Object capabilityStatementProvider(RestfulServer server, @Nullable IValidationSupport profiles) {
        JpaStorageSettings storage = spring.getBean(JpaStorageSettings.class);
        IFhirSystemDao<?, ?> system = spring.getBean("mySystemDao" + suffix(), IFhirSystemDao.class);
        if (settings.version() == FhirVersionEnum.R4) {
            JpaCapabilityStatementProvider provider =
                    new JpaCapabilityStatementProvider(server, system, storage, searchParameters(), profiles);
            provider.setIncludeResourceCounts(false);
            return provider;
        }
        JpaConformanceProviderDstu3 provider = new JpaConformanceProviderDstu3(
                server,
                (IFhirSystemDao<org.hl7.fhir.dstu3.model.Bundle, org.hl7.fhir.dstu3.model.Meta>) system,
                storage,
                searchParameters());
        provider.setIncludeResourceCounts(false);
        return provider;
    }

    /**
     * Puts this store behind a server that has not started yet: providers, transactions, capability statement, page sizes.
     *
     * <p>The server gets no paging provider on purpose. HAPI then answers a search in one read-only transaction and links
     * pages by offset, rather than store every search with its results: a third of the statements, no writes, and any
     * node can answer the next page.
     *
     * @param server a server made with {@link #fhirContext()}
     * @param profiles see {@link #capabilityStatementProvider}
     * @param operations which of HAPI's operations are served, by resource type and by name with the dollar sign
     */
    public void serve(
            RestfulServer server, @Nullable IValidationSupport profiles, BiPredicate<String, String> operations) {
        server.registerInterceptor(new ServedInteractionsInterceptor(operations));
        server.registerProviders(resourceProviders());
        server.registerProvider(systemProvider());
        server.setServerConformanceProvider(capabilityStatementProvider(server, profiles));
        server.setDefaultPageSize(PAGE);
        server.setMaximumPageSize(LARGEST_PAGE);
    }

    /** Measures the pools of connections from now on. */
    public void measure(MeterRegistry registry) {
        database.measure(registry);
    }

    /** Whether the database answers a query now, within two seconds. */
    public boolean isReady() {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(READY_SECONDS);
            return statement.execute("select 1");
        } catch (SQLException e) {
            return false;
        }
    }

    /** Stops HAPI's threads, then closes all connections; an in-memory database is gone afterwards. */
    @Override
    public void close() {
        spring.close();
        database.close();
    }

    private String suffix() {
        return settings.version() == FhirVersionEnum.R4 ? "R4" : "Dstu3";
    }
}
