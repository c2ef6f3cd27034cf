package io.frontdesk.jpa;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.jpa.partition.IRequestPartitionHelperSvc;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
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
        IRequestPartitionHelperSvc partitions) {}
