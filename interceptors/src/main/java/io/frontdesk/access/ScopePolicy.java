package io.frontdesk.access;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.caller.Claims;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.element.Criterion;
import io.frontdesk.request.Interaction;
import io.frontdesk.source.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * What the SMART scopes of a token reach (SMART App Launch 2.2, Scopes and Launch Context). Compiled from {@code access.scopes}:
 *
 * <pre>
 * access:
 *   scopes:
 *     claims: [scope]            # claims that hold scopes: a text with spaces between them, or a list
 *     versions: [v1, v2]         # v1: user/Appointment.read; v2: user/Appointment.rs?status=booked
 *     wildcards: true            # whether user/*.rs and user/Appointment.* count; absent: they grant nothing
 *     patientClaim: patient      # the claim with the patient of patient/ scopes; absent: these grant nothing
 *     levels:                    # what scopes of each level may permit at all; absent: everything; a level not listed: nothing
 *       patient: [read]          # read, write
 *     patientNever: ["http://example.org|R"]  # security labels of what no patient/ scope reaches; optional
 *     absent:                    # what a token without any scope has all the same; optional
 *       claim: grant             # of tokens with this claim
 *       is: client_credentials   # and this value; optional
 *       give: [system/*.*]
 * </pre>
 *
 * A scope that is not understood to its last character grants nothing. What a search shows needs {@code s}, what a read
 * shows needs {@code r}, and a write needs its letter on the stored and on the proposed resource alike, so that nobody
 * gains or sheds access by a change.
 */
final class ScopePolicy {

    private static final Pattern PATIENT = Pattern.compile("(?:Patient/)?([A-Za-z0-9.-]{1,64})");

    private final FhirContext fhir;
    private final PatientCompartment compartment;
    private final List<String> claims;
    private final SupportedScopes supported;
    private final Optional<String> patientClaim;
    private final Set<String> patientNever;
    private final Optional<Grant> absent;

    private ScopePolicy(
            FhirContext fhir,
            List<String> claims,
            SupportedScopes supported,
            Optional<String> patientClaim,
            Set<String> patientNever,
            Optional<Grant> absent) {
        this.fhir = fhir;
        this.compartment = new PatientCompartment(fhir);
        this.claims = List.copyOf(claims);
        this.supported = patientClaim.isPresent() ? supported : supported.withoutPatients();
        this.patientClaim = patientClaim;
        this.patientNever = Set.copyOf(patientNever);
        this.absent = absent;
    }

    /** Returns the policy of a contract that knows no scopes: nothing is reached. */
    static ScopePolicy none(FhirContext fhir) {
        return new ScopePolicy(fhir, List.of(), SupportedScopes.none(), Optional.empty(), Set.of(), Optional.empty());
    }

    /** Compiles the section; faults what {@link SupportedScopes} do, and claims without any in them. */
    static ScopePolicy compile(Section scopes, FhirContext fhir) {
        SupportedScopes supported = SupportedScopes.compile(scopes);
        List<String> claims = scopes.texts("claims");
        if (claims.isEmpty()) {
            scopes.fault("claims", "names no claim", "a claim such as scope");
        }
        Optional<Grant> absent = scopes.optionalSection("absent")
                .map(grant -> Grant.compile(
                        grant,
                        text -> supported.parse(text).isPresent(),
                        "a scope that counts here, such as user/Appointment.read"));
        var policy = new ScopePolicy(
                fhir,
                claims,
                supported,
                scopes.optionalText("patientClaim"),
                Set.copyOf(scopes.optionalTexts("patientNever")),
                absent);
        scopes.close();
        return policy;
    }

    /** Returns the scopes that give rights. */
    SupportedScopes supported() {
        return supported;
    }

    /** Returns the claims that hold scopes. */
    List<String> claims() {
        return claims;
    }

    /** Returns the claim that names the patient of patient/ scopes. */
    Optional<String> patientClaim() {
        return patientClaim;
    }

    /** Returns who has scopes without any in the token. */
    Optional<Grant> absent() {
        return absent;
    }

    /** Judges what can be judged without a resource: whether any scope permits the interaction on the type. */
    Decision mayAsk(Claims caller, Interaction interaction, String type) {
        Set<Permission> needed = Permission.neededBy(interaction);
        boolean conditional = needed.size() > 1;
        boolean all = !needed.isEmpty();
        for (Permission permission : needed) {
            List<Reach> reaches = reaches(caller, type, permission);
            // The condition is searched among all resources, not only among those that the caller would be shown.
            boolean unseen = conditional && permission == Permission.SEARCH;
            all &= unseen ? reaches.stream().anyMatch(Reach::unlimited) : !reaches.isEmpty();
        }
        return all
                ? Decision.permit()
                : Decision.refuse(refusal(
                        Rule.ACCESS_RIGHT,
                        "The token carries no scope to " + interaction.code() + (type.isEmpty() ? "" : " on " + type)
                                + ".",
                        "",
                        named(caller, type, needed)));
    }

    /** Judges whether an interaction that only reads may show a resource. */
    Decision mayShow(Claims caller, Interaction interaction, IBaseResource resource, Set<String> ownBases) {
        return may(caller, Permission.neededBy(interaction), resource, "", ownBases);
    }

    /**
     * Judges what a client would store: nobody gains or sheds access by it.
     *
     * @param stored whether something is stored, which the interaction would change or delete
     */
    Decision mayStore(
            Claims caller, Interaction interaction, boolean stored, IBaseResource resource, Set<String> ownBases) {
        Set<Permission> needed = Permission.neededToWrite(interaction, stored);
        return may(caller, needed, resource, " as it would be stored", ownBases);
    }

    /** Judges what a client would change or delete. */
    Decision mayChange(Claims caller, Interaction interaction, IBaseResource resource, Set<String> ownBases) {
        return may(caller, Permission.neededToWrite(interaction, true), resource, " as it is stored", ownBases);
    }

    /** Returns how much of a type the caller may see, by reading or by searching. */
    Sight sight(Claims caller, String type) {
        List<Reach> reaches = Stream.of(Permission.READ, Permission.SEARCH)
                .flatMap(permission -> reaches(caller, type, permission).stream())
                .toList();
        if (reaches.isEmpty()) {
            return Sight.NONE;
        }
        return reaches.stream().anyMatch(Reach::unlimited) ? Sight.ALL : Sight.SOME;
    }

    private Decision may(
            Claims caller, Set<Permission> needed, IBaseResource resource, String state, Set<String> ownBases) {
        String type = resource.fhirType();
        boolean all = needed.stream()
                .allMatch(permission -> reaches(caller, type, permission).stream()
                        .anyMatch(reach -> reach.holds(resource, compartment, ownBases)));
        return all && !needed.isEmpty()
                ? Decision.permit()
                : Decision.refuse(refusal(
                        Rule.ACCESS_SCOPE,
                        "The scopes of the token do not reach this " + type + state + ".",
                        "Keep to the patient and the restrictions that the scopes name. ",
                        named(caller, type, needed)));
    }

    private List<Reach> reaches(Claims caller, String type, Permission permission) {
        return held(caller)
                .filter(scope -> scope.covers(type)
                        && scope.permissions().contains(permission)
                        && supported.permitted(scope.level()).contains(permission))
                .map(scope -> reach(caller, scope, type))
                .flatMap(Optional::stream)
                .toList();
    }

    private Stream<Scope> held(Claims caller) {
        List<String> given = claims.stream()
                .flatMap(claim -> caller.texts(claim).stream())
                .flatMap(text -> Stream.of(text.split(" ")))
                .filter(text -> !text.isEmpty())
                .toList();
        Set<String> held =
                given.isEmpty() ? absent.map(grant -> grant.to(caller)).orElseGet(Set::of) : Set.copyOf(given);
        return held.stream().map(supported::parse).flatMap(Optional::stream);
    }

    /** Returns what a scope reaches of a type; empty when a part of it is not understood on that type. */
    private Optional<Reach> reach(Claims caller, Scope scope, String type) {
        List<Criterion> restrictions = new ArrayList<>();
        for (Scope.Parameter parameter : scope.parameters()) {
            Optional<Criterion> restriction = Criterion.of(fhir, type, parameter.name(), parameter.value());
            if (restriction.isEmpty()) {
                return Optional.empty();
            }
            restrictions.add(restriction.get());
        }
        if (scope.level() != Scope.Level.PATIENT) {
            return Optional.of(new Reach(Optional.empty(), restrictions, Set.of()));
        }
        return patientClaim
                .flatMap(caller::text)
                .map(PATIENT::matcher)
                .filter(Matcher::matches)
                .map(patient -> new Reach(Optional.of(patient.group(1)), restrictions, patientNever));
    }

    /** Returns the scopes that would be enough, as an authorization server takes them; empty when none would be. */
    private String named(Claims caller, String type, Set<Permission> needed) {
        boolean system = held(caller).anyMatch(scope -> scope.level() == Scope.Level.SYSTEM);
        return supported.asked(system ? Scope.Level.SYSTEM : Scope.Level.USER, type, needed);
    }

    /** RFC 6750 section 3.1: whoever lacks a scope is told which one. */
    private Refusal refusal(Rule rule, String text, String advice, String scope) {
        if (scope.isEmpty()) {
            return Refusal.of(rule, text, "No scope allows it here.");
        }
        return Refusal.of(rule, text, advice + "The scope " + scope + " would allow it.")
                .with("scope", scope)
                .withHeader("WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"" + scope + "\"");
    }

    /** Returns who has scopes, by what claims. */
    Map<String, List<String>> holders() {
        Map<String, List<String>> holders = new LinkedHashMap<>();
        claims.forEach(claim -> holders.put(claim, List.of("the SMART scopes in it")));
        patientClaim.ifPresent(claim -> holders.put(claim, List.of("the patient of patient/ scopes")));
        absent.ifPresent(grant -> holders.put(
                grant.told() + ", without a scope",
                grant.rights().stream().sorted().toList()));
        return holders;
    }
}
