package io.frontdesk.calendar;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.caller.Claims;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.element.ElementPath;
import io.frontdesk.element.NoSuchElementPathException;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.source.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * How an appointment is shown as an event of a calendar. Compiled from the section {@code calendar}:
 *
 * <pre>
 * calendar:
 *   operation: $exportAsiCal     # an operation on one appointment that answers the calendar as a Binary; optional
 *   accept: true                 # whether a read with Accept: text/calendar answers the calendar; optional
 *   summary: [description, appointmentType]     # the first of these that says something
 *   description: [comment]                      # all of these that say something
 *   url: ["extension('http://example.org/room').value"] # the first of these that is a web address; optional
 *   names:                       # participants of these types are shown only to whom the claim names; optional
 *     - {types: [Practitioner], claim: user_type, is: [PRACTITIONER]}
 * </pre>
 *
 * The other properties follow FHIR's own mapping of Appointment to iCalendar (hl7.org/fhir/R4/appointment-mappings.html):
 * start, end, status, priority, participants.
 */
public final class CalendarPolicy {

    /** The media type of calendars (RFC 5545 section 8.1). */
    static final String MEDIA_TYPE = "text/calendar";

    private record Names(Set<String> types, String claim, Set<String> is) {

        boolean hide(String type, Claims caller) {
            return types.contains(type) && caller.texts(claim).stream().noneMatch(is::contains);
        }
    }

    private final String type;
    private final Optional<String> operation;
    private final boolean accept;
    private final EventReader reader;
    private final List<Names> names;

    private CalendarPolicy(
            String type, Optional<String> operation, boolean accept, EventReader reader, List<Names> names) {
        this.type = type;
        this.operation = operation;
        this.accept = accept;
        this.reader = reader;
        this.names = List.copyOf(names);
    }

    /** Compiles the section; faults what is no operation's name, no element, no type, and a calendar that nobody can get. */
    public static CalendarPolicy compile(Section calendar, FhirContext fhir, String type) {
        Optional<String> operation = calendar.optionalText("operation");
        operation
                .filter(name -> !name.matches("\\$[A-Za-z][A-Za-z0-9-]*"))
                .ifPresent(name -> calendar.fault(
                        "operation", "'" + name + "' is no name of an operation", "a name such as $export"));
        boolean accept = calendar.flag("accept", false);
        if (operation.isEmpty() && !accept) {
            calendar.fault("", "is a calendar that nobody can get", "add operation, accept: true or both");
        }
        EventReader reader = new EventReader(
                fhir,
                elements(calendar, "summary", calendar.texts("summary"), fhir, type),
                elements(calendar, "description", calendar.texts("description"), fhir, type),
                elements(calendar, "url", calendar.optionalTexts("url"), fhir, type));
        List<Names> names = new ArrayList<>();
        for (Section section : calendar.sections("names")) {
            List<String> types = section.texts("types");
            for (int i = 0; i < types.size(); i++) {
                if (!fhir.getResourceTypes().contains(types.get(i))) {
                    section.fault("types", i, "'" + types.get(i) + "' is no resource type", "such as Practitioner");
                }
            }
            names.add(new Names(Set.copyOf(types), section.text("claim"), Set.copyOf(section.texts("is"))));
            section.close();
        }
        calendar.close();
        return new CalendarPolicy(type, operation, accept, reader, names);
    }

    private static List<ElementPath> elements(
            Section calendar, String key, List<String> paths, FhirContext fhir, String type) {
        List<ElementPath> elements = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            try {
                elements.add(ElementPath.of(fhir, type, paths.get(i)));
            } catch (NoSuchElementPathException e) {
                calendar.fault(key, i, String.valueOf(e.getMessage()), "an element such as description");
            }
        }
        return elements;
    }

    /** Returns the rules for people to read: what each is about, and what it says. */
    public Map<String, List<String>> described() {
        Map<String, List<String>> described = new LinkedHashMap<>();
        operation.ifPresent(name -> described.put("calendar event by operation", List.of(name)));
        described.put("calendar event by Accept", List.of(accept ? "yes" : "no"));
        return described;
    }

    /** Returns the operation that answers a calendar, if there is one. */
    public Optional<String> operation() {
        return operation;
    }

    /** Returns the resource type that is shown as events. */
    String type() {
        return type;
    }

    /** Returns the media types beside FHIR's in which a request can be answered. */
    public Set<String> mediaTypes(Request request) {
        boolean read = request.interaction() == Interaction.READ || request.interaction() == Interaction.VREAD;
        boolean shown = read ? accept : exports(request);
        return shown && request.type().equals(type) ? Set.of(MEDIA_TYPE) : Set.of();
    }

    /** Returns whether the request is for the operation. */
    boolean exports(Request request) {
        return request.interaction() == Interaction.OPERATION
                && request.operation().equals(operation)
                && operation.isPresent()
                && request.id().isPresent();
    }

    /** Judges whether the appointment has a place in a calendar: RFC 5545 demands a start (section 3.6.1). */
    Decision may(IBaseResource appointment) {
        return reader.begins(appointment)
                ? Decision.permit()
                : Decision.refuse(Refusal.of(
                                Rule.CALENDAR,
                                "The appointment has no start yet, and an event of a calendar has one.",
                                "Read the appointment in FHIR, or ask for its calendar once " + type + ".start is set.")
                        .at(type + ".start"));
    }

    /**
     * Returns a calendar with one event.
     *
     * @param appointment one that {@link #may} permits
     * @param ownBases every base URL of the endpoint
     */
    String calendar(IBaseResource appointment, Claims caller, Set<String> ownBases) {
        return reader.calendar(
                appointment, actor -> names.stream().noneMatch(rule -> rule.hide(actor, caller)), ownBases);
    }
}
