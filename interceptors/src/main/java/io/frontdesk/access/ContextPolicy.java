package io.frontdesk.access;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.caller.Claims;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.element.ElementPath;
import io.frontdesk.element.NoSuchElementPathException;
import io.frontdesk.element.References;
import io.frontdesk.request.Interaction;
import io.frontdesk.source.Section;
import java.util.ArrayList;
import java.util.EnumSet;
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
 *     always:                           # each of these must hold for every kind of user that is judged by context
 *       - {name: Patient, claim: context.patient_id, elements: [participant.actor], mandatory: false}
 * </pre>
 *
 * A match holds when the claim's text equals a reference at one of the elements; references to the endpoint itself count as
 * relative on both sides. A rule under {@code always} whose claim the token lacks holds, unless it is mandatory.
 */
public final class ContextPolicy {

    /** What somebody does with an appointment. */
    public enum Use {
        READ,
        CHANGE
    }

    private record Match(
            String name,
            String claim,
            List<ElementPath> elements,
            boolean mandatory,
            Set<String> profiles,
            Set<String> notProfiles,
            Set<Use> uses) {

        /** Returns whether the match is about this use of an appointment at all. */
        boolean concerns(IBaseResource resource, Use use) {
            return uses.contains(use)
                    && (profiles.isEmpty() || labelled(resource, profiles))
                    && !labelled(resource, notProfiles);
        }

        private static boolean labelled(IBaseResource resource, Set<String> with) {
            return !with.isEmpty()
                    && resource.getMeta().getProfile().stream().anyMatch(label -> with.contains(label.getValue()));
        }

        boolean holds(Claims claims, IBaseResource resource, Set<String> ownBases) {
            Optional<String> wanted = claims.text(claim).map(url -> References.local(url, ownBases));
            return wanted.isPresent()
                    && elements.stream()
                            .flatMap(path -> path.textsIn(resource).stream())
                            .map(reference -> References.local(reference, ownBases))
                            .anyMatch(wanted.get()::equals);
        }
    }

    private record UserType(Set<Interaction> interactions, List<Match> anyOf) {}

    private static final UserType NOBODY = new UserType(Set.of(), List.of());

    /** The interactions that show appointments. */
    private static final Set<Interaction> SHOWING =
            Set.of(Interaction.READ, Interaction.VREAD, Interaction.SEARCH, Interaction.HISTORY_INSTANCE);

    private final String typeClaim;
    private final Map<String, UserType> types;
    private final List<Match> always;

    private ContextPolicy(String typeClaim, Map<String, UserType> types, List<Match> always) {
        this.typeClaim = typeClaim;
        this.types = Map.copyOf(types);
        this.always = List.copyOf(always);
    }

    /** Compiles the section; faults unknown interactions and elements that the resource type does not have. */
    public static ContextPolicy compile(Section context, FhirContext fhir, String resourceType) {
        Section userTypes = context.section("userTypes");
        Section byName = userTypes.section("types");
        Map<String, UserType> types = new LinkedHashMap<>();
        for (String name : byName.keys()) {
            Section type = byName.section(name);
            types.put(
                    name,
                    new UserType(Interaction.listed(type, "interactions"), matches(type, "anyOf", fhir, resourceType)));
            type.close();
        }
        String claim = userTypes.text("claim");
        userTypes.close();
        List<Match> always = matches(context, "always", fhir, resourceType);
        context.close();
        return new ContextPolicy(claim, types, always);
    }

    private static List<Match> matches(Section parent, String key, FhirContext fhir, String resourceType) {
        List<Match> matches = new ArrayList<>();
        for (Section section : parent.sections(key)) {
            matches.add(new Match(
                    section.text("name"),
                    section.text("claim"),
                    elements(section, fhir, resourceType),
                    section.flag("mandatory", false),
                    Set.copyOf(section.optionalTexts("profiles")),
                    Set.copyOf(section.optionalTexts("notProfiles")),
                    uses(section)));
            section.close();
        }
        return List.copyOf(matches);
    }

    private static Set<Use> uses(Section section) {
        Map<String, Use> spellings = Map.of("read", Use.READ, "change", Use.CHANGE);
        List<String> to = section.has("to") ? section.texts("to") : List.of("read", "change");
        Set<Use> uses = EnumSet.noneOf(Use.class);
        for (int i = 0; i < to.size(); i++) {
            Use use = spellings.get(to.get(i));
            if (use == null) {
                section.fault("to", i, "is '" + to.get(i) + "'", "one of change, read is expected");
            } else {
                uses.add(use);
            }
        }
        return Set.copyOf(uses);
    }

