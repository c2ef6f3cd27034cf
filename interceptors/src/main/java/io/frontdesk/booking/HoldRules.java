package io.frontdesk.booking;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.FhirVersionEnum;
import io.frontdesk.element.ElementPath;
import io.frontdesk.source.Section;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IPrimitiveType;

/**
 * The operations by which clients find, hold and book free time (Argonaut Scheduling, release 1). Compiled from {@code
 * booking.operations}:
 *
 * <pre>
 * booking:
 *   operations:
 *     hold: 10        # minutes for which $hold keeps the time
 * </pre>
 *
 * What is held is an appointment in status {@value #STATUS} with the extension {@value #EXPIRES}; from that instant on it
 * takes nothing any more.
 */
public final class HoldRules {

    /** Which free time there is. */
    public static final String FIND = "$find";

    /** Keeps time for a while. */
    public static final String HOLD = "$hold";

    /** Books time, held or free. */
    public static final String BOOK = "$book";

    /** The extension with the instant at which a hold ends. */
    public static final String EXPIRES = "urn:frontdesk:hold-expires";

    /** The status of what is held. */
    public static final String STATUS = "pending";

    private static final int MOST_MINUTES = 1_440;

    private final Duration hold;
    private final ElementPath status;
    private final ElementPath expires;

    private HoldRules(Duration hold, FhirContext fhir, String type) {
        this.hold = hold;
        this.status = ElementPath.known(fhir, type, "status");
        this.expires = ElementPath.known(fhir, type, "extension('" + EXPIRES + "').value");
    }

    static HoldRules compile(Section operations, FhirContext fhir, String type) {
        if (!fhir.getVersion().getVersion().isEqualOrNewerThan(FhirVersionEnum.R4)) {
            operations.fault("", "are offered in R4 only", "leave them out");
        }
        HoldRules rules = new HoldRules(Duration.ofMinutes(operations.number("hold", 10, 1, MOST_MINUTES)), fhir, type);
        operations.close();
        return rules;
    }

    /** Returns the operations on the type, by name with the dollar sign. */
    public static List<String> operations() {
        return List.of(FIND, HOLD, BOOK);
    }

    /** Returns for how long time is held. */
    public Duration hold() {
        return hold;
    }

    /** Returns when an appointment stops to take time, in milliseconds of the epoch, if it is one that is only held. */
    Optional<Long> expires(IBaseResource appointment) {
        return status.textsIn(appointment).contains(STATUS)
                ? expires.in(appointment).stream()
                        .filter(IPrimitiveType.class::isInstance)
                        .map(value -> ((IPrimitiveType<?>) value).getValue())
                        .filter(Date.class::isInstance)
                        .map(value -> ((Date) value).getTime())
                        .findFirst()
                : Optional.empty();
    }
}
