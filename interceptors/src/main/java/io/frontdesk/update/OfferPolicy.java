package io.frontdesk.update;

import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.request.Interaction;
import io.frontdesk.source.Section;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which interactions an endpoint offers on which resource types; everything else is closed. Compiled from {@code
 * update.interactions}:
 *
 * <pre>
 * update:
 *   interactions:
 *     - types: [Appointment]
 *       offer: [create, read, vread, search-type, update, patch]
 *       unpublished: [read]      # offered as well, but not told in the CapabilityStatement; optional
 *       unknownId: refuse        # refuse | create: what becomes of a PUT to an id that nothing is stored under
 *       deletedId: refuse        # refuse | create: what becomes of a PUT to an id whose resource was deleted; optional
 *       operations: ["$everything"] # the operations offered on the type and its resources; absent: none
 *   system: [transaction, batch] # what is offered at the base of the endpoint; optional
 * </pre>
 */
public final class OfferPolicy {

    private record Offer(
            Set<Interaction> published,
            Set<Interaction> unpublished,
            boolean createsUnknownId,
            boolean createsDeletedId,
            Set<String> operations) {

        Set<Interaction> interactions() {
            Set<Interaction> all = EnumSet.noneOf(Interaction.class);
            all.addAll(published);
            all.addAll(unpublished);
            return all;
        }
    }

    private static final Offer NOTHING = new Offer(Set.of(), Set.of(), false, false, Set.of());
    private static final Set<Interaction> ALWAYS = Set.of(Interaction.CAPABILITIES, Interaction.PAGE);
    private static final Set<Interaction> ON_ONE =
            Set.of(Interaction.READ, Interaction.UPDATE, Interaction.PATCH, Interaction.DELETE);
    private static final Set<Interaction> ON_TYPE = Set.of(
            Interaction.SEARCH,
            Interaction.CREATE,
            Interaction.CONDITIONAL_CREATE,
            Interaction.CONDITIONAL_UPDATE,
            Interaction.CONDITIONAL_PATCH,
            Interaction.CONDITIONAL_DELETE);
    /** HAPI's operations that write where no storage hook is called, or without a version. */
    private static final Set<String> PAST_THE_GUARDS = Set.of(
            "$expunge",
            "$delete-expunge",
            "$meta-add",
            "$meta-delete",
            "$import",
            "$merge",
            "$replace-references",
            "$reindex",
            "$mark-all-resources-for-reindexing",
            "$perform-reindexing-pass");

    private static final Map<String, Boolean> REFUSE_OR_CREATE = Map.of("refuse", false, "create", true);

    private final Set<Interaction> system;
    private final Map<String, Offer> offers;
    private final Map<Interaction, String> closed;

    private OfferPolicy(Set<Interaction> system, Map<String, Offer> offers, Map<Interaction, String> closed) {
        this.system = Set.copyOf(system);
        this.offers = Map.copyOf(offers);
        this.closed = Map.copyOf(closed);
    }

    /** Compiles the list of groups; faults unknown interactions, unknown types and types that stand in two groups. */
    public static OfferPolicy compile(Section update, Set<String> resourceTypes) {
        Map<String, Offer> offers = new LinkedHashMap<>();
        for (Section group : update.sections("interactions")) {
            Offer offer = new Offer(
                    Interaction.listed(group, "offer"),
                    group.has("unpublished") ? Interaction.listed(group, "unpublished") : Set.of(),
                    group.choice("unknownId", REFUSE_OR_CREATE),
                    group.has("deletedId") && group.choice("deletedId", REFUSE_OR_CREATE),
                    operations(group));
            List<String> types = group.texts("types");
            for (int i = 0; i < types.size(); i++) {
                String type = types.get(i);
                if (!resourceTypes.contains(type)) {
                    group.fault(
                            "types",
                            i,
                            "'" + type + "' is no resource type of this FHIR version",
                            "a type such as Patient");
                } else if (offers.put(type, offer) != null) {
                    group.fault("types", i, "'" + type + "' stands in two groups", "list it once");
                }
            }
            group.close();
        }
        Set<Interaction> system = update.has("system") ? Interaction.listed(update, "system") : Set.of();
        return new OfferPolicy(system, offers, Map.of());
    }

