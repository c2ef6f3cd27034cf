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
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
    private final Set<Scope.Version> versions;
    private final boolean wildcards;
    private final Optional<String> patientClaim;
    private final Map<Scope.Level, Set<Permission>> levels;
    private final Set<String> patientNever;
    private final Optional<Grant> absent;

    private ScopePolicy(
            FhirContext fhir,
            List<String> claims,
            Set<Scope.Version> versions,
            boolean wildcards,
            Optional<String> patientClaim,
            Map<Scope.Level, Set<Permission>> levels,
            Set<String> patientNever,
            Optional<Grant> absent) {
        this.fhir = fhir;
        this.compartment = new PatientCompartment(fhir);
        this.claims = List.copyOf(claims);
        this.versions = Set.copyOf(versions);
        this.wildcards = wildcards;
        this.patientClaim = patientClaim;
        this.levels = Map.copyOf(levels);
        this.patientNever = Set.copyOf(patientNever);
        this.absent = absent;
    }

    /** Returns the policy of a contract that knows no scopes: nothing is reached. */
    static ScopePolicy none(FhirContext fhir) {
        return new ScopePolicy(
                fhir, List.of(), Set.of(), false, Optional.empty(), Map.of(), Set.of(), Optional.empty());
    }

    /** Compiles the section; faults unknown versions, and lists without anything in them. */
    static ScopePolicy compile(Section scopes, FhirContext fhir) {
        Map<String, Scope.Version> known = Map.of("v1", Scope.Version.V1, "v2", Scope.Version.V2);
        Set<Scope.Version> versions = EnumSet.noneOf(Scope.Version.class);
        List<String> given = scopes.texts("versions");
        for (int i = 0; i < given.size(); i++) {
            if (known.containsKey(given.get(i))) {
                versions.add(known.get(given.get(i)));
            } else {
                scopes.fault("versions", i, "'" + given.get(i) + "' is no version of SMART scopes", "v1 or v2");
            }
        }
        List<String> claims = scopes.texts("claims");
        if (claims.isEmpty()) {
            scopes.fault("claims", "names no claim", "a claim such as scope");
        }
        if (given.isEmpty()) {
            scopes.fault("versions", "names no version", "v1, v2 or both");
        }
        boolean wildcards = scopes.flag("wildcards", false);
        Optional<Grant> absent = scopes.optionalSection("absent")
                .map(grant -> Grant.compile(
                        grant,
                        text -> Scope.parse(text, versions, wildcards).isPresent(),
                        "a scope that counts here, such as user/Appointment.read"));
        var policy = new ScopePolicy(
                fhir,
                claims,
                versions,
                wildcards,
                scopes.optionalText("patientClaim"),
                levels(scopes),
                Set.copyOf(scopes.optionalTexts("patientNever")),
                absent);
        scopes.close();
        return policy;
    }

    private static Map<Scope.Level, Set<Permission>> levels(Section scopes) {
        Map<Scope.Level, Set<Permission>> levels = new EnumMap<>(Scope.Level.class);
        Optional<Section> given = scopes.optionalSection("levels");
        for (Scope.Level level : Scope.Level.values()) {
            Set<Permission> permitted = EnumSet.noneOf(Permission.class);
            String name = level.name().toLowerCase(Locale.ROOT);
            List<String> words =
                    given.map(section -> section.optionalTexts(name)).orElse(List.of("*"));
            for (int i = 0; i < words.size(); i++) {
                Set<Permission> more = Permission.ofVersion1(words.get(i));
                permitted.addAll(more);
                if (more.isEmpty()) {
                    given.orElseThrow().fault(name, i, "is '" + words.get(i) + "'", "one of read, write is expected");
                }
            }
            levels.put(level, permitted);
        }
        given.ifPresent(Section::close);
        return levels;
    }

    /** Returns scopes that give rights, with every permission. */
    List<String> supported(Collection<String> types) {
        Stream<String> wanted = Stream.concat(types.stream().sorted(), wildcards ? Stream.of("*") : Stream.of());
        return wanted.flatMap(type -> Stream.of(Scope.Level.values())
                        .filter(level -> level != Scope.Level.PATIENT || patientClaim.isPresent())
                        .flatMap(level -> supported(level, type)))
                .toList();
    }

    private Stream<String> supported(Scope.Level level, String type) {
        Set<Permission> permitted = levels.getOrDefault(level, Set.of());
        String prefix = level.name().toLowerCase(Locale.ROOT) + "/" + type + ".";
        return permitted.isEmpty()
                ? Stream.of()
                : versions.stream()
                        .flatMap(version -> version == Scope.Version.V2
                                ? Stream.of(prefix + Permission.version2(permitted))
                                : Stream.of("read", "write")
                                        .filter(word -> permitted.containsAll(Permission.ofVersion1(word)))
                                        .map(prefix::concat));
    }

    /** Returns scopes that reach all of a type: of each level and version, one for each permission alone and one for all. */
    List<String> single(String type) {
        List<String> scopes = new ArrayList<>();
        for (Scope.Level level : Scope.Level.values()) {
            Set<Permission> permitted = levels.getOrDefault(level, Set.of());
            String prefix = level.name().toLowerCase(Locale.ROOT) + "/" + type + ".";
            if (permitted.isEmpty() || level == Scope.Level.PATIENT && patientClaim.isEmpty()) {
                continue;
            }
            if (versions.contains(Scope.Version.V1)) {
                scopes.addAll(List.of(prefix + "read", prefix + "write"));
            }
            if (versions.contains(Scope.Version.V2)) {
                Stream.of(Permission.values())
                        .forEach(permission -> scopes.add(prefix + Permission.version2(Set.of(permission))));
            }
        }
        scopes.addAll(supported(List.of(type)));
        return scopes.stream().distinct().toList();
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

    /** Returns the capabilities of SMART App Launch 2.2 that hold. */
    List<String> capabilities() {
        List<String> capabilities = new ArrayList<>();
        versions.stream()
                .sorted()
                .forEach(version ->
                        capabilities.add("permission-" + version.name().toLowerCase(Locale.ROOT)));
        capabilities.add("permission-user");
        patientClaim
                .filter(claim ->
                        !levels.getOrDefault(Scope.Level.PATIENT, Set.of()).isEmpty())
                .ifPresent(claim -> capabilities.add("permission-patient"));
        return capabilities;
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
                        && levels.getOrDefault(scope.level(), Set.of()).contains(permission))
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
        return held.stream().map(text -> Scope.parse(text, versions, wildcards)).flatMap(Optional::stream);
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
        if (needed.isEmpty() || (type.isEmpty() && !wildcards)) {
            return "";
        }
        boolean system = held(caller).anyMatch(scope -> scope.level() == Scope.Level.SYSTEM);
        if (!levels.getOrDefault(system ? Scope.Level.SYSTEM : Scope.Level.USER, Set.of())
                .containsAll(needed)) {
            return "";
        }
        String begin = (system ? "system/" : "user/") + (type.isEmpty() ? Scope.ANY_TYPE : type) + ".";
        return versions.contains(Scope.Version.V2)
                ? begin + Permission.version2(needed)
                : needed.stream()
                        .map(permission -> begin + permission.version1())
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(" "));
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

    /** Returns the scopes of which one is enough for an interaction on a type: the narrowest of each level and spelling. */
    List<String> enough(Interaction interaction, String type) {
        Set<Permission> needed = Permission.neededBy(interaction);
        if (needed.isEmpty()) {
            return List.of();
        }
        return Stream.of(Scope.Level.values())
                .filter(level -> level != Scope.Level.PATIENT || patientClaim.isPresent())
                .filter(level -> levels.getOrDefault(level, Set.of()).containsAll(needed))
                .flatMap(level -> versions.stream()
                        .sorted()
                        .flatMap(version -> version == Scope.Version.V2
                                ? Stream.of(Permission.version2(needed))
                                : Stream.of("read", "write")
                                        .filter(word ->
                                                Permission.ofVersion1(word).containsAll(needed)))
                        .map(word -> level.name().toLowerCase(Locale.ROOT) + "/" + type + "." + word))
                .toList();
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
