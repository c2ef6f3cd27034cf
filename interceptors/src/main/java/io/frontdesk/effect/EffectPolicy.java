package io.frontdesk.effect;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import io.frontdesk.element.BoundCodes;
import io.frontdesk.element.ElementPath;
import io.frontdesk.element.References;
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
 * What must be stored along with a change of an appointment. Compiled from the list {@code effects}:
 *
 * <pre>
 * effects:
 *   - effect: encounter                  # its name
 *     on: [arrived, checked-in]          # an appointment that comes to one of these statuses has the effect
 *     ensure: Encounter                  # the type of the resource that must exist then
 *     by: appointment                    # the search parameter by which it names the appointment
 *     usable: [planned, arrived]         # the statuses in which a stored one will do; optional, absent: all
 *     make: '{"resourceType": ...}'      # the resource that is made when there is none
 * </pre>
 *
 * In {@code make}, {@code {appointment}} is filled with the reference to the appointment and {@code {actor:Patient}} with
 * that to its first participant of the type.
 */
public final class EffectPolicy {

    private static final Pattern HOLE = Pattern.compile("\\{(appointment|actor:([A-Za-z]+))}");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

    private final FhirContext fhir;
    private final String type;
    private final ElementPath status;
    private final ElementPath actors;
    private final List<Effect> effects;

    private EffectPolicy(FhirContext fhir, String type, List<Effect> effects) {
        this.fhir = fhir;
        this.type = type;
        this.status = ElementPath.known(fhir, type, "status");
        this.actors = ElementPath.known(fhir, type, "participant.actor");
        this.effects = List.copyOf(effects);
    }

    /**
     * Compiles the list; faults statuses, types, search parameters and resources that FHIR does not have.
     *
     * @param type the type of resource whose changes have effects
     * @param stored the types of resources that the endpoint stores
     */
    public static EffectPolicy compile(Section contract, FhirContext fhir, String type, Set<String> stored) {
        List<Effect> effects = new ArrayList<>();
        for (Section section : contract.sections("effects")) {
            effects.add(read(section, fhir, type, stored));
            section.close();
        }
        return new EffectPolicy(fhir, type, effects);
    }

    private static Effect read(Section section, FhirContext fhir, String type, Set<String> stored) {
        String name = section.text("effect");
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            section.fault("effect", "'" + name + "' is no name", "lower case letters, digits and hyphens");
        }
        List<String> on = codes(section, "on", BoundCodes.at(fhir, type + ".status"));
        String ensured = section.text("ensure");
        String by = section.text("by");
        String template = section.text("make");
        if (!stored.contains(ensured)) {
            section.fault("ensure", "'" + ensured + "' is not stored here", "a type of update.interactions");
            return new Effect(name, Set.copyOf(on), type, by, Optional.empty(), template);
        }
        if (fhir.getResourceDefinition(ensured).getSearchParam(by) == null) {
            section.fault("by", "'" + by + "' is no search parameter of " + ensured, "such as appointment");
        }
        Optional<Set<String>> usable = section.has("usable")
                ? Optional.of(Set.copyOf(codes(section, "usable", BoundCodes.at(fhir, ensured + ".status"))))
                : Optional.empty();
        made(section, fhir, ensured, template);
        return new Effect(name, Set.copyOf(on), ensured, by, usable, template);
    }

    private static List<String> codes(Section section, String key, Set<String> known) {
        List<String> codes = section.texts(key);
        for (int i = 0; i < codes.size(); i++) {
            if (!known.contains(codes.get(i))) {
                section.fault(key, i, "'" + codes.get(i) + "' is no status", "one of " + known);
            }
        }
        return codes;
    }

    private static void made(Section section, FhirContext fhir, String ensured, String template) {
        try {
            IBaseResource example = strict(fhir).parseResource(template);
            if (!ensured.equals(example.fhirType())) {
                section.fault("make", "makes a resource of type " + example.fhirType(), "one of type " + ensured);
            }
        } catch (DataFormatException e) {
            section.fault("make", "is no resource: " + e.getMessage(), "FHIR JSON of type " + ensured);
        }
    }

    private static IParser strict(FhirContext fhir) {
        return fhir.newJsonParser().setParserErrorHandler(new StrictErrorHandler());
    }

    /** Returns a policy by which no change has an effect. */
    public EffectPolicy none() {
        return new EffectPolicy(fhir, type, List.of());
    }

    /** Returns whether any change has an effect. */
    public boolean demandsAny() {
        return !effects.isEmpty();
    }

    /** Returns the effects of a change, in the contract's order; none for other types of resources. */
    List<Effect> of(Optional<IBaseResource> before, IBaseResource after) {
        if (!type.equals(after.fhirType())) {
            return List.of();
        }
        String now = status(after);
        return before.map(this::status).filter(now::equals).isPresent()
                ? List.of()
                : effects.stream().filter(effect -> effect.on().contains(now)).toList();
    }

    /** Returns the status of a resource of any type that has one. */
    String status(IBaseResource resource) {
        String code = fhir.newTerser().getSinglePrimitiveValueOrNull(resource, "status");
        return code == null ? "" : code;
    }

    /** Returns the resource that an effect makes, or empty when the appointment has nobody to fill in. */
    Optional<IBaseResource> make(Effect effect, IBaseResource appointment) {
        StringBuilder filled = new StringBuilder();
        Matcher hole = HOLE.matcher(effect.template());
        while (hole.find()) {
            Optional<String> reference =
                    hole.group(2) == null ? Optional.of(address(appointment)) : actor(appointment, hole.group(2));
            if (reference.isEmpty()) {
                return Optional.empty();
            }
            hole.appendReplacement(filled, Matcher.quoteReplacement(reference.get()));
        }
        hole.appendTail(filled);
        return Optional.of(fhir.newJsonParser().parseResource(filled.toString()));
    }

    /** Returns the reference to a stored appointment. */
    String address(IBaseResource appointment) {
        return type + "/" + appointment.getIdElement().getIdPart();
    }

    private Optional<String> actor(IBaseResource appointment, String wanted) {
        return actors.textsIn(appointment).stream()
                .filter(reference -> reference.matches(wanted + "/[A-Za-z0-9.-]{1,64}(/_history/.*)?"))
                .map(References::unversioned)
                .findFirst();
    }

    /** Returns the rules for people to read: what each is about, and what it says. */
    public Map<String, List<String>> described() {
        Map<String, List<String>> described = new LinkedHashMap<>();
        effects.forEach(effect -> described.put(
                "stored along: " + effect.name(),
                Stream.concat(
                                Stream.of(effect.type()),
                                effect.on().stream().sorted().map(status -> "when " + status))
                        .toList()));
        return described;
    }
}
