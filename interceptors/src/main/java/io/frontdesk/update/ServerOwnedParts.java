package io.frontdesk.update;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.source.Section;
import io.frontdesk.write.Write;
import io.frontdesk.write.WriteGuard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseDatatype;
import org.hl7.fhir.instance.model.api.IBaseExtension;
import org.hl7.fhir.instance.model.api.IBaseHasExtensions;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IPrimitiveType;

/**
 * The parts of an appointment that belong to the server: made when it is created, kept when it is changed, whatever the
 * client sends. Compiled from {@code update.serverOwned}, a list in which each entry names one part:
 *
 * <pre>
 * update:
 *   serverOwned:
 *     - extension: http://example.org/room       # an extension of the appointment: the client's value is ignored
 *       make:                                    # made on create; absent: only kept
 *         profile: http://example.org/video      # for appointments that claim this profile; absent: for all
 *         type: uri                              # the primitive type of the value
 *         value: "https://example.org/{uuid}"    # {uuid}: a random UUID; {pin}: four random digits
 *     - identifier: http://example.org/room-id   # an identifier with this system: a client's own is refused
 *     - metaExtension: http://example.org/source # an extension of meta: never taken from the client
 * </pre>
 */
public final class ServerOwnedParts implements WriteGuard {

    private record Made(Optional<String> profile, String type, String template) {}

    private record OwnedExtension(String url, Optional<Made> made) {}

    private final FhirContext fhir;
    private final RandomGenerator random;
    private final Set<String> guarded;
    private final List<OwnedExtension> extensions;
    private final List<String> identifiers;
    private final Set<String> metaExtensions;

    private ServerOwnedParts(
            FhirContext fhir,
            RandomGenerator random,
            Set<String> guarded,
            List<OwnedExtension> extensions,
            List<String> identifiers,
            Set<String> metaExtensions) {
        this.fhir = fhir;
        this.random = random;
        this.guarded = Set.copyOf(guarded);
        this.extensions = List.copyOf(extensions);
        this.identifiers = List.copyOf(identifiers);
        this.metaExtensions = Set.copyOf(metaExtensions);
    }

    /**
     * Compiles the list.
     *
     * @param random where made values come from; unguessable, because a pin is made of it
     * @param guarded the types that have these parts
     */
    public static ServerOwnedParts compile(
            Section update, FhirContext fhir, RandomGenerator random, Set<String> guarded) {
        List<OwnedExtension> extensions = new ArrayList<>();
        List<String> identifiers = new ArrayList<>();
        List<String> metaExtensions = new ArrayList<>();
        for (Section part : update.sections("serverOwned")) {
            Optional<String> extension = part.optionalText("extension");
            Optional<String> identifier = part.optionalText("identifier");
            Optional<String> metaExtension = part.optionalText("metaExtension");
            Optional<Made> made = part.optionalSection("make").map(make -> made(make, fhir));
            long named = Stream.of(extension, identifier, metaExtension)
                    .filter(Optional::isPresent)
                    .count();
            if (named != 1) {
                part.fault("", "names " + named + " parts", "exactly one of extension, identifier, metaExtension");
            }
            if (made.isPresent() && extension.isEmpty()) {
                part.fault("make", "only an extension can be made", "leave it out");
            }
            extension.ifPresent(url -> extensions.add(new OwnedExtension(url, made)));
            identifier.ifPresent(identifiers::add);
            metaExtension.ifPresent(metaExtensions::add);
            part.close();
        }
        return new ServerOwnedParts(fhir, random, guarded, extensions, identifiers, Set.copyOf(metaExtensions));
    }

    private static Made made(Section make, FhirContext fhir) {
        String type = make.text("type");
        var definition = fhir.getElementDefinition(type);
        if (definition == null || !(definition.newInstance() instanceof IPrimitiveType<?>)) {
            make.fault("type", "'" + type + "' is no primitive type", "a FHIR primitive type such as uri or string");
        }
        Made made = new Made(make.optionalText("profile"), type, make.text("value"));
        make.close();
        return made;
    }

