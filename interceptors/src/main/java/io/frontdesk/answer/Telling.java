package io.frontdesk.answer;

import ca.uhn.fhir.context.FhirVersionEnum;
import io.frontdesk.decision.IssueTypes;
import io.frontdesk.source.Section;
import java.util.Map;
import java.util.Optional;

/**
 * How a contract tells a rule, or all rules of one HTTP status; what is absent is told as usual.
 *
 * @param status the HTTP status
 * @param code the FHIR issue type
 * @param text the contract's own words, with facts in braces
 * @param body what the answer holds
 * @param coding the contract's own code of it
 */
record Telling(
        Optional<Integer> status,
        Optional<String> code,
        Optional<String> text,
        Optional<Body> body,
        Optional<OwnCodes.Code> coding) {

    /** What the answer to a refused request holds. */
    enum Body {
        OUTCOME,
        PLAIN,
        NONE
    }

    /** Says nothing of its own. */
    static final Telling NONE =
            new Telling(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private static final Map<String, Body> BODIES =
            Map.of("outcome", Body.OUTCOME, "plain", Body.PLAIN, "none", Body.NONE);

    /** Reads how a rule is told. */
    static Telling ofRule(Section section, FhirVersionEnum version, OwnCodes codes) {
        int status = section.number("status", 0, 400, 599);
        return read(section, status == 0 ? Optional.empty() : Optional.of(status), version, codes);
    }

    /** Reads how the rules of a status are told. */
    static Telling ofStatus(Section section, FhirVersionEnum version, OwnCodes codes) {
        return read(section, Optional.empty(), version, codes);
    }

    private static Telling read(Section section, Optional<Integer> status, FhirVersionEnum version, OwnCodes codes) {
        Telling telling = new Telling(
                status,
                issueType(section, version),
                section.optionalText("text"),
                section.has("body") ? Optional.of(section.choice("body", BODIES)) : Optional.empty(),
                codes.named(section, "coding"));
        section.close();
        return telling;
    }

    /** Reads the key {@code code}; faults what is no issue type of the FHIR version. */
    static Optional<String> issueType(Section section, FhirVersionEnum version) {
        Optional<String> code = section.optionalText("code");
        code.filter(type -> !IssueTypes.known(type, version))
                .ifPresent(type -> section.fault(
                        "code", "'" + type + "' is no FHIR issue type", "one of " + IssueTypes.all(version)));
        return code;
    }

    /** Returns what the other one says, and this one where the other is silent. */
    Telling over(Telling other) {
        return new Telling(
                other.status.or(() -> status),
                other.code.or(() -> code),
                other.text.or(() -> text),
                other.body.or(() -> body),
                other.coding.or(() -> coding));
    }
}
