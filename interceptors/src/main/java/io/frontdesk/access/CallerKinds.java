package io.frontdesk.access;

import io.frontdesk.caller.Caller;
import io.frontdesk.caller.Claims;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The kinds of callers that a contract can tell apart on one resource type: nobody who proved who they are, a token without
 * rights, each right and each scope alone, all of them, whoever has rights for other claims; each of these as every kind of
 * user, with a context that they belong to and, where the contract lets them be without, with none.
 */
public final class CallerKinds {

    /** What an issuer says in every token (RFC 7519 section 4.1, RFC 9068 section 2.2): nobody earns a right by it. */
    private static final Map<String, String> EVERY_TOKEN = Map.of(
            "iss", "https://idp.example.org",
            "sub", "caller",
            "aud", "frontdesk",
            "jti", "1",
            "client_id", "client");

    /** Whom a caller's context names, unless the contract maps it to something else. */
    private static final String CONTEXT = "Patient/1";

    /** What a token carries. */
    private record Carried(String name, Map<String, Object> claims) {}

    /** A context that a token names. */
    private record Context(String name, Map<String, String> claims, Map<String, String> belongs) {}

    private CallerKinds() {}

    /** Returns the kinds of callers, strangers first. */
    public static List<CallerKind> of(AccessPolicy access, Optional<ContextPolicy> context, String type) {
        List<CallerKind> kinds = new ArrayList<>();
        kinds.add(new CallerKind("nobody known", new Caller.Anonymous(), true, Map.of()));
        for (Context as :
                context.map(CallerKinds::contexts).orElseGet(() -> List.of(new Context("", Map.of(), Map.of())))) {
            kinds.add(new CallerKind(
                    named("a token without rights", as),
                    caller(Map.of(), as.claims()),
                    !granted(access, as.claims().keySet()),
                    as.belongs()));
            for (Carried carried : carried(access, type)) {
                kinds.add(new CallerKind(
                        named(carried.name(), as), caller(carried.claims(), as.claims()), false, as.belongs()));
            }
        }
        return List.copyOf(kinds);
    }

    private static String named(String name, Context as) {
        return as.name().isEmpty() ? name : name + ", " + as.name();
    }

    private static Caller caller(Map<String, Object> carried, Map<String, String> context) {
        Map<String, Object> claims = new HashMap<>(EVERY_TOKEN);
        claims.putAll(context);
        claims.putAll(carried);
        return new Caller.Authenticated("caller", new Claims(claims));
    }

    /** Whether anybody has rights for one of the claims. */
    private static boolean granted(AccessPolicy access, Set<String> claims) {
        return grants(access).stream()
                .flatMap(grant -> grant.claims().keySet().stream())
                .anyMatch(claims::contains);
    }

    private static List<Grant> grants(AccessPolicy access) {
        List<Grant> grants =
                new ArrayList<>(access.rights().map(RightsPolicy::grants).orElseGet(List::of));
        access.scopes().flatMap(ScopePolicy::absent).ifPresent(grants::add);
        return grants;
    }

    private static List<Carried> carried(AccessPolicy access, String type) {
        List<Carried> rights = access.rights()
                .filter(policy -> !policy.claims().isEmpty())
                .map(policy -> each("the right ", policy.claims().get(0), policy.named(type)))
                .orElseGet(List::of);
        List<Carried> scopes =
                access.scopes().map(policy -> scopes(policy, type)).orElseGet(List::of);
        List<Carried> all = new ArrayList<>(rights);
        all.addAll(scopes);
        for (Grant grant : grants(access)) {
            all.add(new Carried("whoever has " + grant.claims(), new HashMap<>(grant.claims())));
        }
        if (access.demandsBoth() && !rights.isEmpty() && !scopes.isEmpty()) {
            // Each one is tried beside all of the others.
            Carried everyRight = rights.get(rights.size() - 1);
            Carried everyScope = scopes.get(scopes.size() - 1);
            scopes.forEach(scope -> all.add(both(everyRight, scope)));
            rights.forEach(right -> all.add(both(right, everyScope)));
        }
        return all;
    }

    private static Carried both(Carried one, Carried other) {
        Map<String, Object> claims = new HashMap<>(one.claims());
        claims.putAll(other.claims());
        return new Carried(one.name() + " and " + other.name(), claims);
    }

    private static List<Carried> scopes(ScopePolicy policy, String type) {
        return each(
                        "the scope ",
                        policy.claims().get(0),
                        new LinkedHashSet<>(policy.supported().single(type)))
                .stream()
                .map(scope -> {
                    Map<String, Object> claims = new HashMap<>(scope.claims());
                    policy.patientClaim().ifPresent(claim -> claims.put(claim, "1"));
                    return new Carried(scope.name(), claims);
                })
                .toList();
    }

    /** Each one alone, and all of them last. */
    private static List<Carried> each(String what, String claim, Set<String> texts) {
        List<Carried> each = new ArrayList<>();
        texts.forEach(text -> each.add(new Carried(what + text, Map.of(claim, List.of(text)))));
        each.add(new Carried("every one of " + String.join(" ", texts), Map.of(claim, List.copyOf(texts))));
        return each;
    }

    private static List<Context> contexts(ContextPolicy policy) {
        List<Context> contexts = new ArrayList<>();
        if (policy.kindClaim().isEmpty()) {
            contexts.add(new Context("", Map.of(), Map.of()));
            contexts.add(context("with a context", policy.always(), Map.of()));
            return contexts;
        }
        contexts.add(new Context("no kind of user", Map.of(), Map.of()));
        policy.kinds().forEach((name, type) -> {
            List<ContextMatch> matches = new ArrayList<>(type.anyOf());
            matches.addAll(policy.always());
            Map<String, String> claims = new LinkedHashMap<>();
            claims.put(policy.kindClaim().get(), name);
            type.own().forEach(own -> {
                claims.put(own.claim(), CONTEXT);
                claims.put(own.is(), CONTEXT);
            });
            contexts.add(context("as " + name, type.judged() ? matches : List.of(), claims));
        });
        return contexts;
    }

    private static Context context(String name, List<ContextMatch> matches, Map<String, String> more) {
        String value = matches.stream()
                .flatMap(match -> match.values().values().stream())
                .sorted()
                .findFirst()
                .orElse(CONTEXT);
        Map<String, String> claims = new LinkedHashMap<>(more);
        Map<String, String> belongs = new LinkedHashMap<>();
        for (ContextMatch match : matches) {
            claims.putIfAbsent(match.claim(), spelled(match, value));
            match.elements().forEach(element -> belongs.put(element.path(), value));
        }
        return new Context(name, claims, belongs);
    }

    /** The text of the claim that stands for the value. */
    private static String spelled(ContextMatch match, String value) {
        return match.values().entrySet().stream()
                .filter(entry -> entry.getValue().equals(value))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .orElse(value);
    }
}
