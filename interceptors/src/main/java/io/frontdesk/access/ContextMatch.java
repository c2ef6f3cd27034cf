package io.frontdesk.access;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import io.frontdesk.caller.Claims;
import io.frontdesk.element.ElementPath;
import io.frontdesk.element.NoSuchElementPathException;
import io.frontdesk.element.References;
import io.frontdesk.source.Section;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * One way in which an appointment belongs to its caller's context: what a claim stands for is found at an element.
 *
 * @param name what it is called in refusals
 * @param claim the claim, by path
 * @param values what the claim's texts stand for; when empty, for themselves
 * @param elements where it is looked for
 * @param mandatory whether the caller must have the claim
 * @param user whether the claim names the caller rather than a context that the caller chose
 * @param profiles the labels of the appointments that it is about; none: all
 * @param notProfiles the labels of those that it is not about
 * @param uses what it is asked for
 * @param search the search parameter that finds what belongs to the context, if there is one
 * @param criteria the token parameter of which a criterion names the value as its system, if any does
 */
record ContextMatch(
        String name,
        String claim,
        Map<String, String> values,
        List<ElementPath> elements,
        boolean mandatory,
        boolean user,
        Set<String> profiles,
        Set<String> notProfiles,
        Set<ContextPolicy.Use> uses,
        Optional<String> search,
        Optional<String> criteria) {

    /** Compiles a list of matches; faults elements and token parameters that the resource type does not have. */
    static List<ContextMatch> compile(Section parent, String key, FhirContext fhir, String resourceType) {
        List<ContextMatch> matches = new ArrayList<>();
        for (Section section : parent.sections(key)) {
            matches.add(new ContextMatch(
                    section.text("name"),
                    section.text("claim"),
                    section.optionalSection("values").map(Section::textsByKey).orElseGet(Map::of),
                    elements(section, fhir, resourceType),
                    section.flag("mandatory", false),
                    section.flag("user", false),
                    Set.copyOf(section.optionalTexts("profiles")),
                    Set.copyOf(section.optionalTexts("notProfiles")),
                    uses(section),
                    section.optionalText("search"),
                    criteria(section, fhir, resourceType)));
            section.close();
        }
        return List.copyOf(matches);
    }

    private static Set<ContextPolicy.Use> uses(Section section) {
        Map<String, ContextPolicy.Use> spellings =
                Map.of("read", ContextPolicy.Use.READ, "change", ContextPolicy.Use.CHANGE);
        List<String> to = section.has("to") ? section.texts("to") : List.of("read", "change");
        Set<ContextPolicy.Use> uses = EnumSet.noneOf(ContextPolicy.Use.class);
        for (int i = 0; i < to.size(); i++) {
            ContextPolicy.Use use = spellings.get(to.get(i));
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

    private static Optional<String> criteria(Section section, FhirContext fhir, String resourceType) {
        Optional<String> name = section.optionalText("criteria");
        name.filter(given -> !isToken(fhir.getResourceDefinition(resourceType).getSearchParam(given)))
                .ifPresent(given -> section.fault(
                        "criteria", "'" + given + "' is no search parameter of type token", "one such as identifier"));
        return name;
    }

    private static boolean isToken(@Nullable RuntimeSearchParam parameter) {
        return parameter != null && parameter.getParamType() == RestSearchParameterTypeEnum.TOKEN;
    }

    /** Returns whether the match is about this use of an appointment at all. */
    boolean concerns(IBaseResource resource, ContextPolicy.Use use) {
        return uses.contains(use)
                && (profiles.isEmpty() || labelled(resource, profiles))
                && !labelled(resource, notProfiles);
    }

    /** Returns whether no appointment and no read is left out. */
    boolean aboutAll() {
        return profiles.isEmpty() && notProfiles.isEmpty() && uses.contains(ContextPolicy.Use.READ);
    }

    private static boolean labelled(IBaseResource resource, Set<String> with) {
        return !with.isEmpty()
                && resource.getMeta().getProfile().stream().anyMatch(label -> with.contains(label.getValue()));
    }

    /** Returns what the caller's claim stands for, if it is there and stands for anything. */
    Optional<String> wanted(Claims claims) {
        Optional<String> text = claims.text(claim);
        return values.isEmpty() ? text : text.map(values::get);
    }

    /** Returns whether a resource belongs to the caller's context in this way. */
    boolean holds(Claims claims, IBaseResource resource, Set<String> ownBases) {
        Optional<String> wanted = wanted(claims).map(url -> References.local(url, ownBases));
        return wanted.isPresent()
                && elements.stream()
                        .flatMap(path -> path.textsIn(resource).stream())
                        .map(reference -> References.local(reference, ownBases))
                        .anyMatch(wanted.get()::equals);
    }

    /** Gives each criterion without a system the one that the caller's claim stands for. */
    void confine(Claims claims, Map<String, List<String>> parameters) {
        Optional<String> system = wanted(claims);
        if (system.isPresent() && criteria.isPresent()) {
            parameters.computeIfPresent(
                    criteria.get(),
                    (name, tokens) -> tokens.stream()
                            .map(token -> token.matches("[^|,]+") ? system.get() + "|" + token : token)
                            .toList());
        }
    }

    /** Returns whether all criteria name the system that the caller's claim stands for, so that they reach no other. */
    boolean confines(Claims claims, Map<String, List<String>> parameters) {
        String system = wanted(claims).orElse("") + "|";
        List<String> tokens =
                criteria.map(name -> parameters.getOrDefault(name, List.of())).orElse(List.of());
        return !tokens.isEmpty() && tokens.stream().allMatch(token -> token.startsWith(system) && !token.contains(","));
    }
}
