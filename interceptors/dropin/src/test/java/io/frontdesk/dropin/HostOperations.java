package io.frontdesk.dropin;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OperationParam;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StringType;

/** An operation of the host's that changes an appointment on its way. */
public final class HostOperations {

    private final DaoRegistry daos;

    HostOperations(DaoRegistry daos) {
        this.daos = daos;
    }

    /** Marks an appointment as arrived, in the name of whoever asks. */
    @Operation(name = "$arrive", type = Patient.class)
    public Parameters arrive(
            @IdParam IdType patient, @OperationParam(name = "appointment") StringType id, RequestDetails details) {
        var appointments = daos.getResourceDao(Appointment.class);
        Appointment appointment =
                appointments.read(new IdType("Appointment", id.getValue()), new SystemRequestDetails());
        appointment.setStatus(AppointmentStatus.ARRIVED);
        appointments.update(appointment, details);
        return new Parameters();
    }
}
