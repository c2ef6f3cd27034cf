package io.frontdesk.update;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildResourceDefinition;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.element.TopElements;
import io.frontdesk.source.Section;
import io.frontdesk.write.Write;
import io.frontdesk.write.WriteGuard;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseHasExtensions;
import org.hl7.fhir.instance.model.api.IBaseReference;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IPrimitiveType;

/**
 * The parts of an appointment that belong to the server: made when it is created, kept when it is changed, whatever the
 * client sends. Compiled from {@code update.serverOwned}, a list in which each entry names one part:
 *
 * <pre>
 * update:
 *   serverOwned:
 *     - extension: http://example.org/room       # an extension of the appointment
 *       make:                                    # made on create; absent: only kept
 *         profile: http://example.org/video      # for appointments that claim this profile, or one of profiles; absent: all
 *         type: uri                              # the type of the value: a primitive type or Reference
 *         on: [create, update]                   # made anew by each change too; absent: [create]
 *         value: "https://example.org/{uuid}"    # {uuid}: a random UUID; {pin}: four random digits; {claim:path}: a claim
 *       client: ignored                          # what becomes of another value of the client: ignored | refused; optional
 *     - identifier: http://example.org/room-id   # an identifier with this system: a client's own is refused
 *       text: "Manipulation of rooms not allowed" # the words of the refusal; optional
 *     - references: supportingInformation        # the references of this list that point at one of the types
 *       to: [Encounter]
 *       writers: {claim: app, is: screens}     # callers to whom the part belongs as well; optional
 *     - metaExtension: http://example.org/source # an extension of meta: never taken from the client
 *     - metaElement: source                      # an element of meta: never taken from the client
 * </pre>
 */
public final class ServerOwnedParts implements WriteGuard {

    private static final Map<String, Boolean> IGNORED_OR_REFUSED = Map.of("ignored", false, "refused", true);

    /** What the list has named so far. */
    private record Named(
            List<OwnedPart> parts, Set<String> metaExtensions, List<BaseRuntimeChildDefinition> metaElements) {}

    private final RandomGenerator random;
    private final Set<String> guarded;
    private final List<OwnedPart> parts;
    private final Set<String> metaExtensions;
    private final List<BaseRuntimeChildDefinition> metaElements;

    private ServerOwnedParts(RandomGenerator random, Set<String> guarded, Named named) {
        this.random = random;
        this.guarded = Set.copyOf(guarded);
        this.parts = List.copyOf(named.parts());
        this.metaExtensions = Set.copyOf(named.metaExtensions());
        this.metaElements = List.copyOf(named.metaElements());
    }

    /**
     * Compiles the list.
     *
     * @param random where made values come from; unguessable, because a pin is made of it
     * @param guarded the types that have these parts
     */
    public static ServerOwnedParts compile(
            Section update, FhirContext fhir, RandomGenerator random, Set<String> guarded) {
        Named named = new Named(new ArrayList<>(), new HashSet<>(), new ArrayList<>());
        for (Section part : update.sections("serverOwned")) {
            read(part, fhir, named, guarded);
            part.close();
        }
        return new ServerOwnedParts(random, guarded, named);
    }

