package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirVersionEnum;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import io.frontdesk.booking.Booking;
import io.frontdesk.booking.HoldRules;
import io.frontdesk.booking.JdbcBookingIndex;
import io.frontdesk.booking.Taken;
import io.frontdesk.jpa.booking.ExpiredHolds;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.InstantType;
import org.junit.jupiter.api.Test;

/** Holds that have expired are cancelled once, however many nodes are at it at the same moment. */
class ExpiredHoldsIT {

    private static final int HOLDS = 12;

    private static FhirStore open(String url) {
        return FhirStore.open(new StoreSettings(
                "holds", FhirVersionEnum.R4, url, null, null, Set.of("Appointment"), List.of(), false));
    }

    private static void cancelsEachOnce(List<FhirStore> nodes) throws InterruptedException, ExecutionException {
        FhirStore first = nodes.get(0);
        IFhirResourceDao<Appointment> appointments = first.daoRegistry().getResourceDao(Appointment.class);
        JdbcBookingIndex index = new JdbcBookingIndex(first.dataSource());
        List<String> held = new ArrayList<>();
        for (int hold = 0; hold < HOLDS; hold++) {
            Appointment appointment = new Appointment();
            appointment.setStatus(AppointmentStatus.PENDING);
            appointment.addExtension(HoldRules.EXPIRES, new InstantType(new Date(0)));
            String id = appointments
                    .create(appointment, new SystemRequestDetails())
                    .getId()
                    .toUnqualifiedVersionless()
                    .getValue();
            index.enter(
                    id,
                    List.of(new Booking("Practitioner/1", "Practitioner", "actor", new Taken(hold, hold + 1, 1), 1)));
            held.add(id);
        }

        ExecutorService threads = Executors.newFixedThreadPool(nodes.size());
        List<Callable<Void>> sweeps = new ArrayList<>();
        for (FhirStore node : nodes) {
            sweeps.add(() -> {
                new ExpiredHolds(node.daoRegistry(), new JdbcBookingIndex(node.dataSource())).cancel();
                return null;
            });
        }
        for (Future<Void> done : threads.invokeAll(sweeps)) {
            done.get();
        }
        threads.shutdown();

        for (String id : held) {
            Appointment now = appointments.read(new IdType(id), new SystemRequestDetails());
            assertThat(now.getStatus()).isEqualTo(AppointmentStatus.CANCELLED);
            assertThat(now.getIdElement().getVersionIdPart())
                    .as("version of %s", id)
                    .isEqualTo("2");
        }
    }

    @Test
    void onH2() throws InterruptedException, ExecutionException {
        try (FhirStore store = open("jdbc:h2:mem:")) {
            cancelsEachOnce(List.of(store, store));
        }
    }

    @Test
    void onPostgresqlByTwoNodes() throws IOException, InterruptedException, ExecutionException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            String url = postgres.getJdbcUrl("postgres", "postgres");
            try (FhirStore first = open(url);
                    FhirStore second = open(url)) {
                cancelsEachOnce(List.of(first, second));
            }
        }
    }
}
