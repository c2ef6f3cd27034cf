package io.frontdesk.jpa.booking;

import ca.uhn.fhir.parser.DataFormatException;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.element.References;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.PrimitiveType;

/** What an operation was called with, by a query or by Parameters. Every name must be one that the operation has. */
final class BookingArguments {

    private final Map<String, List<String>> texts = new TreeMap<>();
    private final Optional<Appointment> appointment;

    private BookingArguments(Map<String, List<String>> texts, Optional<Appointment> appointment) {
        this.texts.putAll(texts);
        this.appointment = appointment;
    }

    /** Reads a query. */
    static BookingArguments of(Map<String, List<String>> parameters) {
        return new BookingArguments(parameters, Optional.empty());
    }

    /** Reads Parameters. */
    static BookingArguments of(Parameters parameters) throws RefusedArgumentException {
        Map<String, List<String>> texts = new TreeMap<>();
        Optional<Appointment> sent = Optional.empty();
        for (Parameters.ParametersParameterComponent one : parameters.getParameter()) {
            if (one.getResource() instanceof Appointment resource
                    && one.getName().equals("appt-resource")) {
                sent = Optional.of(resource);
            } else if (one.getValue() instanceof PrimitiveType<?> value && value.hasValue()) {
                texts.computeIfAbsent(one.getName(), any -> new ArrayList<>()).add(value.getValueAsString());
            } else {
                throw invalid(
                        "The parameter " + one.getName() + " has no value that is read here.",
                        "Send a value of the type that the OperationDefinition says.");
            }
        }
        return new BookingArguments(texts, sent);
    }

    /** Refuses whatever is not among the names; those of HTTP and HAPI begin with an underscore. */
    BookingArguments only(Set<String> names) throws RefusedArgumentException {
        Set<String> others = new TreeSet<>(texts.keySet());
        others.removeAll(names);
        others.removeIf(name -> Set.of("_format", "_pretty", "_count").contains(name));
        if (!others.isEmpty()) {
            throw invalid(
                    "The parameter " + others.iterator().next().replaceAll("[^A-Za-z0-9_-]", "?")
                            + " is not offered here.",
                    "Send only " + String.join(", ", new TreeSet<>(names)) + ".");
        }
        return this;
    }

    /** Returns the resource that was sent. */
    Optional<Appointment> appointment() {
        return appointment;
    }

    /** Returns all values of a parameter. */
    List<String> all(String name) {
        return texts.getOrDefault(name, List.of());
    }

    /** Returns the value of a parameter that is given once or not at all. */
    Optional<String> one(String name) throws RefusedArgumentException {
        List<String> values = all(name);
        if (values.size() > 1) {
            throw invalid("The parameter " + name + " is given more than once.", "Send it once.");
        }
        return values.stream().findFirst();
    }

    /** Returns the instant at a parameter that must be there. */
    Instant instant(String name) throws RefusedArgumentException {
        String text = one(name).orElse("");
        try {
            // A plus sign that was not escaped arrives as a space.
            DateTimeType value = new DateTimeType(text.replace(' ', '+'));
            if (value.getValue() != null) {
                return value.getValue().toInstant();
            }
        } catch (DataFormatException | IllegalArgumentException e) {
            // Told below, together with its absence.
        }
        throw invalid(
                "The parameter " + name + " is no date with time and zone.", "Send one such as 2026-03-09T08:00:00Z.");
    }

    /** Returns the id behind a reference to a type, relative or under one of the endpoint's own addresses. */
    static Optional<String> id(String reference, String type, Set<String> ownBases) {
        String local = References.unversioned(References.local(reference, ownBases));
        return local.matches(type + "/[A-Za-z0-9.-]{1,64}")
                ? Optional.of(local.substring(type.length() + 1))
                : Optional.empty();
    }

    /** Returns the refusal of what was sent. */
    static RefusedArgumentException invalid(String text, String remedy) {
        return new RefusedArgumentException(Refusal.of(Rule.REQUEST_INVALID, text, remedy));
    }
}
