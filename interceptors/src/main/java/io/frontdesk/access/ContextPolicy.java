package io.frontdesk.access;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.caller.Claims;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.request.Interaction;
import io.frontdesk.source.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Whether an appointment has to do with the context in its caller's token. Compiled from {@code access.context}:
 *
 * <pre>
 * access:
 *   context:
 *     userTypes:
 *       claim: user_type                # which kind of user the caller is; a kind that is not listed may do nothing
 *       types:
 *         PRACTITIONER:
 *           interactions: [read, update]
 *           anyOf:                      # one of these must hold; absent: no context is asked for
 *             - {name: CareTeam, claim: context.care_team_id, elements: [participant.actor]}
 *             - name: CareTeam          # a match that is about some appointments or uses only:
 *               claim: context.care_team_id
 *               elements: [participant.extension('http://example.org/team').value]
 *               notProfiles: ["http://example.org/group"]  # not those labelled so; profiles: those labelled so alone
 *               to: [read]              # read, change; absent: both
 *         PATIENT:
 *           interactions: [read]
 *           anyOf:                      # user: true says that the claim names the caller, not a context they chose
 *             - {name: Patient, claim: user_id, elements: [participant.actor], user: true}
 *           own:                        # where the token has the claim, it must equal the other one
 *             - {name: Patient, claim: context.patient_id, is: user_id}
 *     always:                           # each of these must hold for every kind of user that is judged by context
 *       - {name: Patient, claim: context.patient_id, elements: [participant.actor], mandatory: false}
 *       - name: identifier system
 *         claim: certificate.subject
 *         values: {"CN=Agenda": "urn:oid:1.2.3"}   # what the claim stands for; optional, absent: itself
 *         elements: [identifier.system]
 *         criteria: identifier          # a token parameter of which criteria name the value as their system; optional
 * </pre>
 *
 * A match holds when what the claim stands for equals a reference or a text at one of the elements; references to the endpoint
 * itself count as relative on both sides. A rule under {@code always} whose claim the token lacks, or stands for nothing, holds
 * unless it is mandatory. Without {@code userTypes} every caller is judged by {@code always}.
 */
public final class ContextPolicy {

    /** What somebody does with an appointment. */
    public enum Use {
        READ,
        CHANGE
    }

    /** The interactions that show appointments. */
    private static final Set<Interaction> SHOWING =
            Set.of(Interaction.READ, Interaction.VREAD, Interaction.SEARCH, Interaction.HISTORY_INSTANCE);

    private final Optional<String> typeClaim;
    private final Map<String, UserType> types;
    private final List<ContextMatch> always;

    private ContextPolicy(Optional<String> typeClaim, Map<String, UserType> types, List<ContextMatch> always) {
        this.typeClaim = typeClaim;
        this.types = Map.copyOf(types);
        this.always = List.copyOf(always);
    }

    /** Compiles the section; faults unknown interactions and elements that the resource type does not have. */
    public static ContextPolicy compile(Section context, FhirContext fhir, String resourceType) {
        Map<String, UserType> types = new LinkedHashMap<>();
        Optional<String> claim = context.optionalSection("userTypes").map(userTypes -> {
            types.putAll(UserType.compile(userTypes.section("types"), fhir, resourceType));
            String named = userTypes.text("claim");
            userTypes.close();
            return named;
        });
        List<ContextMatch> always = ContextMatch.compile(context, "always", fhir, resourceType);
        if (claim.isEmpty() && always.isEmpty()) {
            context.fault("", "says nothing", "give userTypes or always");
        }
        context.close();
        return new ContextPolicy(claim, types, always);
    }

    /** Judges what can be judged without a resource: the kind of user, and mandatory context. */
    public Decision mayAsk(Claims claims, Interaction interaction) {
        return mayAsk(claims, interaction, Set.of());
    }

    /** Judges the same, with what the endpoint's own references begin with. */
    Decision mayAsk(Claims claims, Interaction interaction, Set<String> ownBases) {
        UserType type = type(claims);
        if (!type.interactions().contains(interaction)) {
            return notForKind(claims, interaction);
        }
        for (OwnContext own : type.own()) {
            Decision decision = own.may(claims, kind(claims).orElse("unknown"), ownBases);
            if (decision instanceof Decision.Refuse) {
                return decision;
            }
        }
        List<ContextMatch> missing = new ArrayList<>();
        if (type.anyOf().stream().allMatch(match -> match.wanted(claims).isEmpty())) {
            missing.addAll(type.anyOf());
        }
        if (type.judged()) {
            always.stream()
                    .filter(match -> match.mandatory() && match.wanted(claims).isEmpty())
                    .forEach(missing::add);
        }
        if (missing.isEmpty()) {
            return Decision.permit();
        }
        String wanted =
                String.join(" or ", missing.stream().map(ContextMatch::claim).toList());
        return Decision.refuse(Refusal.of(
                        Rule.ACCESS_CONTEXT_MISSING,
                        "The caller must have the claim " + wanted + ".",
                        "Choose a context and fetch a new token.")
                .with("userType", kind(claims).orElse("unknown"))
                .with("context", missing.get(0).name()));
    }

    /** Judges whether the caller's kind of user may see appointments at all, whatever led to them. */
    public Decision maySee(Claims claims) {
        return SHOWING.stream().anyMatch(type(claims).interactions()::contains)
                ? Decision.permit()
                : notForKind(claims, Interaction.READ);
    }

