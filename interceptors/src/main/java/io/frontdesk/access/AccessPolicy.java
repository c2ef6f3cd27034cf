package io.frontdesk.access;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.caller.Claims;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.source.Section;
import io.frontdesk.write.Write;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Whether a caller may do what they ask for: by the rights in their token, by its SMART scopes, by both, or by either.
 * Compiled from {@code access}:
 *
 * <pre>
 * access:
 *   rights: ...         # see {@link RightsPolicy}
 *   scopes: ...         # see {@link ScopePolicy}
 *   require: either     # roles | scopes | both | either; may be absent when only one of the two sections is there
 * </pre>
 */
public final class AccessPolicy {

    /** Which of rights and scopes must allow something. */
    private enum Require {
        ROLES,
        SCOPES,
        BOTH,
        EITHER
    }

    private static final Map<String, Require> BY_CODE =
            Map.of("roles", Require.ROLES, "scopes", Require.SCOPES, "both", Require.BOTH, "either", Require.EITHER);

    private final RightsPolicy rights;
    private final ScopePolicy scopes;
    private final Require require;

    private AccessPolicy(RightsPolicy rights, ScopePolicy scopes, Require require) {
        this.rights = rights;
        this.scopes = scopes;
        this.require = require;
    }

    /** Compiles {@code rights}, {@code scopes} and {@code require}; other keys of the section are other policies'. */
    public static AccessPolicy compile(Section access, FhirContext fhir) {
        Optional<RightsPolicy> rights =
                access.optionalSection("rights").map(section -> RightsPolicy.compile(section, fhir.getResourceTypes()));
        Optional<ScopePolicy> scopes =
                access.optionalSection("scopes").map(section -> ScopePolicy.compile(section, fhir));
        return new AccessPolicy(
                rights.orElseGet(RightsPolicy::none),
                scopes.orElseGet(() -> ScopePolicy.none(fhir)),
                require(access, rights.isPresent(), scopes.isPresent()));
    }

    private static Require require(Section access, boolean rights, boolean scopes) {
        if (!rights && !scopes) {
            access.fault("", "gives nobody any right", "add rights, scopes or both");
        }
        if (!(rights && scopes) && access.optionalText("require").isEmpty()) {
            return rights ? Require.ROLES : Require.SCOPES;
        }
        Require require = access.choice("require", BY_CODE);
        if (!rights && require != Require.SCOPES) {
            access.fault("require", "asks for roles, but there is no section rights", "add rights, or ask for scopes");
        }
        if (!scopes && require != Require.ROLES) {
            access.fault("require", "asks for scopes, but there is no section scopes", "add scopes, or ask for roles");
        }
        return require;
    }

    /** Returns the SMART scopes that give rights, for a few types as examples; none when the contract knows no scopes. */
    public List<String> scopes(Collection<String> types) {
        return require == Require.ROLES ? List.of() : scopes.supported().all(types);
    }

    /** Returns the capabilities of SMART App Launch 2.2 (Conformance) that follow from the scopes. */
    public List<String> smartCapabilities() {
        return require == Require.ROLES ? List.of() : scopes.supported().capabilities();
    }

    /** Returns what holds rights and scopes, for those who ask what callers there are; none where the other alone counts. */
    Optional<RightsPolicy> rights() {
        return require == Require.SCOPES ? Optional.empty() : Optional.of(rights);
    }

    /** Returns whether rights and scopes must both allow something. */
    boolean demandsBoth() {
        return require == Require.BOTH;
    }

    Optional<ScopePolicy> scopes() {
        return require == Require.ROLES ? Optional.empty() : Optional.of(scopes);
    }

    /** Judges a request by its address alone: whether it may mean any resource of the type. */
    public Decision mayAsk(Request request) {
        Claims caller = request.caller().claims();
        if (rights.openToAll(request.type(), request.interaction())) {
            return Decision.permit();
        }
        return combined(
                () -> rights.may(caller, request.interaction(), request.type(), request.operation()),
                () -> scopes.mayAsk(caller, request.interaction(), request.type()));
    }

    /** Judges whether the answer to a request that reads may show a resource. */
    Decision mayShow(Request request, IBaseResource resource) {
        Claims caller = request.caller().claims();
        if (rights.openToAll(resource.fhirType(), Interaction.READ)) {
            return Decision.permit();
        }
        return combined(
                () -> rights.mayShow(caller, resource.fhirType()),
                () -> scopes.mayShow(caller, request.interaction(), resource, request.ownBases()));
    }

