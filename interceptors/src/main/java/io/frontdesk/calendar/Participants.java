package io.frontdesk.calendar;

import biweekly.parameter.ParticipationLevel;
import biweekly.parameter.ParticipationStatus;
import biweekly.property.Attendee;
import ca.uhn.fhir.util.FhirTerser;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseReference;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IDomainResource;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.jspecify.annotations.Nullable;

/** Who takes part in an appointment, as attendees of an event, and where it is. */
final class Participants {

    private static final String LOCATION = "Location";

    /** One participant with an actor of a known type. */
    private record Participant(IBase element, IBaseReference actor, String type, Optional<IBaseResource> contained) {}

    private final FhirTerser terser;
    private final IBaseResource appointment;
    private final String base;
    private final List<Participant> participants = new ArrayList<>();

    /** Takes the base URL to which relative references are relative. */
    Participants(FhirTerser terser, IBaseResource appointment, String base) {
        this.terser = terser;
        this.appointment = appointment;
        this.base = base;
        for (IBase participant : terser.getValues(appointment, "participant")) {
            for (IBase actor : terser.getValues(participant, "actor")) {
                if (actor instanceof IBaseReference reference) {
                    Optional<IBaseResource> contained = contained(reference);
                    String type = contained
                            .map(IBase::fhirType)
                            .orElse(String.valueOf(
                                    reference.getReferenceElement().getResourceType()));
                    participants.add(new Participant(participant, reference, type, contained));
                }
            }
        }
    }

    private Optional<IBaseResource> contained(IBaseReference reference) {
        String local = reference.getReferenceElement().getValue();
        if (local == null || !local.startsWith("#") || !(appointment instanceof IDomainResource domain)) {
            return Optional.empty();
        }
        return domain.getContained().stream()
                .map(IBaseResource.class::cast)
                .filter(resource -> ("#" + id(resource)).equals(local))
                .findFirst();
    }

    private static String id(IBaseResource resource) {
        return String.valueOf(resource.getIdElement().getIdPart()).replaceFirst("^#", "");
    }

    /** Returns the places in one line: what a reference calls them, or what they contain of name and address. */
    Optional<String> places() {
        String places = participants.stream()
                .filter(participant -> participant.type().equals(LOCATION))
                .map(participant -> display(participant)
                        .orElseGet(
                                () -> participant.contained().map(this::address).orElse("")))
                .filter(place -> !place.isEmpty())
                .collect(Collectors.joining("; "));
        return places.isEmpty() ? Optional.empty() : Optional.of(places);
    }

    private String address(IBaseResource location) {
        return Stream.of("name", "address.line", "address.postalCode", "address.city")
                .flatMap(path -> terser.getValues(location, path).stream())
                .flatMap(value -> Stream.ofNullable(((IPrimitiveType<?>) value).getValueAsString()))
                .map(CalendarText::line)
                .collect(Collectors.joining(", "));
    }

    /** Returns the attendees whose types are shown. RFC 5545 names them by URI: that of the resource. */
    List<Attendee> attendees(Predicate<String> shown) {
        List<Attendee> attendees = new ArrayList<>();
        for (Participant participant : participants) {
            Optional<String> uri = uri(participant.actor());
            if (uri.isPresent() && !participant.type().equals(LOCATION) && shown.test(participant.type())) {
                Attendee attendee = new Attendee(display(participant).orElse(null), null, uri.get());
                attendee.setParticipationStatus(status(text(participant, "status")));
                attendee.setParticipationLevel(level(text(participant, "required")));
                attendees.add(attendee);
            }
        }
        return attendees;
    }

    private static Optional<String> display(Participant participant) {
        return Optional.ofNullable(participant.actor().getDisplayElement().getValue())
                .map(CalendarText::line)
                .filter(display -> !display.isEmpty());
    }

    private Optional<String> uri(IBaseReference actor) {
        String reference = actor.getReferenceElement().getValue();
        if (reference == null || reference.startsWith("#")) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(reference);
            return Optional.of(uri.isAbsolute() ? reference : base + "/" + reference);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private String text(Participant participant, String element) {
        return String.valueOf(terser.getSinglePrimitiveValueOrNull(participant.element(), element));
    }

    private static @Nullable ParticipationStatus status(String status) {
        return switch (status) {
            case "accepted" -> ParticipationStatus.ACCEPTED;
            case "declined" -> ParticipationStatus.DECLINED;
            case "tentative" -> ParticipationStatus.TENTATIVE;
            case "needs-action" -> ParticipationStatus.NEEDS_ACTION;
            default -> null;
        };
    }

    private static @Nullable ParticipationLevel level(String required) {
        return switch (required) {
            case "required" -> ParticipationLevel.REQUIRED;
            case "optional" -> ParticipationLevel.OPTIONAL;
            case "information-only" -> ParticipationLevel.FYI;
            default -> null;
        };
    }
}
