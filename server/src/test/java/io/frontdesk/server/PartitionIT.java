package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import io.frontdesk.booking.HoldRules;
import io.frontdesk.booking.JdbcBookingIndex;
import io.frontdesk.contract.Contract;
import io.frontdesk.contract.ContractReader;
import io.frontdesk.guard.Guards;
import io.frontdesk.guard.StoreServices;
import io.frontdesk.jpa.BookedBefore;
import io.frontdesk.jpa.Partitions;
import io.frontdesk.jpa.booking.ExpiredHolds;
import io.frontdesk.source.SourceFolder;
import io.frontdesk.store.Partition;
import io.frontdesk.version.JdbcRowLock;
import java.lang.reflect.Field;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.hl7.fhir.r4.model.Appointment.ParticipationStatus;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Schedule;
import org.hl7.fhir.r4.model.Slot;
import org.hl7.fhir.r4.model.Slot.SlotStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** Two tenants on one HAPI JPA with partitions, under one contract: the same ids, people, times and identifiers never meet. */
class PartitionIT {

    private static final long NINE = 1_773_046_800_000L;
    private static final long HOUR = 3_600_000L;

    private static FhirStore store;
    private static Contract contract;

    @BeforeAll
    static void start() throws ReflectiveOperationException {
        contract = new ContractReader(FhirContext::forCached)
                .read(SourceFolder.of(TestContracts.changed(
                        "core",
                        "tenants",
                        Map.of(
                                "bodyId: must-match\n  references: must-exist",
                                "bodyId: must-match\n  unique: [identifier]\n  references: any"))));
        store = FhirStore.open(StoreSettings.inMemory(
                "tenants", contract.fhir().getVersion().getVersion(), Set.of("Appointment", "Slot", "Schedule")));
        divide();
        new Guards(
                        contract,
                        StoreServices.jdbc(store.dataSource(), store.lockDataSource())
                                .with(store.resources()))
                .guardStorage(store.storageInterceptors());
    }

    /**
     * A store of our own has no partitions; a host's has them by this setting. An id may be given once in each partition where
     * the database is partitioned too, and only then.
     */
    private static void divide() throws ReflectiveOperationException {
        Field spring = FhirStore.class.getDeclaredField("spring");
        spring.setAccessible(true);
        PartitionSettings settings = ((ApplicationContext) spring.get(store)).getBean(PartitionSettings.class);
        settings.setPartitioningEnabled(true);
        settings.setUnnamedPartitionMode(true);
        JdbcTemplate tables = new JdbcTemplate(store.dataSource());
        tables.execute("alter table hfj_resource drop constraint idx_res_type_fhir_id");
        tables.execute("alter table hfj_resource add constraint idx_res_type_fhir_id"
                + " unique (partition_id, res_type, fhir_id)");
    }

    @AfterAll
    static void stop() {
        store.close();
    }

    private static SystemRequestDetails tenant(int number) {
        return SystemRequestDetails.forRequestPartitionId(RequestPartitionId.fromPartitionId(number));
    }

    private static <T extends IBaseResource> IFhirResourceDao<T> dao(Class<T> type) {
        return store.daoRegistry().getResourceDao(type);
    }

    private static Appointment visit(String doctor, long start) {
        Appointment visit = new Appointment().setStatus(AppointmentStatus.BOOKED);
        visit.setStart(new Date(start)).setEnd(new Date(start + HOUR / 2));
        visit.addParticipant()
                .setStatus(ParticipationStatus.ACCEPTED)
                .getActor()
                .setReference("Practitioner/" + doctor);
        return visit;
    }

    private static void store(int tenant, String id, Appointment visit) {
        visit.setId("Appointment/" + id);
        dao(Appointment.class).update(visit, tenant(tenant));
    }

    private static Appointment stored(int tenant, String id) {
        return dao(Appointment.class).read(new IdType("Appointment/" + id), tenant(tenant));
    }

    @Test
    void aTimeThatOneTenantHasTakenIsFreeForAnother() {
        store(1, "same", visit("d1", NINE));
        store(2, "same", visit("d1", NINE));

        assertThatThrownBy(() -> store(1, "other", visit("d1", NINE))).hasMessageContaining("booking.overlap");
        assertThatThrownBy(() -> store(2, "other", visit("d1", NINE))).hasMessageContaining("booking.overlap");

        Appointment cancelled = stored(1, "same").setStatus(AppointmentStatus.CANCELLED);
        dao(Appointment.class).update(cancelled, tenant(1));
        store(1, "other", visit("d1", NINE));
        assertThatThrownBy(() -> store(2, "other", visit("d1", NINE)))
                .as("what one tenant gives up is given up for that one alone")
                .hasMessageContaining("booking.overlap");
    }

