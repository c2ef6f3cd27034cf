package io.frontdesk.jpa.booking;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import io.frontdesk.booking.HoldRules;
import io.frontdesk.booking.JdbcBookingIndex;
import io.frontdesk.jpa.Partitions;
import io.frontdesk.store.Partition;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.hl7.fhir.r4.model.IdType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cancels appointments that were held and not booked. They take nothing since they expired, so when that happens, by which
 * node and how often does not matter; of two who cancel one the store lets one through.
 */
public final class ExpiredHolds {

    private static final Logger LOG = LoggerFactory.getLogger(ExpiredHolds.class);
    private static final int MOST = 500;

    private final DaoRegistry daos;
    private final JdbcBookingIndex index;

    public ExpiredHolds(DaoRegistry daos, JdbcBookingIndex index) {
        this.daos = daos;
        this.index = index;
    }

    /** Cancels what has expired. */
    public void cancel() {
        for (String appointment : index.expired(MOST)) {
            try {
                Partition.Keyed held = Partition.keyed(appointment);
                cancel(new IdType(held.text()), Partitions.details(held.partition()));
            } catch (BaseServerResponseException e) {
                // Somebody else was first, or it is gone; what is left of it expires the next time as well.
                LOG.debug("A hold was not cancelled", e);
            }
        }
    }

    private void cancel(IdType id, SystemRequestDetails details) {
        IFhirResourceDao<Appointment> appointments = daos.getResourceDao(Appointment.class);
        Appointment held = appointments.read(id, details);
        if (held.getStatus() == AppointmentStatus.PENDING && held.hasExtension(HoldRules.EXPIRES)) {
            held.setStatus(AppointmentStatus.CANCELLED);
            held.getExtension().removeIf(one -> HoldRules.EXPIRES.equals(one.getUrl()));
            // The version that was read is the one that is changed.
            appointments.update(held, details);
        }
    }
}