    private static List<ElementPath> elements(Section section, FhirContext fhir, String resourceType) {
        List<String> paths = section.texts("elements");
        List<ElementPath> elements = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            try {
                elements.add(ElementPath.of(fhir, resourceType, paths.get(i)));
            } catch (NoSuchElementPathException e) {
                section.fault("elements", i, String.valueOf(e.getMessage()), "an element such as participant.actor");
            }
        }
        return List.copyOf(elements);
    }

    /** Judges what can be judged without a resource: the kind of user, and mandatory context. */
    public Decision mayAsk(Claims claims, Interaction interaction) {
        Optional<String> kind = claims.text(typeClaim).filter(types::containsKey);
        UserType type = kind.map(types::get).orElse(NOBODY);
        if (!type.interactions().contains(interaction)) {
            return notForKind(kind, interaction);
        }
        boolean lacking = !type.anyOf().isEmpty()
                && type.anyOf().stream()
                        .allMatch(match -> claims.text(match.claim()).isEmpty());
        List<Match> missing = new ArrayList<>();
        if (lacking) {
            missing.addAll(type.anyOf());
        }
        if (!type.anyOf().isEmpty()) {
            always.stream()
                    .filter(match ->
                            match.mandatory() && claims.text(match.claim()).isEmpty())
                    .forEach(missing::add);
        }
        if (missing.isEmpty()) {
            return Decision.permit();
        }
        String wanted = String.join(" or ", missing.stream().map(Match::claim).toList());
        return Decision.refuse(Refusal.of(
                        Rule.ACCESS_CONTEXT_MISSING,
                        "The token must carry the claim " + wanted + ".",
                        "Choose a context and fetch a new token.")
                .with("userType", kind.orElse("unknown"))
                .with("context", missing.get(0).name()));
    }

    /** Judges whether the caller's kind of user may see appointments at all, whatever led to them. */
    public Decision maySee(Claims claims) {
        Optional<String> kind = claims.text(typeClaim).filter(types::containsKey);
        return SHOWING.stream().anyMatch(kind.map(types::get).orElse(NOBODY).interactions()::contains)
                ? Decision.permit()
                : notForKind(kind, Interaction.READ);
    }

    /** Returns how much of all appointments the caller may see. */
    public Sight sight(Claims claims) {
        if (maySee(claims) instanceof Decision.Refuse) {
            return Sight.NONE;
        }
        boolean everything = claims.text(typeClaim)
                .map(types::get)
                .filter(type -> type.anyOf().isEmpty())
                .isPresent();
        return everything ? Sight.ALL : Sight.SOME;
    }

    private Decision notForKind(Optional<String> kind, Interaction interaction) {
        String who = kind.map(name -> "A caller of type " + name).orElse("A caller of an unknown type");
        return Decision.refuse(Refusal.of(
                        Rule.ACCESS_USER_TYPE,
                        who + " may not " + interaction.code() + " appointments.",
                        "Use a token whose claim " + typeClaim + " names a type that may.")
                .with("userType", kind.orElse("unknown"))
                .with("interaction", interaction.code()));
    }

    /** Judges whether an appointment has so much to do with the caller's context that they may use it so. */
    public Decision may(Claims claims, IBaseResource appointment, Set<String> ownBases, Use use) {
        Optional<UserType> known = claims.text(typeClaim).map(types::get);
        if (known.isEmpty()) {
            return outside(typeClaim);
        }
        UserType type = known.get();
        if (type.anyOf().isEmpty()) {
            return Decision.permit();
        }
        if (type.anyOf().stream()
                .noneMatch(match -> match.concerns(appointment, use) && match.holds(claims, appointment, ownBases))) {
            return outside(type.anyOf().get(0).name());
        }
        return always.stream()
                .filter(match -> match.concerns(appointment, use)
                        && claims.text(match.claim()).isPresent()
                        && !match.holds(claims, appointment, ownBases))
                .findFirst()
                .map(match -> outside(match.name()))
                .orElseGet(Decision::permit);
    }

    private static Decision outside(String name) {
        return Decision.refuse(Refusal.of(
                        Rule.ACCESS_CONTEXT,
                        "The appointment does not belong to the " + name + " in the context of the token.",
                        "Choose a context that takes part in the appointment and fetch a new token.")
                .with("context", name));
    }
}
