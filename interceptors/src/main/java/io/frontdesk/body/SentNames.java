package io.frontdesk.body;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import io.frontdesk.element.SentElements;
import io.frontdesk.element.TopElements;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** Notes with each resource of a body which elements the body names. */
final class SentNames {

    private static final String BUNDLE = "Bundle";

    private final FhirContext fhir;
    private final ConcurrentMap<String, TopElements> elements = new ConcurrentHashMap<>();

    SentNames(FhirContext fhir) {
        this.fhir = fhir;
    }

    /** Notes what a JSON body names. A member that is null says nothing; {@code _start} belongs to {@code start}. */
    void ofJson(IBaseResource resource, JsonNode body) {
        if (!resource.fhirType().equals(BUNDLE)) {
            SentElements.note(resource, names(body));
            return;
        }
        List<IBase> parsed = entries(resource);
        JsonNode sent = body.path("entry");
        for (int i = 0; i < parsed.size() && parsed.size() == sent.size(); i++) {
            JsonNode inner = sent.get(i).path("resource");
            resource(parsed.get(i)).ifPresent(entry -> SentElements.note(entry, names(inner)));
        }
    }

    /** Notes what an XML body names: in XML there are no empty lists. */
    void ofXml(IBaseResource resource) {
        if (!resource.fhirType().equals(BUNDLE)) {
            TopElements known = elements.computeIfAbsent(resource.fhirType(), type -> TopElements.of(fhir, type));
            SentElements.note(resource, known.filled(resource));
            return;
        }
        entries(resource).forEach(entry -> resource(entry).ifPresent(this::ofXml));
    }

    /** Notes the names of one reading of a body with what another one has made of it. */
    void copy(IBaseResource read, IBaseResource same) {
        SentElements.of(read).ifPresent(names -> SentElements.note(same, names));
        if (read.fhirType().equals(BUNDLE) && same.fhirType().equals(BUNDLE)) {
            List<IBase> ours = entries(read);
            List<IBase> theirs = entries(same);
            for (int i = 0; i < ours.size() && ours.size() == theirs.size(); i++) {
                Optional<IBaseResource> other = resource(theirs.get(i));
                resource(ours.get(i)).ifPresent(entry -> other.ifPresent(twin -> copy(entry, twin)));
            }
        }
    }

    private List<IBase> entries(IBaseResource bundle) {
        return fhir.newTerser().getValues(bundle, "entry", IBase.class);
    }

    private Optional<IBaseResource> resource(IBase entry) {
        return fhir.newTerser().getValues(entry, "resource", IBaseResource.class).stream()
                .findFirst();
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new HashSet<>();
        for (Iterator<Map.Entry<String, JsonNode>> members = object.fields(); members.hasNext(); ) {
            Map.Entry<String, JsonNode> member = members.next();
            if (!member.getValue().isNull()) {
                names.add(member.getKey().startsWith("_") ? member.getKey().substring(1) : member.getKey());
            }
        }
        return names;
    }
}