    /** Returns how much of all appointments the caller may see. */
    public Sight sight(Claims claims) {
        if (maySee(claims) instanceof Decision.Refuse) {
            return Sight.NONE;
        }
        return limited(claims) ? Sight.SOME : Sight.ALL;
    }

    /** Returns whether there are appointments that the caller's context does not reach. */
    private boolean limited(Claims claims) {
        UserType type = type(claims);
        return type.judged()
                && (!type.anyOf().isEmpty()
                        || always.stream()
                                .anyMatch(match -> match.wanted(claims).isPresent()));
    }

    /** Returns the parameters of an address with its criteria confined to the caller's context, as far as they can be. */
    public Map<String, List<String>> confined(Claims claims, Map<String, List<String>> parameters) {
        Map<String, List<String>> confined = new LinkedHashMap<>(parameters);
        if (type(claims).judged()) {
            always.forEach(match -> match.confine(claims, confined));
        }
        return confined;
    }

    /** Judges whether criteria can be met by nothing outside of the caller's context. */
    public Decision mayName(Claims claims, Map<String, List<String>> criteria) {
        if (!limited(claims)) {
            return Decision.permit();
        }
        List<ContextMatch> wider = new ArrayList<>(type(claims).anyOf());
        always.stream()
                .filter(match -> match.wanted(claims).isPresent() && !match.confines(claims, criteria))
                .forEach(wider::add);
        return wider.isEmpty() ? Decision.permit() : outside(wider.get(0).name());
    }

    /**
     * Returns the parameters of a search that finds nothing outside of the caller's context, or empty where no search
     * parameters say that.
     */
    Optional<Map<String, List<String>>> searched(Claims claims, Map<String, List<String>> parameters) {
        UserType type = type(claims);
        List<ContextMatch> holding = always.stream()
                .filter(match -> match.wanted(claims).isPresent())
                .toList();
        if (!type.judged()
                || !type.anyOf().isEmpty()
                || holding.isEmpty()
                || holding.stream().anyMatch(match -> match.search().isEmpty() || !match.aboutAll())) {
            return Optional.empty();
        }
        Map<String, List<String>> confined = new LinkedHashMap<>(parameters);
        for (ContextMatch match : holding) {
            List<String> values =
                    new ArrayList<>(confined.getOrDefault(match.search().orElseThrow(), List.of()));
            values.add(match.wanted(claims).orElseThrow().replaceAll("([\\\\,$|])", "\\\\$1"));
            confined.put(match.search().orElseThrow(), values);
        }
        return Optional.of(confined);
    }

    /** Returns each kind of user that the contract lists, with whether it is judged by context; none where it lists none. */
    Map<String, UserType> kinds() {
        return types;
    }

    /** Returns the claim that says what kind of user a caller is. */
    Optional<String> kindClaim() {
        return typeClaim;
    }

    /** Returns the matches that must hold for every kind that is judged by context. */
    List<ContextMatch> always() {
        return always;
    }

    /** Returns the search parameters that find what belongs to a context. */
    public List<String> searchParameters() {
        return always.stream().flatMap(match -> match.search().stream()).toList();
    }

    private UserType type(Claims claims) {
        return typeClaim.isEmpty()
                ? UserType.EVERYBODY
                : kind(claims).map(types::get).orElse(UserType.NOBODY);
    }

    private Optional<String> kind(Claims claims) {
        return typeClaim.flatMap(claims::text).filter(types::containsKey);
    }

    private Decision notForKind(Claims claims, Interaction interaction) {
        Optional<String> kind = kind(claims);
        String who = kind.map(name -> "A caller of type " + name).orElse("A caller of an unknown type");
        return Decision.refuse(Refusal.of(
                        Rule.ACCESS_USER_TYPE,
                        who + " may not " + interaction.code() + " appointments.",
                        "Use a token whose claim " + typeClaim.orElse("") + " names a type that may.")
                .with("userType", kind.orElse("unknown"))
                .with("interaction", interaction.code()));
    }

    /** Judges whether an appointment has so much to do with the caller's context that they may use it so. */
    public Decision may(Claims claims, IBaseResource appointment, Set<String> ownBases, Use use) {
        UserType type = type(claims);
        if (type == UserType.NOBODY) {
            return outside(typeClaim.orElse(""));
        }
        if (!type.judged()) {
            return Decision.permit();
        }
        if (!type.anyOf().isEmpty()
                && type.anyOf().stream()
                        .noneMatch(match ->
                                match.concerns(appointment, use) && match.holds(claims, appointment, ownBases))) {
            return type.anyOf().stream().allMatch(ContextMatch::user)
                    ? notForUser(kind(claims).orElse("unknown"))
                    : outside(type.anyOf().get(0).name());
        }
        return always.stream()
                .filter(match -> match.concerns(appointment, use)
                        && match.wanted(claims).isPresent()
                        && !match.holds(claims, appointment, ownBases))
                .findFirst()
                .map(match -> outside(match.name()))
                .orElseGet(Decision::permit);
    }

    private static Decision notForUser(String kind) {
        return Decision.refuse(Refusal.of(
                        Rule.ACCESS_USER,
                        "A caller of type " + kind + " does not take part in the appointment.",
                        "Ask for an appointment that the user of the token takes part in.")
                .with("userType", kind));
    }

    private static Decision outside(String name) {
        return Decision.refuse(Refusal.of(
                        Rule.ACCESS_CONTEXT,
                        "The appointment does not belong to the " + name + " in the context of the token.",
                        "Choose a context that takes part in the appointment and fetch a new token.")
                .with("context", name));
    }
}
