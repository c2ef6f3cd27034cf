package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import io.frontdesk.booking.JdbcBookingIndex;
import io.frontdesk.contract.Contract;
import io.frontdesk.contract.ContractReader;
import io.frontdesk.guard.Guards;
import io.frontdesk.guard.StoreServices;
import io.frontdesk.source.SourceFolder;
import io.frontdesk.version.JdbcRowLock;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.hl7.fhir.r4.model.Appointment.ParticipationStatus;
import org.junit.jupiter.api.Test;

/** How many statements the guard of double booking and the turns of transactions add to a write, on both databases. */
class BookingCostIT {

    private static final long NINE = 1_773_046_800_000L;
    private static final long HOUR = 3_600_000L;

    private final StatementCount statements = new StatementCount();
    private final StatementCount turns = new StatementCount();

    @Test
    void addsFewStatementsOnH2() {
        costs("jdbc:h2:mem:");
    }

    @Test
    void addsFewStatementsOnPostgres() throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            costs(postgres.getJdbcUrl("postgres", "postgres"));
        }
    }

    private void costs(String url) {
        Contract contract =
                new ContractReader(FhirContext::forCached).read(SourceFolder.of(Path.of(TestContracts.lenient())));
        try (FhirStore store = FhirStore.open(new StoreSettings(
                "cost",
                contract.fhir().getVersion().getVersion(),
                url,
                null,
                null,
                Set.of("Appointment"),
                List.of(),
                false))) {
            StoreServices services = StoreServices.jdbc(store.dataSource(), store.lockDataSource());
            new Guards(
                            contract,
                            new StoreServices(
                                    new JdbcRowLock(turns.counting(store.dataSource())),
                                    services.criteria(),
                                    services.unique(),
                                    Optional.of(new JdbcBookingIndex(statements.counting(store.dataSource()))),
                                    Optional.of(store.resources())))
                    .guardStorage(store.storageInterceptors());
            costs(store.daoRegistry().getResourceDao(Appointment.class));
            TurnCost.ofTransactions(store, url.startsWith("jdbc:postgresql:"), turns);
        }
    }

    private void costs(IFhirResourceDao<Appointment> appointments) {
        IIdType[] id = new IIdType[1];
        assertThat(statements(() -> id[0] =
                        appointments.create(visit(), new SystemRequestDetails()).getId()))
                .as("what is new: lock, look, write")
                .hasSize(3);
        assertThat(changing(appointments, id[0], visit -> visit.setComment("bring papers")))
                .as("time, actors and activeness stay")
                .isEmpty();
        assertThat(changing(appointments, id[0], visit -> visit.setStatus(AppointmentStatus.ARRIVED)))
                .isEmpty();
        assertThat(changing(appointments, id[0], visit -> at(visit, NINE + HOUR)))
                .as("another time")
                .hasSize(3);
        assertThat(changing(appointments, id[0], visit -> visit.getParticipant().remove(1)))
                .as("fewer actors")
                .hasSizeLessThanOrEqualTo(3);
        assertThat(changing(appointments, id[0], visit -> {
                    at(visit, NINE);
                    doctor(visit, "3");
                    doctor(visit, "4");
                    doctor(visit, "5");
                }))
                .as("another time and more actors")
                .hasSize(3);
        assertThat(changing(appointments, id[0], visit -> visit.setStatus(AppointmentStatus.CANCELLED)))
                .as("lock, delete")
                .hasSize(2);
        assertThat(changing(appointments, id[0], visit -> visit.setComment("called")))
                .isEmpty();
        IIdType second =
                appointments.create(visit(), new SystemRequestDetails()).getId();
        assertThat(statements(() -> appointments.delete(second.toVersionless(), new SystemRequestDetails())))
                .hasSize(2);
    }

    private List<String> changing(
            IFhirResourceDao<Appointment> appointments, IIdType id, Consumer<Appointment> change) {
        Appointment visit = appointments.read(id.toVersionless(), new SystemRequestDetails());
        change.accept(visit);
        visit.setId(id.toVersionless());
        return statements(() -> appointments.update(visit, new SystemRequestDetails()));
    }

    private List<String> statements(Runnable write) {
        return statements.of(write);
    }

    private static Appointment visit() {
        Appointment visit = new Appointment().setStatus(AppointmentStatus.BOOKED);
        at(visit, NINE);
        doctor(visit, "1");
        doctor(visit, "2");
        return visit;
    }

    private static void at(Appointment visit, long start) {
        visit.setStart(new Date(start)).setEnd(new Date(start + HOUR / 2));
    }

    private static void doctor(Appointment visit, String id) {
        visit.addParticipant()
                .setStatus(ParticipationStatus.ACCEPTED)
                .getActor()
                .setReference("Practitioner/" + id);
    }
}
