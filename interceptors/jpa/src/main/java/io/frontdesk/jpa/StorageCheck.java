package io.frontdesk.jpa;

import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.util.FhirTerser;
import io.frontdesk.contract.Contract;
import io.frontdesk.profile.Definition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Looks, at the start, whether a host stores in a way that lets the guards keep what the contract promises. */
final class StorageCheck {

    private final HapiJpa jpa;
    private final Contract contract;
    private final List<String> preventing = new ArrayList<>();
    private final List<String> differing = new ArrayList<>();

    private StorageCheck(HapiJpa jpa, Contract contract) {
        this.jpa = jpa;
        this.contract = contract;
    }

    /**
     * Checks the host.
     *
     * @return what differs from the contract and is the operator's business
     * @throws UnguardableException with all that would let a write past the guards, and what to do about each
     */
    static List<String> check(HapiJpa jpa, Contract contract) {
        StorageCheck check = new StorageCheck(jpa, contract);
        check.settings();
        check.searchParameters();
        check.transactions();
        if (!check.preventing.isEmpty()) {
            throw new UnguardableException(check.preventing);
        }
        return List.copyOf(check.differing);
    }

    private void settings() {
        JpaStorageSettings settings = jpa.settings();
        if (settings.isMassIngestionMode()) {
            preventing.add("Mass ingestion mode is on, in which HAPI shows no guard what is stored."
                    + " Switch it off (JpaStorageSettings.setMassIngestionMode).");
        }
        boolean mustExist = contract.update().referencesMustExist();
        if (settings.isEnforceReferentialIntegrityOnWrite() != mustExist) {
            differing.add("By the contract relative references " + (mustExist ? "must exist" : "may be any")
                    + ", and this server sees to the contrary (enforce_referential_integrity_on_write).");
        }
        if (settings.isSuppressUpdatesWithNoChange() == contract.version().countsUnchanged()) {
            differing.add("By the contract an update that changes nothing "
                    + (contract.version().countsUnchanged() ? "makes a version" : "makes no version")
                    + ", and this server sees to the contrary (suppress_updates_with_no_change).");
        }
    }

    private void searchParameters() {
        FhirTerser terser = contract.fhir().newTerser();
        for (Definition definition : contract.definitions().ofType("SearchParameter")) {
            String code = String.valueOf(terser.getSinglePrimitiveValueOrNull(definition.resource(), "code"));
            for (IBase base : terser.getValues(definition.resource(), "base")) {
                String type = base instanceof IPrimitiveType<?> text ? text.getValueAsString() : "";
                if (Contract.APPOINTMENT.equals(type)
                        && jpa.parameters().getActiveSearchParam(type, code, null) == null) {
                    differing.add("The contract's search parameter " + type + "." + code
                            + " is not known to this server. Store its SearchParameter (" + definition.url() + ").");
                }
            }
        }
    }

    /** A lock that is taken on another connection than HAPI's would hold nobody up. */
    private void transactions() {
        DataSource source = jpa.manager().getDataSource();
        boolean joined = source != null
                && Objects.requireNonNull(new TransactionTemplate(jpa.manager()).execute(status -> joins(source)));
        if (!joined) {
            preventing.add(
                    "The transaction manager does not know HAPI's DataSource, so that no lock of the guards would be"
                            + " part of HAPI's transactions. Give it to the JpaTransactionManager (setDataSource).");
        }
    }

    private static boolean joins(DataSource source) {
        return TransactionSynchronizationManager.hasResource(source)
                && DataSourceUtils.isConnectionTransactional(DataSourceUtils.getConnection(source), source);
    }
}
