package io.frontdesk.search;

import io.frontdesk.caller.Claims;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.element.References;
import io.frontdesk.source.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who has one X in their token searches for no other X. An id without a type counts as one of X, because it finds one too;
 * what names an X by anything but its id cannot be compared, and is refused.
 *
 * @param type the resource type X
 * @param claim the claim with the URL of the one in context
 * @param parameters the search parameters that may name an X
 */
record ContextRule(String type, String claim, List<String> parameters) {

    private static final Pattern REFERENCE =
            Pattern.compile("(?:.*/)?(?<type>[A-Z][A-Za-z]+)/(?<id>[A-Za-z0-9\\-.]{1,64})");

    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Za-z]+");
    private static final Pattern SPLIT = Pattern.compile("(?<!\\\\),");

    static ContextRule compile(Section section, KnownParameters known) {
        String type = section.text("type");
        if (!type.isEmpty() && !TYPE.matcher(type).matches()) {
            section.fault("type", "'" + type + "' is no resource type", "a type such as Patient");
        }
        ContextRule rule = new ContextRule(
                type, section.text("claim"), known.listed(section, "parameters", section.texts("parameters")));
        section.close();
        return rule;
    }

    Decision may(Claims caller, Map<String, List<String>> asked, Set<String> ownBases) {
        Optional<String> own = caller.text(claim).map(url -> local(url, ownBases));
        if (own.isEmpty()) {
            return Decision.permit();
        }
        for (Map.Entry<String, List<String>> parameter : asked.entrySet()) {
            ParameterName name = ParameterName.of(parameter.getKey());
            boolean other = parameters.contains(name.first())
                    && parameter.getValue().stream()
                            .flatMap(value -> values(value).stream())
                            .anyMatch(value -> !allowed(name, value, own.get(), ownBases));
            if (other) {
                return refusal(name.first());
            }
        }
        return Decision.permit();
    }

    private boolean allowed(ParameterName name, String value, String own, Set<String> ownBases) {
        boolean ofType = name.modifier().isEmpty() || name.modifier().equals(type);
        if (!ofType && TYPE.matcher(name.modifier()).matches()) {
            return true;
        }
        if (name.chained() || !ofType) {
            return name.modifier().equals("missing") && !name.chained();
        }
        String wanted = local(value, ownBases);
        if (wanted.indexOf('/') < 0) {
            return own.equals(type + "/" + wanted);
        }
        Matcher reference = REFERENCE.matcher(wanted);
        return reference.matches() && (!reference.group("type").equals(type) || own.equals(wanted));
    }

    /** Returns the values of a list, any of which is enough (FHIR R4, 3.1.1.5.3 and 3.1.1.5.4). */
    private static List<String> values(String list) {
        List<String> values = new ArrayList<>();
        for (String value : SPLIT.split(list)) {
            if (!value.isBlank()) {
                values.add(value.strip().replaceAll("\\\\([\\\\,$|])", "$1"));
            }
        }
        return values;
    }

    private static String local(String reference, Set<String> ownBases) {
        return References.unversioned(References.local(reference, ownBases));
    }

    private Decision refusal(String parameter) {
        return Decision.refuse(Refusal.of(
                        Rule.SEARCH_CONTEXT,
                        "The parameter " + parameter + " asks for another " + type
                                + " than the one in the context of the token.",
                        "Search for that " + type + " by its id, name the type of what else you search for, or fetch a"
                                + " token with another context.")
                .with("context", type)
                .with("parameter", parameter));
    }
}