    private static void read(Section part, FhirContext fhir, Named into, Set<String> guarded) {
        Optional<String> extension = part.optionalText("extension");
        Optional<String> identifier = part.optionalText("identifier");
        Optional<String> metaExtension = part.optionalText("metaExtension");
        Optional<String> metaElement = part.optionalText("metaElement");
        Optional<String> references = part.optionalText("references");
        long named = Stream.of(extension, identifier, references, metaExtension, metaElement)
                .filter(Optional::isPresent)
                .count();
        if (named != 1) {
            part.fault(
                    "",
                    "names " + named + " parts",
                    "exactly one of extension, identifier, references, metaExtension, metaElement");
        }
        metaExtension.ifPresent(into.metaExtensions()::add);
        metaElement.flatMap(name -> metaElement(part, name, fhir)).ifPresent(into.metaElements()::add);
        references.ifPresent(list ->
                guarded.forEach(type -> references(part, list, type, fhir).ifPresent(into.parts()::add)));
        if (references.isPresent()) {
            return;
        }
        if (extension.isEmpty() && identifier.isEmpty()) {
            if (part.has("make") || part.has("client") || part.has("text")) {
                part.fault("", "nothing of meta is made or refused", "leave out make, client and text");
            }
            return;
        }
        Optional<Section> make = part.optionalSection("make");
        String type = make.filter(any -> extension.isPresent())
                .map(section -> type(section, fhir))
                .orElse("string");
        Optional<MadeValue> made = make.map(MadeValue::of);
        make.ifPresent(Section::close);
        boolean refuses = part.has("client") ? part.choice("client", IGNORED_OR_REFUSED) : identifier.isPresent();
        Optional<String> text = part.optionalText("text");
        if (text.isPresent() && !refuses) {
            part.fault("text", "nothing is refused here", "client: refused, or leave out text");
        }
        Optional<PartWriters> writers = PartWriters.of(part);
        extension.ifPresent(url ->
                into.parts().add(new OwnedPart(new OwnedExtensions(fhir, url, type), made, refuses, text, writers)));
        identifier.ifPresent(system ->
                into.parts().add(new OwnedPart(new OwnedIdentifiers(fhir, system), made, refuses, text, writers)));
    }

    private static Optional<OwnedPart> references(Section part, String list, String type, FhirContext fhir) {
        List<String> targets = part.texts("to");
        for (int i = 0; i < targets.size(); i++) {
            if (!fhir.getResourceTypes().contains(targets.get(i))) {
                part.fault("to", i, "'" + targets.get(i) + "' is no resource type", "a type such as Encounter");
            }
        }
        TopElements elements = TopElements.of(fhir, type);
        var child = fhir.getResourceDefinition(type).getChildByName(list);
        if (!elements.names().contains(list) || !(child instanceof RuntimeChildResourceDefinition)) {
            part.fault("references", "'" + list + "' holds no references", "a list such as supportingInformation");
            return Optional.empty();
        }
        boolean refuses = part.has("client") && part.choice("client", IGNORED_OR_REFUSED);
        return Optional.of(new OwnedPart(
                new OwnedReferences(fhir, elements, list, Set.copyOf(targets)),
                Optional.empty(),
                refuses,
                part.optionalText("text"),
                PartWriters.of(part)));
    }

    private static String type(Section make, FhirContext fhir) {
        String type = make.text("type");
        var definition = fhir.getElementDefinition(type);
        boolean known = definition != null
                && (definition.newInstance() instanceof IPrimitiveType<?>
                        || definition.newInstance() instanceof IBaseReference);
        if (!known) {
            make.fault(
                    "type",
                    "'" + type + "' is no primitive type",
                    "a FHIR primitive type such as uri or string, or Reference");
        }
        return known ? type : "string";
    }

    private static Optional<BaseRuntimeChildDefinition> metaElement(Section part, String name, FhirContext fhir) {
        BaseRuntimeChildDefinition child =
                fhir.getElementDefinition("Meta") instanceof BaseRuntimeElementCompositeDefinition<?> meta
                        ? meta.getChildByName(name)
                        : null;
        if (child == null || child.getMax() != 1) {
            part.fault("metaElement", "'" + name + "' is no single element of meta", "an element such as source (R4)");
            return Optional.empty();
        }
        return Optional.of(child);
    }

    @Override
    public Family family() {
        return Family.OWNED;
    }

    @Override
    public Decision beforeWrite(Write write) {
        if (!guarded.contains(write.type()) || write.request().isEmpty()) {
            return Decision.permit();
        }
        IBaseResource proposed = write.proposed();
        if (!metaExtensions.isEmpty() && proposed.getMeta() instanceof IBaseHasExtensions meta) {
            meta.getExtension().removeIf(extension -> metaExtensions.contains(extension.getUrl()));
        }
        metaElements.forEach(element -> element.getMutator().setValue(proposed.getMeta(), null));
        Decision decision = Decision.permit();
        for (OwnedPart part : parts) {
            decision = decision.and(() -> part.own(write, random));
        }
        return decision;
    }

    /** Returns the rules for people to read: what each is about, and what it says. */
    public Map<String, List<String>> described() {
        Map<String, List<String>> described = new LinkedHashMap<>();
        parts.forEach(part -> described.put(part.elements().name(), part.described()));
        return described;
    }
}
