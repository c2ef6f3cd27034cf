package io.frontdesk.access;

import io.frontdesk.caller.Claims;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.request.Interaction;
import io.frontdesk.source.Section;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which right an interaction needs, and where a token carries rights. Compiled from {@code access.rights}:
 *
 * <pre>
 * access:
 *   rights:
 *     claims: [realm_access.roles]            # claims that hold rights; a caller has those of all of them
 *     anyCaller: [StructureDefinition]        # types that every caller with a valid token may read and search
 *     interactions:                           # any one of the rights is enough; compared exactly, case included
 *       read: ["{type}.read", "{type}.*"]
 *       operation: ["{type}{operation}", "{operation}"]    # the operation's name begins with a dollar sign
 * </pre>
 *
 * An interaction that is not listed is forbidden to all.
 */
public final class RightsPolicy {

    private static final Set<Interaction> ANY_CALLER = Set.of(Interaction.READ, Interaction.VREAD, Interaction.SEARCH);

    private final List<String> claims;
    private final Set<String> anyCaller;
    private final Map<Interaction, List<String>> rights;

    private RightsPolicy(List<String> claims, Set<String> anyCaller, Map<Interaction, List<String>> rights) {
        this.claims = List.copyOf(claims);
        this.anyCaller = Set.copyOf(anyCaller);
        this.rights = Map.copyOf(rights);
    }

    /** Compiles the section; faults interactions that FHIR does not have. */
    public static RightsPolicy compile(Section rights) {
        Map<Interaction, List<String>> byInteraction = new EnumMap<>(Interaction.class);
        Section interactions = rights.section("interactions");
        for (String code : interactions.keys()) {
            List<String> names = interactions.texts(code);
            Interaction.of(code)
                    .ifPresentOrElse(
                            interaction -> byInteraction.put(interaction, List.copyOf(names)),
                            () -> interactions.fault(
                                    code, "is no interaction", "a FHIR interaction such as read, update, search-type"));
        }
        var policy = new RightsPolicy(
                rights.texts("claims"), new HashSet<>(rights.optionalTexts("anyCaller")), byInteraction);
        rights.close();
        return policy;
    }

    /**
     * Judges whether the claims carry a right to the interaction.
     *
     * @param type the resource type, or empty at system level
     * @param operation the operation's name, when the interaction is an operation
     */
    public Decision may(Claims caller, Interaction interaction, String type, Optional<String> operation) {
        if (anyCaller.contains(type) && ANY_CALLER.contains(interaction)) {
            return Decision.permit();
        }
        List<String> enough = enough(interaction, type, operation);
        for (String claim : claims) {
            Set<String> held = caller.texts(claim);
            for (String right : enough) {
                if (held.contains(right)) {
                    return Decision.permit();
                }
            }
        }
        String what = operation.orElse(interaction.code()) + (type.isEmpty() ? "" : " on " + type);
        String remedy = enough.isEmpty()
                ? "No right allows it here."
                : "Use a token that carries one of " + String.join(", ", enough) + " in " + String.join(" or ", claims)
                        + ".";
        return Decision.refuse(Refusal.of(Rule.ACCESS_RIGHT, "The token carries no right to " + what + ".", remedy)
                .with("interaction", operation.orElse(interaction.code()))
                .with("type", type)
                .with("rights", String.join(", ", enough)));
    }

    private List<String> enough(Interaction interaction, String type, Optional<String> operation) {
        return rights.getOrDefault(interaction, List.of()).stream()
                .map(right -> right.replace("{type}", type).replace("{operation}", operation.orElse("")))
                .toList();
    }
}
