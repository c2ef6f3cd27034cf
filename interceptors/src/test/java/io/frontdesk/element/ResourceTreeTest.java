package io.frontdesk.element;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.testing.Contracts;
import org.hl7.fhir.r4.model.Appointment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceTreeTest {

    private final ResourceTree tree = new ResourceTree(Contracts.R4);
    private final Appointment booked =
            new Appointment().setStatus(Appointment.AppointmentStatus.BOOKED).setComment("kept");

    @Test
    void makesOfATreeTheResourceThatItStandsFor() {
        ObjectNode changed = tree.of(booked).put("status", "arrived");

        assertThat(tree.resource(changed, booked)).get().isInstanceOfSatisfying(Appointment.class, appointment -> {
            assertThat(appointment.getStatus()).isEqualTo(Appointment.AppointmentStatus.ARRIVED);
            assertThat(appointment.getComment()).isEqualTo("kept");
        });
        assertThat(booked.getStatus()).isEqualTo(Appointment.AppointmentStatus.BOOKED);
    }

    @ParameterizedTest
    @CsvSource({"status, asleep", "resourceType, Patient", "comments, x", "participant, x"})
    void makesNothingOfATreeThatIsNoSuchResource(String member, String value) {
        assertThat(tree.resource(tree.of(booked).put(member, value), booked)).isEmpty();
    }
}
