package io.frontdesk.patch;

import ca.uhn.fhir.context.FhirVersionEnum;
import com.fasterxml.jackson.databind.JsonNode;
import io.frontdesk.decision.IssueTypes;
import io.frontdesk.decision.OwnTelling;
import io.frontdesk.source.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What must be stored already, for an operation to be taken. Compiled from {@code patch.operations[].stored}:
 *
 * <pre>
 * stored:
 *   - {path: /status, is: [booked]}     # what stands there, each of it, is one of these, and there is something
 *   - {path: /comment, there: false}    # whether anything stands there
 *     status: 409                       # how it is told otherwise: status, code, text; each optional
 *     code: conflict
 * </pre>
 *
 * @param place where it stands
 * @param is the texts of which it must be one; none: any
 * @param there whether anything must stand there
 * @param own how the contract tells that it is otherwise
 */
record StoredState(Place place, List<String> is, boolean there, OwnTelling own) {

    static List<StoredState> compile(Section operation, FhirVersionEnum version) {
        List<StoredState> states = new ArrayList<>();
        for (Section section : operation.sections("stored")) {
            String path = section.text("path");
            Optional<Place> place = Place.of(path);
            if (place.isEmpty() && !path.isEmpty()) {
                section.fault("path", "'" + path + "' is no place", "a JSON Pointer such as /status");
            }
            List<String> is = section.optionalTexts("is");
            boolean there = section.flag("there", true);
            if (!is.isEmpty() && !there) {
                section.fault("there", "contradicts is", "one of the two");
            }
            int status = section.number("status", 0, 400, 499);
            Optional<String> code = section.optionalText("code");
            code.filter(given -> !IssueTypes.known(given, version))
                    .ifPresent(given -> section.fault(
                            "code", "'" + given + "' is no FHIR issue type", "one of " + IssueTypes.all(version)));
            OwnTelling own = new OwnTelling(
                    Optional.empty(),
                    status == 0 ? Optional.empty() : Optional.of(status),
                    code,
                    section.optionalText("text"));
            place.ifPresent(known -> states.add(new StoredState(known, is, there, own)));
            section.close();
        }
        return List.copyOf(states);
    }

    /** Returns whether the stored resource is so. */
    boolean holds(JsonNode stored) {
        List<JsonNode> found = place.values(stored);
        return there != found.isEmpty()
                && (is.isEmpty() || found.stream().allMatch(value -> is.contains(value.asText())));
    }

    /** Returns what must be, in words that fit behind an element. */
    String wanted() {
        if (!there) {
            return "must not be there yet";
        }
        return is.isEmpty() ? "must be there" : "must be " + String.join(" or ", is);
    }
}
