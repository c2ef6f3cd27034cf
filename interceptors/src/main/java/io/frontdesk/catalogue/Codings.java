package io.frontdesk.catalogue;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import io.frontdesk.element.NoSuchElementPathException;
import io.frontdesk.element.TextPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBase;

/** The codings in a CodeableConcept, whatever its FHIR version. */
final class Codings {

    private static final String CODING = "coding";

    private final BaseRuntimeElementDefinition<?> concept;
    private final BaseRuntimeChildDefinition child;
    private final TextPlace system;
    private final TextPlace code;
    private final TextPlace display;

    /** Takes HAPI's model of a CodeableConcept. */
    Codings(BaseRuntimeElementDefinition<?> concept) {
        this.concept = concept;
        this.child = ((BaseRuntimeElementCompositeDefinition<?>) concept).getChildByName(CODING);
        BaseRuntimeElementDefinition<?> coding = child.getChildByName(CODING);
        try {
            this.system = TextPlace.of(coding, "system");
            this.code = TextPlace.of(coding, "code");
            this.display = TextPlace.of(coding, "display");
        } catch (NoSuchElementPathException e) {
            throw new IllegalArgumentException(e);
        }
    }

    List<IBase> of(IBase value) {
        return new ArrayList<>(child.getAccessor().getValues(value));
    }

    Optional<String> system(IBase coding) {
        return system.text(coding);
    }

    Optional<String> code(IBase coding) {
        return code.text(coding);
    }

    /** Takes away all codings but the first. */
    void keepFirst(IBase value) {
        List<IBase> all = of(value);
        if (all.size() > 1) {
            child.getMutator().setValue(value, null);
            child.getMutator().addValue(value, all.get(0));
        }
    }

    /** Spells a coding as the catalogue does; where that is silent it stays as it was sent. */
    void spell(IBase coding, Entry entry) {
        entry.system().ifPresent(text -> system.put(coding, text));
        code.put(coding, entry.code());
        entry.display().ifPresent(text -> display.put(coding, text));
    }

    /** Makes a CodeableConcept of an entry. */
    IBase concept(Entry entry) {
        IBase made = concept.newInstance();
        IBase coding = child.getChildByName(CODING).newInstance();
        spell(coding, entry);
        child.getMutator().addValue(made, coding);
        return made;
    }
}
