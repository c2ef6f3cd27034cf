package io.frontdesk.prepare;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.element.NoSuchElementPathException;
import io.frontdesk.element.TextPlace;
import io.frontdesk.source.Section;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * The end of an appointment as it follows from its start and the minutes that it takes, whatever is sent. Compiled from
 * {@code prepare.end}, which names the element with the minutes; none there means that it takes no time.
 */
record Ending(TextPlace start, TextPlace minutes, TextPlace end) {

    /** Reads the key; faults an element that is not there. */
    static Optional<Ending> compile(Section prepare, FhirContext fhir, String type) {
        Optional<String> name = prepare.optionalText("end");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        try {
            var resource = fhir.getResourceDefinition(type);
            return Optional.of(new Ending(
                    TextPlace.of(resource, "start"),
                    TextPlace.of(resource, name.get()),
                    TextPlace.of(resource, "end")));
        } catch (NoSuchElementPathException e) {
            prepare.fault("end", "'" + name.get() + "' is no plain element", "minutesDuration");
            return Optional.empty();
        }
    }

    /** Puts the end in place; takes it away where there is no start to count from. */
    void put(IBaseResource proposed) {
        Optional<String> at = start.text(proposed);
        if (at.isEmpty()) {
            end.clear(proposed);
            return;
        }
        try {
            OffsetDateTime from = OffsetDateTime.parse(at.get());
            long lasts = minutes.text(proposed).map(Long::parseLong).orElse(0L);
            end.put(proposed, DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(from.plusMinutes(lasts)));
        } catch (DateTimeException | NumberFormatException e) {
            // What is no time or no number is refused by whoever reads it next.
        }
    }
}
