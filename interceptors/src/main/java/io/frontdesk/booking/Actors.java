package io.frontdesk.booking;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.FhirVersionEnum;
import ca.uhn.fhir.util.FhirTerser;
import io.frontdesk.element.ElementPath;
import io.frontdesk.element.References;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseReference;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;

/**
 * Who takes part in an appointment. Relative, absolute and versioned references to one resource are one actor. A reference by
 * identifier alone is an actor of its own where it says its type ({@code Reference.type}, since R4); contained resources are
 * nobody whom another appointment could mean as well.
 */
final class Actors {

    /** Someone or something that takes part. */
    record Actor(String key, String type, String element) {}

    private final FhirTerser terser;
    private final ElementPath participant;
    private final String path;
    private final boolean saysType;

    Actors(FhirContext fhir, String type) {
        this.terser = fhir.newTerser();
        this.participant = ElementPath.known(fhir, type, "participant");
        this.path = type + ".participant";
        this.saysType = fhir.getVersion().getVersion().isEqualOrNewerThan(FhirVersionEnum.R4);
    }

    /** Returns the actors whose participant status is one of those given. */
    List<Actor> in(IBaseResource appointment, Set<String> statuses, Set<String> ownBases) {
        List<Actor> actors = new ArrayList<>();
        List<IBase> participants = participant.in(appointment);
        for (int i = 0; i < participants.size(); i++) {
            String element = path + "[" + i + "].actor";
            IBase one = participants.get(i);
            if (statuses.contains(text(one, "status"))) {
                terser.getValues(one, "actor", IBaseReference.class).stream()
                        .findFirst()
                        .flatMap(reference -> actor(reference, element, ownBases))
                        .ifPresent(actors::add);
            }
        }
        return actors;
    }

    private Optional<Actor> actor(IBaseReference reference, String element, Set<String> ownBases) {
        IIdType id = reference.getReferenceElement();
        String written = id.getValue() == null ? "" : id.getValue();
        if (written.isEmpty()) {
            return byIdentifier(reference, element);
        }
        if (written.startsWith("#") || id.getResourceType() == null) {
            return Optional.empty();
        }
        return Optional.of(
                new Actor(References.unversioned(References.local(written, ownBases)), id.getResourceType(), element));
    }

    private Optional<Actor> byIdentifier(IBaseReference reference, String element) {
        String type = saysType ? text(reference, "type") : "";
        String value = text(reference, "identifier.value");
        return type.isEmpty() || value.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Actor(type + "?" + text(reference, "identifier.system") + "|" + value, type, element));
    }

    private String text(IBase element, String name) {
        String text = terser.getSinglePrimitiveValueOrNull(element, name);
        return text == null ? "" : text;
    }
}
