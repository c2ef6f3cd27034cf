package io.frontdesk.access;

import io.frontdesk.caller.Claims;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.request.Interaction;
import io.frontdesk.source.Section;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which right an interaction needs, and where a caller has rights from. Compiled from {@code access.rights}:
 *
 * <pre>
 * access:
 *   rights:
 *     claims: [realm_access.roles]            # claims that hold rights; a caller has those of all of them
 *     anyCaller: [StructureDefinition]        # types that every caller with a valid token may read and search
 *     interactions:                           # any one of the rights is enough; compared exactly, case included
 *       read: ["{type}.read", "{type}.*"]
 *       operation: ["{type}{operation}", "{operation}"]    # the operation's name begins with a dollar sign
 *     grants: ...                             # rights for callers with certain other claims, see {@link Grant}
 * </pre>
 *
 * An interaction that is not listed is forbidden to all.
 */
final class RightsPolicy {

    private static final Set<Interaction> ANY_CALLER = Set.of(Interaction.READ, Interaction.VREAD, Interaction.SEARCH);

    private final List<String> claims;
    private final Set<String> anyCaller;
    private final Map<Interaction, List<String>> rights;
    private final List<Grant> grants;
    /** The same few questions are asked with every request. */
    private final Map<Asked, List<String>> withoutOperation = new ConcurrentHashMap<>();

    private record Asked(Interaction interaction, String type) {}

    private RightsPolicy(
            List<String> claims, Set<String> anyCaller, Map<Interaction, List<String>> rights, List<Grant> grants) {
        this.claims = List.copyOf(claims);
        this.anyCaller = Set.copyOf(anyCaller);
        this.rights = Map.copyOf(rights);
        this.grants = List.copyOf(grants);
    }

    /** Returns the policy of a contract that knows no rights: nobody has any. */
    static RightsPolicy none() {
        return new RightsPolicy(List.of(), Set.of(), Map.of(), List.of());
    }

    /**
     * Compiles the section; faults interactions that FHIR does not have, and grants of rights that allow nothing.
     *
     * @param types the resource types of the FHIR version
     */
    static RightsPolicy compile(Section rights, Set<String> types) {
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
        List<Grant> grants = Grant.compile(rights, right -> allows(byInteraction, types, right));
        var policy = new RightsPolicy(
                grants.isEmpty() ? rights.texts("claims") : rights.optionalTexts("claims"),
                new HashSet<>(rights.optionalTexts("anyCaller")),
                byInteraction,
                grants);
        rights.close();
        return policy;
    }

    private static boolean allows(Map<Interaction, List<String>> rights, Set<String> types, String right) {
        String anyType = "\\E(?:" + String.join("|", types) + ")\\Q";
        String anyOperation = "\\E\\$[A-Za-z][A-Za-z0-9-]*\\Q";
        return rights.values().stream()
                .flatMap(List::stream)
                .map(named -> Pattern.quote(named).replace("{type}", anyType).replace("{operation}", anyOperation))
                .anyMatch(right::matches);
    }

    /**
     * Judges whether the claims carry a right to the interaction.
     *
     * @param type the resource type, or empty at system level
     * @param operation the operation's name, when the interaction is an operation
     */
    Decision may(Claims caller, Interaction interaction, String type, Optional<String> operation) {
        List<String> enough = operation.isEmpty()
                ? withoutOperation.computeIfAbsent(new Asked(interaction, type), this::enough)
                : enough(new Asked(interaction, type)).stream()
                        .map(right -> right.replace("{operation}", operation.get()))
                        .toList();
        if (openToAll(type, interaction) || holds(caller, enough)) {
            return Decision.permit();
        }
        String what = operation.orElse(interaction.code()) + (type.isEmpty() ? "" : " on " + type);
        String where = claims.isEmpty() ? "" : " in " + String.join(" or ", claims);
        String remedy = enough.isEmpty()
                ? "No right allows it here."
                : "Use a token that carries one of " + String.join(", ", enough) + where + ".";
        return Decision.refuse(Refusal.of(Rule.ACCESS_RIGHT, "The token carries no right to " + what + ".", remedy)
                .with("interaction", operation.orElse(interaction.code()))
                .with("type", type)
                .with("rights", String.join(", ", enough)));
    }

    /** Judges whether a resource of the type may be shown in an answer that the caller asked for. */
    Decision mayShow(Claims caller, String type) {
        Decision read = may(caller, Interaction.READ, type, Optional.empty());
        return read instanceof Decision.Permit ? read : may(caller, Interaction.SEARCH, type, Optional.empty());
    }

    /** Returns the claims that hold rights. */
    List<String> claims() {
        return claims;
    }

    /** Returns every right that anything on a type asks for, but for those of single operations; sorted. */
    Set<String> named(String type) {
        return rights.values().stream()
                .flatMap(List::stream)
                .map(right -> right.replace("{type}", type))
                .filter(right -> !right.contains("{operation}"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns who has rights for other claims. */
    List<Grant> grants() {
        return grants;
    }

    /** Returns whether every caller with a valid token may do this. */
    boolean openToAll(String type, Interaction interaction) {
        return anyCaller.contains(type) && ANY_CALLER.contains(interaction);
    }

    private boolean holds(Claims caller, List<String> enough) {
        for (String claim : claims) {
            if (intersect(caller.texts(claim), enough)) {
                return true;
            }
        }
        return grants.stream().anyMatch(grant -> intersect(grant.to(caller), enough));
    }

    private static boolean intersect(Collection<String> held, List<String> enough) {
        return enough.stream().anyMatch(held::contains);
    }

    private List<String> enough(Asked asked) {
        return rights.getOrDefault(asked.interaction(), List.of()).stream()
                .map(right -> right.replace("{type}", asked.type()))
                .toList();
    }

    /** Returns the rights of which one is enough for an interaction on a type. */
    List<String> enough(Interaction interaction, String type) {
        return enough(new Asked(interaction, type));
    }

    /** Returns who has rights, by what claims. */
    Map<String, List<String>> holders() {
        Map<String, List<String>> holders = new LinkedHashMap<>();
        claims.forEach(claim -> holders.put(claim, List.of("the rights in it")));
        grants.forEach(grant ->
                holders.put(grant.told(), grant.rights().stream().sorted().toList()));
        return holders;
    }
}