    @Override
    public Decision beforeWrite(Write write) {
        if (!guarded.contains(write.type()) || write.request().isEmpty()) {
            return Decision.permit();
        }
        IBaseResource proposed = write.proposed();
        for (OwnedExtension part : extensions) {
            own(part, write.stored(), proposed);
        }
        if (!metaExtensions.isEmpty() && proposed.getMeta() instanceof IBaseHasExtensions meta) {
            meta.getExtension().removeIf(extension -> metaExtensions.contains(extension.getUrl()));
        }
        Decision decision = Decision.permit();
        for (String system : identifiers) {
            decision = decision.and(() -> keepIdentifier(system, write.stored(), proposed));
        }
        return decision;
    }

    private void own(OwnedExtension part, Optional<IBaseResource> stored, IBaseResource proposed) {
        if (!(proposed instanceof IBaseHasExtensions target)) {
            return;
        }
        target.getExtension().removeIf(extension -> part.url().equals(extension.getUrl()));
        if (stored.isPresent()) {
            extensions(stored.get(), part.url()).forEach(kept -> add(proposed, "extension", kept));
            return;
        }
        part.made()
                .filter(made -> made.profile().isEmpty()
                        || claims(proposed, made.profile().get()))
                .ifPresent(made -> {
                    IPrimitiveType<?> value = (IPrimitiveType<?>)
                            fhir.getElementDefinition(made.type()).newInstance();
                    value.setValueAsString(filled(made.template()));
                    add(target, part.url(), (IBaseDatatype) value);
                });
    }

    private static void add(IBaseHasExtensions target, String url, IBaseDatatype value) {
        IBaseExtension<?, ?> extension = target.addExtension();
        extension.setUrl(url);
        extension.setValue(value);
    }

    private static List<? extends IBaseExtension<?, ?>> extensions(IBaseResource resource, String url) {
        return resource instanceof IBaseHasExtensions extended
                ? extended.getExtension().stream()
                        .filter(extension -> url.equals(extension.getUrl()))
                        .toList()
                : List.of();
    }

    private static boolean claims(IBaseResource resource, String profile) {
        return resource.getMeta().getProfile().stream().anyMatch(claimed -> profile.equals(claimed.getValue()));
    }

    private String filled(String template) {
        return template.replace("{uuid}", new UUID(random.nextLong(), random.nextLong()).toString())
                .replace("{pin}", String.format("%04d", random.nextInt(10_000)));
    }

    private Decision keepIdentifier(String system, Optional<IBaseResource> stored, IBaseResource proposed) {
        Set<String> kept = stored.map(resource -> values(resource, system)).orElse(Set.of());
        Set<String> sent = values(proposed, system);
        if (!sent.isEmpty() && !sent.equals(kept)) {
            return Decision.refuse(Refusal.of(
                            Rule.SERVER_OWNED,
                            "Identifiers of the system " + system + " are made by the server.",
                            "Send the identifier as the server gave it, or leave it out.")
                    .at("Appointment.identifier")
                    .with("part", system));
        }
        // The stored ones win whole, with their use and period.
        child(proposed, "identifier").getAccessor().getValues(proposed).removeAll(identifiers(proposed, system));
        stored.ifPresent(resource ->
                identifiers(resource, system).forEach(identifier -> add(proposed, "identifier", identifier)));
        return Decision.permit();
    }

    /** Puts an element back whole, with all that is in it. */
    private void add(IBaseResource resource, String element, IBase kept) {
        child(resource, element).getMutator().addValue(resource, kept);
    }

    private Set<String> values(IBaseResource resource, String system) {
        return identifiers(resource, system).stream()
                .map(identifier -> String.valueOf(fhir.newTerser().getSinglePrimitiveValueOrNull(identifier, "value")))
                .collect(Collectors.toSet());
    }

    private List<IBase> identifiers(IBaseResource resource, String system) {
        return child(resource, "identifier").getAccessor().getValues(resource).stream()
                .filter(identifier ->
                        system.equals(fhir.newTerser().getSinglePrimitiveValueOrNull(identifier, "system")))
                .toList();
    }

    private BaseRuntimeChildDefinition child(IBaseResource resource, String element) {
        return fhir.getResourceDefinition(resource).getChildByName(element);
    }
}
