package io.frontdesk.calendar;

import biweekly.Biweekly;
import biweekly.ICalendar;
import biweekly.component.VEvent;
import biweekly.property.Status;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.util.FhirTerser;
import io.frontdesk.element.ElementPath;
import java.net.URI;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseReference;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IPrimitiveType;

/** Reads an appointment as an event; the library folds, escapes and writes times in UTC, which no clock change moves. */
final class EventReader {

    private static final String PRODUCT = "-//Frontdesk//Appointment//EN";
    private static final int LOWEST_PRIORITY = 9;
    private static final Set<String> TENTATIVE = Set.of("proposed", "pending", "waitlist");
    private static final Set<String> CANCELLED = Set.of("cancelled", "entered-in-error");

    private final FhirTerser terser;
    private final List<ElementPath> summary;
    private final List<ElementPath> description;
    private final List<ElementPath> url;

    EventReader(FhirContext fhir, List<ElementPath> summary, List<ElementPath> description, List<ElementPath> url) {
        this.terser = fhir.newTerser();
        this.summary = List.copyOf(summary);
        this.description = List.copyOf(description);
        this.url = List.copyOf(url);
    }

    /** Returns whether the appointment says when it begins. */
    boolean begins(IBaseResource appointment) {
        return time(appointment, "start").isPresent();
    }

    /**
     * Returns the text of a calendar (RFC 5545 section 3.6).
     *
     * @param shown whether participants of a resource type are told
     */
    String calendar(IBaseResource appointment, Predicate<String> shown, Set<String> ownBases) {
        VEvent event = new VEvent();
        // The longest base is the one that every client can use, whichever contract is served first.
        String base = ownBases.stream()
                .max(Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder()))
                .orElse("");
        event.setUid(base + "/" + appointment.fhirType() + "/"
                + appointment.getIdElement().getIdPart());
        Optional.ofNullable(appointment.getMeta().getLastUpdated()).ifPresent(changed -> {
            event.setDateTimeStamp(changed);
            event.setLastModified(changed);
        });
        event.setSequence(sequence(appointment));
        time(appointment, "start").ifPresent(start -> event.setDateStart(start, true));
        time(appointment, "end").ifPresent(end -> event.setDateEnd(end, true));
        event.setStatus(status(appointment));
        texts(summary, appointment, shown).findFirst().ifPresent(event::setSummary);
        String described = texts(description, appointment, shown).collect(Collectors.joining("\n"));
        if (!described.isEmpty()) {
            event.setDescription(described);
        }
        texts(url, appointment, shown)
                .filter(EventReader::isWebAddress)
                .findFirst()
                .ifPresent(event::setUrl);
        number(appointment, "priority")
                .filter(value -> value <= LOWEST_PRIORITY)
                .ifPresent(event::setPriority);
        Participants participants = new Participants(terser, appointment, base);
        participants.places().ifPresent(event::setLocation);
        participants.attendees(shown).forEach(event::addAttendee);

        ICalendar calendar = new ICalendar();
        calendar.setProductId(PRODUCT);
        calendar.addEvent(event);
        return Biweekly.write(calendar).caretEncoding(true).go();
    }

    /** Each version is the revision of an event (RFC 5545 section 3.8.7.4), of which the first is 0. */
    private static int sequence(IBaseResource appointment) {
        String version = appointment.getIdElement().getVersionIdPart();
        String told = version == null ? appointment.getMeta().getVersionId() : version;
        return told != null && told.matches("[1-9]\\d{0,8}") ? Integer.parseInt(told) - 1 : 0;
    }

    private Status status(IBaseResource appointment) {
        String status = String.valueOf(terser.getSinglePrimitiveValueOrNull(appointment, "status"));
        if (CANCELLED.contains(status)) {
            return Status.cancelled();
        }
        return TENTATIVE.contains(status) ? Status.tentative() : Status.confirmed();
    }

    private Optional<Date> time(IBaseResource appointment, String element) {
        return terser.getValues(appointment, element).stream()
                .map(value -> ((IPrimitiveType<?>) value).getValue())
                .filter(Date.class::isInstance)
                .map(Date.class::cast)
                .findFirst();
    }

    private Optional<Integer> number(IBaseResource appointment, String element) {
        return terser.getValues(appointment, element).stream()
                .map(value -> ((IPrimitiveType<?>) value).getValue())
                .filter(Integer.class::isInstance)
                .map(Integer.class::cast)
                .findFirst();
    }

    /** Leaves out references to what is not shown, whatever property they would stand in. */
    private Stream<String> texts(List<ElementPath> paths, IBaseResource appointment, Predicate<String> shown) {
        return paths.stream()
                .flatMap(path -> path.in(appointment).stream())
                .filter(element -> !(element instanceof IBaseReference reference)
                        || shown.test(
                                String.valueOf(reference.getReferenceElement().getResourceType())))
                .flatMap(element -> text(element).stream())
                .map(CalendarText::plain)
                .filter(text -> !text.isEmpty());
    }

    /** Returns what people read of an element: a text, the words of a code, the name of what is referred to. */
    private Optional<String> text(IBase element) {
        if (element instanceof IBaseReference reference) {
            return Optional.ofNullable(reference.getDisplayElement().getValue());
        }
        if (element instanceof IPrimitiveType<?> primitive) {
            return Optional.ofNullable(primitive.getValueAsString());
        }
        return Stream.of("text", "display", "coding.display", "coding.code", "code")
                .filter(path -> has(element, path))
                .flatMap(path -> terser.getValues(element, path).stream())
                .flatMap(value -> value instanceof IPrimitiveType<?> primitive
                        ? Stream.ofNullable(primitive.getValueAsString())
                        : Stream.empty())
                .findFirst();
    }

    private static boolean has(IBase element, String path) {
        return switch (element.fhirType()) {
            case "CodeableConcept" -> path.equals("text") || path.startsWith("coding.");
            case "Coding" -> path.equals("display") || path.equals("code");
            default -> false;
        };
    }

    private static boolean isWebAddress(String text) {
        try {
            String scheme = new URI(text).getScheme();
            return "https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme);
        } catch (java.net.URISyntaxException e) {
            return false;
        }
    }
}
