package io.frontdesk.booking;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.element.ElementPath;
import io.frontdesk.element.NoSuchElementPathException;
import io.frontdesk.source.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * How much of an actor's time an appointment takes.
 *
 * @param capacity how many appointments may take the time together
 * @param seatsPath where an appointment says so itself
 * @param seats the same, compiled
 * @param before how much is taken before it starts, in milliseconds
 * @param after how much is taken after it ends, in milliseconds
 */
record ActorRule(int capacity, Optional<String> seatsPath, Optional<ElementPath> seats, long before, long after) {

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

    static ActorRule compile(Section rule, FhirContext fhir, String type, int mostTogether, int mostMinutes) {
        return new ActorRule(
                rule.number("capacity", 1, 1, mostTogether),
                rule.optionalText("seats"),
                rule.optionalText("seats").flatMap(path -> seats(rule, fhir, type, path)),
                TimeUnit.MINUTES.toMillis(rule.number("before", 0, 0, mostMinutes)),
                TimeUnit.MINUTES.toMillis(rule.number("after", 0, 0, mostMinutes)));
    }

    private static Optional<ElementPath> seats(Section rule, FhirContext fhir, String type, String path) {
        try {
            return Optional.of(ElementPath.of(fhir, type, path));
        } catch (NoSuchElementPathException e) {
            rule.fault("seats", String.valueOf(e.getMessage()), "an element that is a whole number");
            return Optional.empty();
        }
    }

    Taken taken(AppointmentTimes.Span span, IBaseResource appointment) {
        return new Taken(span.starts() - before, span.ends() + after, together(appointment));
    }

    /** Returns the rule in one word, equal for equal rules. */
    String word() {
        return capacity + "/" + seatsPath.orElse("") + "/" + before + "/" + after;
    }

    /** Returns the rule for people to read. */
    List<String> described() {
        List<String> described = new ArrayList<>(List.of(capacity + " at a time"));
        seatsPath.ifPresent(path -> described.add("or as many as " + path + " says"));
        if (before > 0) {
            described.add(Duration.ofMillis(before).toMinutes() + " minutes before");
        }
        if (after > 0) {
            described.add(Duration.ofMillis(after).toMinutes() + " minutes after");
        }
        return described;
    }

    /** What an appointment says of itself may only widen what the contract says. */
    private int together(IBaseResource appointment) {
        OptionalInt said = seats.stream()
                .flatMap(path -> path.textsIn(appointment).stream())
                .filter(text -> NUMBER.matcher(text).matches())
                .mapToInt(Integer::parseInt)
                .findFirst();
        return Math.max(capacity, said.orElse(capacity));
    }
}
