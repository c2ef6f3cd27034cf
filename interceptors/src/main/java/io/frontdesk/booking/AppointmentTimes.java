package io.frontdesk.booking;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.element.ElementPath;
import java.util.Date;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IPrimitiveType;

/** When an appointment is, by its own elements. */
final class AppointmentTimes {

    /** From the first instant to just before the last, in milliseconds of the epoch; never empty. */
    record Span(long starts, long ends) {}

    private final ElementPath status;
    private final ElementPath start;
    private final ElementPath end;
    private final ElementPath minutes;

    AppointmentTimes(FhirContext fhir, String type) {
        this.status = ElementPath.known(fhir, type, "status");
        this.start = ElementPath.known(fhir, type, "start");
        this.end = ElementPath.known(fhir, type, "end");
        this.minutes = ElementPath.known(fhir, type, "minutesDuration");
    }

    /** Returns the status code, or an empty text. */
    String status(IBaseResource appointment) {
        return status.textsIn(appointment).stream().findFirst().orElse("");
    }

    /** Returns when it is: until its end, or for its minutesDuration where it has no end. */
    Optional<Span> of(IBaseResource appointment) {
        return instant(start, appointment)
                .flatMap(from -> instant(end, appointment)
                        .or(() -> value(minutes, appointment, Integer.class)
                                .map(length -> from + TimeUnit.MINUTES.toMillis(length)))
                        .filter(to -> to > from)
                        .map(to -> new Span(from, to)));
    }

    private static Optional<Long> instant(ElementPath path, IBaseResource appointment) {
        return value(path, appointment, Date.class).map(Date::getTime);
    }

    private static <T> Optional<T> value(ElementPath path, IBaseResource appointment, Class<T> type) {
        return path.in(appointment).stream()
                .filter(IPrimitiveType.class::isInstance)
                .map(element -> ((IPrimitiveType<?>) element).getValue())
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }
}
