package io.frontdesk.access;

import io.frontdesk.caller.Claims;
import io.frontdesk.source.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Rights for whoever has certain claims, such as the subject of a client certificate or a group. One of {@code
 * access.rights.grants}:
 *
 * <pre>
 * grants:
 *   - claim: certificate.subject            # a text, or a list that holds the text; compared exactly
 *     is: "CN=booking,O=Example Clinic"     # optional; absent: whatever it is, as long as it is there
 *     and:                                  # further claims, all of which must hold as well; optional
 *       - {claim: certificate.issuer, is: "CN=Example Clinic CA"}
 *     give: [Appointment.write]
 *   - {claim: requested_scope, has: "patient/*.read", give: [Appointment.read]}   # one word of a text with spaces, or a list
 * </pre>
 */
record Grant(List<Condition> conditions, Set<String> rights) {

    private record Condition(String claim, Optional<String> is, Optional<String> has) {

        static Condition compile(Section section) {
            Condition condition =
                    new Condition(section.text("claim"), section.optionalText("is"), section.optionalText("has"));
            if (condition.is().isPresent() && condition.has().isPresent()) {
                section.fault("has", "and is say two things of one claim", "one of them");
            }
            condition
                    .has()
                    .filter(word -> word.contains(" "))
                    .ifPresent(word -> section.fault("has", "'" + word + "' is no single word", "one word, or is"));
            return condition;
        }

        boolean holds(Claims claims) {
            Set<String> texts = claims.texts(claim);
            if (has.isPresent()) {
                return texts.stream().anyMatch(text -> List.of(text.split(" ")).contains(has.get()));
            }
            return is.map(texts::contains).orElse(!texts.isEmpty());
        }
    }

    /**
     * Compiles the list; faults a grant that gives nothing, and rights that allow nothing.
     *
     * @param known whether a right is one that allows something
     */
    static List<Grant> compile(Section rights, Predicate<String> known) {
        List<Grant> grants = new ArrayList<>();
        for (Section section : rights.sections("grants")) {
            grants.add(compile(section, known, "a right of rights.interactions, such as Appointment.read"));
        }
        return List.copyOf(grants);
    }

    /**
     * Compiles one grant.
     *
     * @param known whether what it gives allows something
     * @param right what would
     */
    static Grant compile(Section section, Predicate<String> known, String right) {
        List<Condition> conditions = new ArrayList<>(List.of(Condition.compile(section)));
        for (Section further : section.sections("and")) {
            conditions.add(Condition.compile(further));
            further.close();
        }
        List<String> given = section.texts("give");
        for (int i = 0; i < given.size(); i++) {
            if (!known.test(given.get(i))) {
                section.fault("give", i, "'" + given.get(i) + "' allows nothing", right);
            }
        }
        if (given.isEmpty()) {
            section.fault("give", "gives nothing", "at least one right");
        }
        section.close();
        return new Grant(List.copyOf(conditions), Set.copyOf(given));
    }

    /** Returns claims that meet every condition, by path. */
    Map<String, String> claims() {
        Map<String, String> claims = new LinkedHashMap<>();
        conditions.forEach(condition ->
                claims.put(condition.claim(), condition.is().or(condition::has).orElse("anything")));
        return claims;
    }

    /** Returns the rights that the claims give, none unless every condition holds. */
    Set<String> to(Claims claims) {
        return conditions.stream().allMatch(condition -> condition.holds(claims)) ? rights : Set.of();
    }

    /** Returns the conditions, for people to read. */
    String told() {
        return conditions.stream()
                .map(condition -> condition.claim()
                        + condition.is().map(is -> " is " + is).orElse("")
                        + condition.has().map(word -> " has " + word).orElse(""))
                .collect(Collectors.joining(" and "));
    }
}
