package io.frontdesk.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.rest.api.Constants;
import io.frontdesk.booking.Booking;
import io.frontdesk.booking.Taken;
import io.frontdesk.testing.NothingElse;
import java.util.Optional;
import org.hl7.fhir.r4.model.Appointment;
import org.junit.jupiter.api.Test;

class PartitionTest {

    private static final Partition SEVEN = new Partition(true, Optional.of(7));
    private static final Partition DEFAULT = new Partition(true, Optional.empty());

    @Test
    void isToldByWhatHapiHandsOut() {
        Appointment stored = new Appointment();
        assertThat(Partition.of(stored)).isEqualTo(Partition.WHOLE);

        stored.setUserData(Constants.RESOURCE_PARTITION_ID, RequestPartitionId.fromPartitionId(7));
        assertThat(Partition.of(stored)).isEqualTo(SEVEN);

        stored.setUserData(Constants.RESOURCE_PARTITION_ID, RequestPartitionId.defaultPartition());
        assertThat(Partition.of(stored)).isEqualTo(DEFAULT);
    }

    /** HAPI goes by its own note when it decides where a resource is stored. */
    @Test
    void isNotedOfWhatIsCreatedWithoutDecidingWhereThatGoes() {
        Appointment created = new Appointment();

        Partition.note(created, RequestPartitionId.fromPartitionId(7));

        assertThat(Partition.of(created)).isEqualTo(SEVEN);
        assertThat(RequestPartitionId.getPartitionIfAssigned(created)).isEmpty();
    }

    @Test
    void isNothingWhereAStoreHasNone() {
        Appointment created = new Appointment();

        Partition.note(created, RequestPartitionId.allPartitions());

        assertThat(Partition.of(created)).isEqualTo(Partition.WHOLE);
    }

    @Test
    void standsInKeysAndLeavesThoseOfTheDefaultAsTheyWere() {
        assertThat(SEVEN.key("Appointment/12")).isEqualTo("7:Appointment/12");
        assertThat(DEFAULT.key("Appointment/12")).isEqualTo("Appointment/12");
        assertThat(Partition.WHOLE.key("Appointment/12")).isEqualTo("Appointment/12");
        assertThat(Partition.keyed("7:Appointment/12"))
                .isEqualTo(new Partition.Keyed(Optional.of(7), "Appointment/12"));
        assertThat(Partition.keyed("-7:Appointment/12").partition()).contains(-7);
        assertThat(Partition.keyed("Appointment/12"))
                .isEqualTo(new Partition.Keyed(Optional.empty(), "Appointment/12"));
    }

    @Test
    void makesAnotherOfAnActor() {
        Booking booking = new Booking(
                "Practitioner/1", "Practitioner", "Appointment.participant[0]", new Taken(1, 2, 1), Booking.NEVER);

        assertThat(booking.in(SEVEN).actor()).isEqualTo("7:Practitioner/1");
        assertThat(booking.in(SEVEN).time()).isEqualTo(booking.time());
        assertThat(booking.in(DEFAULT)).isEqualTo(booking);
    }

    @Test
    void isNotReadAcrossByAStoreThatKnowsOfNone() {
        ResourceStore store = new NothingElse();

        assertThat(store.in(Partition.WHOLE)).isSameAs(store);
        assertThatThrownBy(() -> store.in(SEVEN)).isInstanceOf(IllegalStateException.class);
    }
}
