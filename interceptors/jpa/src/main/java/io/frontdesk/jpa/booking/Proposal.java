package io.frontdesk.jpa.booking;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentParticipantComponent;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.hl7.fhir.r4.model.Appointment.ParticipationStatus;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Schedule;
import org.hl7.fhir.r4.model.Slot;

/**
 * A proposed appointment that is not stored: what a free Slot would become. Its id says which Slot that is, so that a later
 * {@code $hold} or {@code $book} can name it and any node can make it again.
 */
final class Proposal {

    private static final String PREFIX = "proposed-";
    private static final int LONGEST_ID = 64;

    private Proposal() {}

    /** Returns the Slot that the id of a proposal names, if it is one. */
    static Optional<String> slot(String id) {
        return id.startsWith(PREFIX) ? Optional.of(id.substring(PREFIX.length())) : Optional.empty();
    }

    /** Returns the proposal for a Slot: its time and kind, and the actors of its Schedule. */
    static Appointment of(Slot slot, Schedule schedule, List<String> patients) {
        Appointment proposal = new Appointment().setStatus(AppointmentStatus.PROPOSED);
        String id = PREFIX + slot.getIdElement().getIdPart();
        if (id.length() <= LONGEST_ID) {
            proposal.setId(id);
        }
        proposal.addSlot(new Reference("Slot/" + slot.getIdElement().getIdPart()));
        proposal.setStartElement(slot.getStartElement().copy());
        proposal.setEndElement(slot.getEndElement().copy());
        proposal.setMinutesDuration((int)
                Duration.between(slot.getStart().toInstant(), slot.getEnd().toInstant())
                        .toMinutes());
        proposal.setServiceCategory(
                (slot.hasServiceCategory() ? slot.getServiceCategory() : schedule.getServiceCategory()));
        proposal.setServiceType(slot.hasServiceType() ? slot.getServiceType() : schedule.getServiceType());
        proposal.setSpecialty(slot.hasSpecialty() ? slot.getSpecialty() : schedule.getSpecialty());
        if (slot.hasAppointmentType()) {
            proposal.setAppointmentType(slot.getAppointmentType());
        }
        schedule.getActor().forEach(actor -> take(proposal, actor.getReference(), ParticipationStatus.NEEDSACTION));
        patients.forEach(patient -> take(proposal, patient, ParticipationStatus.NEEDSACTION));
        return proposal;
    }

    /** Adds a participant who does not take part yet. */
    static void take(Appointment appointment, String reference, ParticipationStatus status) {
        boolean known = appointment.getParticipant().stream()
                .anyMatch(one -> reference.equals(one.getActor().getReference()));
        if (!known) {
            appointment.addParticipant(new AppointmentParticipantComponent()
                    .setActor(new Reference(reference))
                    .setStatus(status));
        }
    }
}
