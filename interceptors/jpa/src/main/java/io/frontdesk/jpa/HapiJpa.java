package io.frontdesk.jpa;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.jpa.partition.IRequestPartitionHelperSvc;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import io.frontdesk.store.ResourceStore;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.orm.jpa.JpaTransactionManager;

/**
 * What the guards use of a HAPI JPA server; every such server has these beans.
 *
 * @param fhir its FHIR version
 * @param storage where the storage calls its hooks
 * @param daos its resources
 * @param transactions its transactions, which are carried out anew when another one was in the way
 * @param manager who begins and ends them in the database
 * @param addresses how a search is read from an address
 * @param settings how it stores
 * @param parameters its search parameters
 * @param partitions in which partition it looks and stores
 */
public record HapiJpa(
        FhirContext fhir,
        IInterceptorService storage,
        DaoRegistry daos,
        IHapiTransactionService transactions,
        JpaTransactionManager manager,
        MatchUrlService addresses,
        JpaStorageSettings settings,
        ISearchParamRegistry parameters,
        IRequestPartitionHelperSvc partitions) {

    private static final String STORAGE = "jpaInterceptorService";

    /** Finds them in a Spring application that was started. */
    public static HapiJpa of(BeanFactory beans) {
        return new HapiJpa(
                beans.getBean(FhirContext.class),
                beans.containsBean(STORAGE)
                        ? beans.getBean(STORAGE, IInterceptorService.class)
                        : beans.getBean(IInterceptorService.class),
                beans.getBean(DaoRegistry.class),
                beans.getBean(IHapiTransactionService.class),
                beans.getBean(JpaTransactionManager.class),
                beans.getBean(MatchUrlService.class),
                beans.getBean(JpaStorageSettings.class),
                beans.getBean(ISearchParamRegistry.class),
                beans.getBean(IRequestPartitionHelperSvc.class));
    }

    /** Returns connections which, inside a storage hook, are that of HAPI's running transaction. */
    public DataSource transactional() {
        return new TransactionAwareDataSourceProxy(Objects.requireNonNull(manager.getDataSource()));
    }

    /** Returns its resources, as the guards read and write them within the transaction of the thread. */
    public ResourceStore resources() {
        return new StoredResources(fhir, daos, addresses);
    }
}