    @Test
    void anIdentifierOfOneTenantIsFreeForAnother() {
        for (int tenant : new int[] {1, 2}) {
            Appointment visit = visit("u" + tenant, NINE);
            visit.addIdentifier().setSystem("urn:visits").setValue("1");
            store(tenant, "known", visit);
        }
        Appointment again = visit("u3", NINE);
        again.addIdentifier().setSystem("urn:visits").setValue("1");

        assertThatThrownBy(() -> store(1, "again", again)).hasMessageContaining("request.duplicate");
        dao(Appointment.class).delete(new IdType("Appointment/known"), tenant(1));
        store(1, "again", again);
        assertThatThrownBy(() -> store(2, "again", again.copy())).hasMessageContaining("request.duplicate");
    }

    @Test
    void aSlotIsTakenWhereTheAppointmentIs() {
        for (int tenant : new int[] {1, 2}) {
            Schedule schedule = new Schedule();
            schedule.addActor().setReference("Practitioner/s1");
            schedule.setId("Schedule/s");
            dao(Schedule.class).update(schedule, tenant(tenant));
            Slot slot = new Slot()
                    .setStatus(SlotStatus.FREE)
                    .setStart(new Date(NINE))
                    .setEnd(new Date(NINE + HOUR));
            slot.getSchedule().setReference("Schedule/s");
            slot.setId("Slot/s");
            dao(Slot.class).update(slot, tenant(tenant));
        }
        Appointment visit = visit("s1", NINE);
        visit.addSlot().setReference("Slot/s");

        store(1, "slot", visit);

        assertThat(slot(1).getStatus()).isEqualTo(SlotStatus.BUSY);
        assertThat(slot(2).getStatus()).isEqualTo(SlotStatus.FREE);
        Appointment stranger = visit("s2", NINE);
        stranger.addSlot().setReference("Slot/s");
        assertThatThrownBy(() -> store(3, "slot", stranger))
                .as("what is stored for others is not there")
                .hasMessageContaining("slot.unknown");
    }

    private static Slot slot(int tenant) {
        return dao(Slot.class).read(new IdType("Slot/s"), tenant(tenant));
    }

    @Test
    void theRowOfTheSameIdIsHeldWhereItIsWritten() {
        store(1, "row", visit("r1", NINE));
        store(2, "row", visit("r1", NINE));
        store(2, "row", visit("r1", NINE + HOUR));
        var rows = new JdbcRowLock(store.dataSource());

        store.jpa().transactions().withSystemRequest().execute(() -> {
            assertThat(rows.hold(partition(1), "Appointment", "row", "1")).contains("1");
            assertThat(rows.hold(partition(2), "Appointment", "row", "2")).contains("2");
            assertThat(rows.hold(partition(3), "Appointment", "row", "1")).isEmpty();
            assertThat(rows.hold(new Partition(true, Optional.empty()), "Appointment", "row", "1"))
                    .isEmpty();
            assertThat(rows.await(partition(2), "Appointment", List.of("none", "row"))
                            .versions())
                    .isEqualTo(Map.of("row", 2L));
            assertThat(rows.await(partition(3), "Appointment", List.of("row")).versions())
                    .isEmpty();
        });
    }

    @Test
    void criteriaAreThoseOfATenant() {
        Partitions partitions = new Partitions(store.jpa().partitions());

        assertThat(partitions.searched(tenant(1), "Appointment")).isEqualTo(partition(1));
        assertThat(partitions.searched(tenant(2), "Appointment")).isEqualTo(partition(2));
    }

    private static Partition partition(int number) {
        return new Partition(true, Optional.of(number));
    }

    @Test
    void ourTablesSayWhoseARowIs() {
        store(4, "mine", visit("t1", NINE));

        assertThat(new JdbcTemplate(store.dataSource())
                        .queryForList(
                                "select appointment from frontdesk_booking where appointment like '4:%'", String.class))
                .containsExactly("4:Appointment/mine");
    }

    @Test
    void whatOneTenantHeldTooLongIsCancelledThere() {
        Appointment held = visit("h1", System.currentTimeMillis() + HOUR).setStatus(AppointmentStatus.PENDING);
        held.addExtension(HoldRules.EXPIRES, new InstantType(new Date(System.currentTimeMillis() - HOUR)));
        store(5, "held", held);

        new ExpiredHolds(store.daoRegistry(), new JdbcBookingIndex(store.dataSource())).cancel();

        assertThat(stored(5, "held").getStatus()).isEqualTo(AppointmentStatus.CANCELLED);
    }

    /** A partitioned host may enter what was stored before the guards came. */
    @Test
    void whatWasBookedBeforeIsEnteredForWhomItWasBooked() {
        long later = System.currentTimeMillis() + 24 * HOUR;
        store(6, "before", visit("b1", later));
        new JdbcTemplate(store.dataSource()).update("delete from frontdesk_booking where appointment like '6:%'");

        new BookedBefore(store.jpa(), contract.booking().orElseThrow()).enter();

        assertThatThrownBy(() -> store(6, "second", visit("b1", later))).hasMessageContaining("booking.overlap");
        store(7, "second", visit("b1", later));
        assertThat(List.of(stored(7, "second").getStatus())).containsExactly(AppointmentStatus.BOOKED);
    }
}
