package io.frontdesk.catalogue;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.decision.Decision;
import io.frontdesk.source.Section;
import io.frontdesk.write.Write;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The catalogues of a contract: its list {@code catalogues}, each compiled as {@link Catalogue} says. */
public final class Catalogues {

    private final String type;
    private final List<Catalogue> catalogues;

    private Catalogues(String type, List<Catalogue> catalogues) {
        this.type = type;
        this.catalogues = List.copyOf(catalogues);
    }

    /** Compiles the list, which may be absent. */
    public static Catalogues compile(Section contract, FhirContext fhir, String type) {
        List<Catalogue> catalogues = new ArrayList<>();
        for (Section section : contract.sections("catalogues")) {
            CatalogueReader.read(section, fhir, type).ifPresent(catalogues::add);
            section.close();
        }
        return new Catalogues(type, catalogues);
    }

    /** Puts defaults in place, and codings as the catalogue spells them; never refuses. */
    public Decision prepare(Write write) {
        if (concerned(write)) {
            catalogues.forEach(catalogue -> catalogue.prepare(write.stored(), write.proposed()));
        }
        return Decision.permit();
    }

    /** Judges what a client would store against the catalogues. */
    public Decision judge(Write write) {
        Decision decision = Decision.permit();
        if (concerned(write)) {
            for (Catalogue catalogue : catalogues) {
                decision = decision.and(() -> catalogue.judge(write.stored(), write.proposed()));
            }
        }
        return decision;
    }

    /** What the server's own code writes stays as it is. */
    private boolean concerned(Write write) {
        return type.equals(write.type()) && write.request().isPresent();
    }

    /** Returns the rules for people to read: what each is about, and what it says. */
    public Map<String, List<String>> described() {
        Map<String, List<String>> described = new LinkedHashMap<>();
        catalogues.forEach(catalogue -> described.put("codings of " + catalogue.element(), catalogue.codes()));
        return described;
    }
}