    /**
     * Judges the content of what a client would store. Rights know no content: where they must allow it, they were asked with
     * the request.
     */
    Decision mayStore(Request request, Write write) {
        Claims caller = request.caller().claims();
        return combined(
                () -> content(request),
                () -> scopes.mayStore(
                        caller, request.interaction(), write.stored().isPresent(), write.proposed(), write.ownBases()));
    }

    /** Judges the content of what a client would change or delete. */
    Decision mayChange(Request request, IBaseResource stored) {
        Claims caller = request.caller().claims();
        return combined(
                () -> content(request),
                () -> scopes.mayChange(caller, request.interaction(), stored, request.ownBases()));
    }

    private Decision content(Request request) {
        return require == Require.EITHER
                ? rights.may(request.caller().claims(), request.interaction(), request.type(), request.operation())
                : Decision.permit();
    }

    /** Judges whether the caller may search the type at all. */
    Decision maySearch(Claims caller, String type) {
        return rights.openToAll(type, Interaction.SEARCH)
                ? Decision.permit()
                : combined(
                        () -> rights.may(caller, Interaction.SEARCH, type, Optional.empty()),
                        () -> scopes.mayAsk(caller, Interaction.SEARCH, type));
    }

    /** Returns how much of a type the caller may see, by reading or by searching. */
    Sight sight(Claims caller, String type) {
        if (rights.openToAll(type, Interaction.SEARCH)) {
            return Sight.ALL;
        }
        boolean byRights = rights.mayShow(caller, type) instanceof Decision.Permit;
        return switch (require) {
            case ROLES -> byRights ? Sight.ALL : Sight.NONE;
            case SCOPES -> scopes.sight(caller, type);
            case BOTH -> byRights ? scopes.sight(caller, type) : Sight.NONE;
            case EITHER -> byRights ? Sight.ALL : scopes.sight(caller, type);
        };
    }

    /** Returns every right that anything on the types asks for, by each claim in which a token may hold it. */
    public Map<String, Set<String>> rightsByClaim(Set<String> types) {
        Set<String> named = new TreeSet<>();
        types.forEach(type -> named.addAll(rights.named(type)));
        Map<String, Set<String>> byClaim = new LinkedHashMap<>();
        rights.claims().forEach(claim -> byClaim.put(claim, named));
        return byClaim;
    }

    private Decision combined(Supplier<Decision> byRights, Supplier<Decision> byScopes) {
        return switch (require) {
            case ROLES -> byRights.get();
            case SCOPES -> byScopes.get();
            case BOTH -> byRights.get().and(byScopes);
            case EITHER -> {
                Decision first = byRights.get();
                Decision second = first instanceof Decision.Permit ? first : byScopes.get();
                yield second instanceof Decision.Refuse refuse
                        ? Decision.refuse(neither(first.refusal().orElseThrow(), refuse.why()))
                        : second;
            }
        };
    }

    /** Tells both ways out, if there are two. */
    private static Refusal neither(Refusal byRights, Refusal byScopes) {
        if (byScopes.headers().isEmpty()) {
            return byRights;
        }
        if (byScopes.rule() == Rule.ACCESS_SCOPE) {
            return byScopes;
        }
        Map<String, String> facts = new HashMap<>(byScopes.facts());
        facts.putAll(byRights.facts());
        return new Refusal(
                byRights.rule(),
                byRights.text(),
                byRights.remedy() + " " + byScopes.remedy(),
                byRights.elements(),
                facts,
                byScopes.headers());
    }

    /** Returns what is enough for an interaction on a type, for people to read: one of these rights or scopes. */
    public List<String> enough(Interaction interaction, String type) {
        if (rights.openToAll(type, interaction)) {
            return List.of("every caller with a valid token");
        }
        List<String> enough = new ArrayList<>();
        if (require != Require.SCOPES) {
            enough.addAll(rights.enough(interaction, type));
        }
        if (require != Require.ROLES) {
            enough.addAll(scopes.supported().enough(interaction, type));
        }
        return enough;
    }

    /** Returns whether a right and a scope must both be there. */
    public boolean asksForBoth() {
        return require == Require.BOTH;
    }

    /** Returns who has rights and scopes, for people to read: by what claims. */
    public Map<String, List<String>> holders() {
        Map<String, List<String>> holders = new LinkedHashMap<>();
        if (require != Require.SCOPES) {
            holders.putAll(rights.holders());
        }
        if (require != Require.ROLES) {
            holders.putAll(scopes.holders());
        }
        return holders;
    }
}
