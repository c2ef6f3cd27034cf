package io.frontdesk.search;

import io.frontdesk.caller.Claims;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.source.Section;
import java.util.List;
import java.util.Map;

/**
 * Who has a claim with a certain value must give one of certain search parameters.
 *
 * @param claim the claim, a text or a list
 * @param is the value that it must have or hold
 * @param oneOf the parameters of which one is enough, also with a chain
 */
record MandatoryRule(String claim, String is, List<String> oneOf) {

    static MandatoryRule compile(Section section, KnownParameters known) {
        MandatoryRule rule = new MandatoryRule(
                section.text("claim"), section.text("is"), known.listed(section, "oneOf", section.texts("oneOf")));
        if (rule.oneOf().isEmpty()) {
            section.fault("oneOf", "names no parameter", "a parameter such as patient");
        }
        section.close();
        return rule;
    }

    Decision may(Claims caller, Map<String, List<String>> asked) {
        boolean given = asked.entrySet().stream()
                .filter(parameter -> !parameter.getValue().stream().allMatch(String::isBlank))
                .map(parameter -> ParameterName.of(parameter.getKey()))
                .anyMatch(
                        name -> oneOf.contains(name.first()) && !name.modifier().equals("missing"));
        String wanted = String.join(", ", oneOf);
        return given || !caller.texts(claim).contains(is)
                ? Decision.permit()
                : Decision.refuse(Refusal.of(
                                Rule.SEARCH_MANDATORY,
                                "A caller of type " + is + " must say what to search for.",
                                "Give one of the parameters " + wanted + ".")
                        .with("parameters", wanted)
                        .with("userType", is));
    }
}