    private static Set<String> operations(Section group) {
        List<String> names = group.optionalTexts("operations");
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).matches("\\$[a-z][a-z-]*")) {
                group.fault(
                        "operations",
                        i,
                        "'" + names.get(i) + "' is no name of an operation",
                        "a name with its dollar sign, such as $everything");
            } else if (PAST_THE_GUARDS.contains(names.get(i))) {
                group.fault(
                        "operations",
                        i,
                        "HAPI's '" + names.get(i) + "' changes what is stored past the guards",
                        "leave it out, and change resources by PUT, PATCH and DELETE");
            }
        }
        return new TreeSet<>(names);
    }

    /** Returns this policy with an operation of our own offered on a type and its resources. */
    public OfferPolicy with(String type, String operation) {
        Set<String> operations = new TreeSet<>(operations(type));
        operations.add(operation);
        return withOperations(type, operations);
    }

    /** Returns this policy without some operations on a type. */
    public OfferPolicy without(String type, Set<String> operations) {
        Set<String> left = new TreeSet<>(operations(type));
        left.removeAll(operations);
        return withOperations(type, left);
    }

    private OfferPolicy withOperations(String type, Set<String> operations) {
        Offer given = offers.getOrDefault(type, NOTHING);
        Map<String, Offer> more = new LinkedHashMap<>(offers);
        more.put(
                type,
                new Offer(
                        given.published(),
                        given.unpublished(),
                        given.createsUnknownId(),
                        given.createsDeletedId(),
                        operations));
        return new OfferPolicy(system, more, closed);
    }

    /**
     * Returns this policy without interactions that the server cannot guard: they are offered nowhere.
     *
     * @param remedies the interactions, and what a client is told to do instead
     */
    public OfferPolicy closing(Map<Interaction, String> remedies) {
        Map<String, Offer> left = new LinkedHashMap<>();
        offers.forEach((type, offer) -> left.put(
                type,
                new Offer(
                        left(offer.published(), remedies),
                        left(offer.unpublished(), remedies),
                        offer.createsUnknownId(),
                        offer.createsDeletedId(),
                        offer.operations())));
        return new OfferPolicy(left(system, remedies), left, remedies);
    }

    private static Set<Interaction> left(Set<Interaction> offered, Map<Interaction, String> closed) {
        Set<Interaction> left = EnumSet.noneOf(Interaction.class);
        left.addAll(offered);
        left.removeAll(closed.keySet());
        return left;
    }

    /** Returns the types on which anything is offered. */
    public Set<String> types() {
        return new TreeSet<>(offers.keySet());
    }

    /** Returns the interactions that are offered on a type. */
    public Set<Interaction> on(String type) {
        return offers.getOrDefault(type, NOTHING).interactions();
    }

    /** Returns the interactions that are offered on a type and told in the CapabilityStatement. */
    public Set<Interaction> published(String type) {
        return offers.getOrDefault(type, NOTHING).published();
    }

    /**
     * Returns the HTTP methods that are offered on a type, as the header {@code Allow} lists them.
     *
     * @param onOne whether on a resource of that type, rather than on the type
     */
    public String methods(String type, boolean onOne) {
        return allow(on(type), onOne);
    }

    /** Returns the operations that are offered on a type, by name with the dollar sign. */
    public Set<String> operations(String type) {
        return offers.getOrDefault(type, NOTHING).operations();
    }

    /**
     * Judges whether the interaction is offered; the refusal carries the methods that are, as RFC 9110 demands with 405.
     *
     * @param onOne whether the address names one resource
     * @param operation the operation's name, when the interaction is an operation
     */
    public Decision offers(Interaction interaction, String type, boolean onOne, Optional<String> operation) {
        Set<Interaction> offered = type.isEmpty() ? system : on(type);
        Set<Interaction> told = type.isEmpty() ? system : published(type);
        if (offers(offered, interaction, operations(type), operation)) {
            return Decision.permit();
        }
        String asked = operation
                .filter(name -> interaction == Interaction.OPERATION)
                .orElse(interaction == Interaction.UNKNOWN ? "requests of this kind" : interaction.code());
        String what = asked + (type.isEmpty() ? "" : " on " + type);
        String remedy = told.isEmpty() || type.isEmpty()
                ? "See GET [base]/metadata for what is offered."
                : "On " + type + " it offers " + codes(told) + ".";
        Refusal refusal = Refusal.of(
                        Rule.INTERACTION_NOT_OFFERED,
                        "This endpoint does not offer " + what + ".",
                        closed.getOrDefault(interaction, remedy))
                .with("interaction", interaction.code())
                .with("type", type)
                .withHeader("Allow", allow(offered, onOne));
        return Decision.refuse(closed.containsKey(interaction) ? refusal.with("closed", "server") : refusal);
    }

    private static boolean offers(
            Set<Interaction> offered, Interaction interaction, Set<String> operations, Optional<String> operation) {
        return switch (interaction) {
            case OPERATION -> operation.filter(operations::contains).isPresent();
            case BUNDLE -> offered.contains(Interaction.TRANSACTION) || offered.contains(Interaction.BATCH);
            default -> offered.contains(interaction) || ALWAYS.contains(interaction);
        };
    }

    /** Returns the interactions that are offered at the base of the endpoint. */
    public Set<Interaction> onSystem() {
        return system;
    }

    /** Judges a PUT to an id whose resource was deleted. */
    public Decision mayRevive(String type) {
        return offers.getOrDefault(type, NOTHING).createsDeletedId()
                ? Decision.permit()
                : Decision.refuse(Refusal.of(
                        Rule.GONE,
                        "The resource has been deleted, and a deleted one does not come back here.",
                        "Create a new one with POST [base]/" + type + "."));
    }

    /** Judges a PUT to an id that nothing is stored under. */
    public Decision mayCreateUnder(String type, String id, boolean versionNamed) {
        boolean creates = offers.getOrDefault(type, NOTHING).createsUnknownId();
        if (creates && !versionNamed) {
            return Decision.permit();
        }
        String remedy =
                creates ? "Send the PUT without If-Match to create it." : "Create it with POST [base]/" + type + ".";
        return Decision.refuse(Refusal.of(Rule.UNKNOWN_ID, "Nothing is stored under this id.", remedy)
                .with("type", type)
                .with("id", id));
    }

    private static String codes(Set<Interaction> interactions) {
        return String.join(", ", interactions.stream().map(Interaction::code).toList());
    }

    /** The methods that are offered at the address: of one resource, or of the type. */
    private static String allow(Set<Interaction> offered, boolean onOne) {
        return String.join(
                ", ",
                offered.stream()
                        .filter(interaction -> onOne ? ON_ONE.contains(interaction) : ON_TYPE.contains(interaction))
                        .map(Interaction::method)
                        .distinct()
                        .sorted()
                        .toList());
    }
}
