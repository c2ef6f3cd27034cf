package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.rest.api.PatchTypeEnum;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import io.frontdesk.contract.Contract;
import io.frontdesk.contract.ContractReader;
import io.frontdesk.guard.Guards;
import io.frontdesk.guard.StoreServices;
import io.frontdesk.source.SourceFolder;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hl7.fhir.dstu3.model.Appointment;
import org.hl7.fhir.dstu3.model.Bundle;
import org.hl7.fhir.dstu3.model.Patient;
import org.hl7.fhir.instance.model.api.IIdType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the server's own code writes: it needs no right and names no version, and is held to everything that says what an
 * appointment may be.
 */
class OwnWritesIT {

    private static FhirStore store;

    /** The Danish contract, because it has profiles, made to demand a version of every client. */
    @BeforeAll
    static void open() {
        Contract contract = new ContractReader(FhirContext::forCached)
                .read(SourceFolder.of(
                        TestContracts.changed("ehealth-dk", "own", "ifMatch: optional", "ifMatch: required")));
        store = FhirStore.open(new StoreSettings(
                "own",
                contract.fhir().getVersion().getVersion(),
                "jdbc:h2:mem:",
                null,
                null,
                Set.of("Appointment", "Patient"),
                List.of(),
                true));
        new Guards(contract, StoreServices.jdbc(store.dataSource(), store.lockDataSource()))
                .guardStorage(store.storageInterceptors());
        Patient patient = parsed(Patient.class, "patient.json");
        patient.setId("257");
        store.daoRegistry().getResourceDao(Patient.class).update(patient, details());
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @Test
    void needNoRightAndNoVersion() {
        IIdType id = created();

        Appointment arrived = changed(id, visit -> visit.setStatus(Appointment.AppointmentStatus.ARRIVED));
        assertThat(appointments().update(arrived, details()).getId().getVersionIdPart())
                .isEqualTo("2");
        assertThat(patch(id, "fulfilled").getVersionIdPart()).isEqualTo("3");
        appointments().delete(id, details());
        assertThat(catchThrowableOfType(
                        ResourceGoneException.class, () -> appointments().read(id, details())))
                .isNotNull();
        appointments().update(visit(id), details());
        assertThat(appointments().read(id, details()).getStatus()).isEqualTo(Appointment.AppointmentStatus.BOOKED);
    }

    @Test
    void areHeldToTheStatusTable() {
        IIdType id = created();
        appointments()
                .update(changed(id, visit -> visit.setStatus(Appointment.AppointmentStatus.CANCELLED)), details());
        Appointment reopened = visit(id);

        assertRefused("status.final", id, "2", () -> appointments().update(reopened, details()));
        assertRefused("status.final", id, "2", () -> patch(id, "booked"));
        assertRefused("status.final", id, "2", () -> transaction(reopened));
    }

    @Test
    void areHeldToFhirItself() {
        IIdType id = created();

        assertRefused(
                "base.required",
                id,
                "1",
                () -> appointments().update(changed(id, visit -> visit.setParticipant(null)), details()));
        assertRefused(
                "base.invariant",
                id,
                "1",
                () -> appointments().update(changed(id, visit -> visit.setEnd(null)), details()));
        assertRefused("base.invariant", id, "1", () -> transaction(changed(id, visit -> visit.setEnd(null))));
        assertRefused("base.required", id, "1", () -> appointments().create(new Appointment(), details()));
    }

    @Test
    void areHeldToTheProfile() {
        IIdType id = created();

        assertRefused(
                "profile.invalid",
                id,
                "1",
                () -> appointments().update(changed(id, visit -> visit.setExtension(null)), details()));
        assertRefused("profile.invalid", id, "1", () -> transaction(changed(id, visit -> visit.setExtension(null))));
        Appointment without = visit(id);
        without.setId("");
        without.setExtension(null);
        assertRefused("profile.invalid", id, "1", () -> appointments().create(without, details()));
    }

    private static void assertRefused(String rule, IIdType id, String version, ThrowingCallable write) {
        int before = count();

        BaseServerResponseException refused = catchThrowableOfType(BaseServerResponseException.class, write);

        assertThat(refused).as("refusal by %s", rule).isNotNull();
        assertThat(refused.getStatusCode()).as(refused.getMessage()).isEqualTo(422);
        assertThat(refused.getMessage()).contains("\"" + rule + "\"");
        assertThat(count()).isEqualTo(before);
        assertThat(appointments().read(id, details()).getIdElement().getVersionIdPart())
                .isEqualTo(version);
    }

    private static int count() {
        return appointments()
                .searchForResourceIds(new ca.uhn.fhir.jpa.searchparam.SearchParameterMap(), details())
                .size();
    }

    private static IIdType created() {
        Appointment visit = parsed(Appointment.class, "dk-appointment.json");
        return appointments().create(visit, details()).getId().toUnqualifiedVersionless();
    }

    private static Appointment visit(IIdType id) {
        Appointment visit = parsed(Appointment.class, "dk-appointment.json");
        visit.setId(id);
        return visit;
    }

    private static Appointment changed(IIdType id, Consumer<Appointment> change) {
        Appointment visit = visit(id);
        change.accept(visit);
        return visit;
    }

    private static IIdType patch(IIdType id, String status) {
        String patch = "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"" + status + "\"}]";
        return appointments()
                .patch(id, null, PatchTypeEnum.JSON_PATCH, patch, null, details())
                .getId();
    }

    @SuppressWarnings("unchecked")
    private static void transaction(Appointment visit) {
        Bundle bundle = new Bundle().setType(Bundle.BundleType.TRANSACTION);
        bundle.addEntry()
                .setResource(visit)
                .getRequest()
                .setMethod(Bundle.HTTPVerb.PUT)
                .setUrl("Appointment/" + visit.getIdElement().getIdPart());
        ((IFhirSystemDao<Bundle, ?>) store.daoRegistry().getSystemDao()).transaction(details(), bundle);
    }

    private static IFhirResourceDao<Appointment> appointments() {
        return store.daoRegistry().getResourceDao(Appointment.class);
    }

    private static SystemRequestDetails details() {
        return new SystemRequestDetails();
    }

    private static <T extends org.hl7.fhir.instance.model.api.IBaseResource> T parsed(Class<T> type, String file) {
        return FhirContext.forDstu3Cached()
                .newJsonParser()
                .parseResource(type, Rest.fixture(file).toString());
    }
}
