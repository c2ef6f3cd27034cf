package io.frontdesk.lint;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.util.FhirTerser;
import io.frontdesk.contract.Contract;
import io.frontdesk.profile.Definition;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** The elements that no appointment may have, because every profile that may apply to it forbids them. */
final class Forbidden {

    private Forbidden() {}

    /** Returns their paths, such as {@code Appointment.comment}. */
    static Set<String> by(Contract contract) {
        List<Set<String>> lines = contract.profiles().enforced();
        Set<String> everywhere = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            Set<String> here = lines.get(i).stream()
                    .flatMap(url -> contract.definitions().byUrl(url).stream())
                    .map(Definition::resource)
                    .flatMap(profile -> in(profile, contract.fhir()).stream())
                    .collect(Collectors.toSet());
            if (i == 0) {
                everywhere.addAll(here);
            } else {
                everywhere.retainAll(here);
            }
        }
        return everywhere;
    }

    private static Set<String> in(IBaseResource profile, FhirContext fhir) {
        FhirTerser terser = fhir.newTerser();
        Set<String> paths = new HashSet<>();
        for (IBase element : terser.getValues(profile, "snapshot.element")) {
            boolean slice = terser.getSinglePrimitiveValue(element, "sliceName").isPresent();
            boolean none = terser.getSinglePrimitiveValue(element, "max")
                    .filter("0"::equals)
                    .isPresent();
            if (none && !slice) {
                terser.getSinglePrimitiveValue(element, "path").ifPresent(paths::add);
            }
        }
        return paths;
    }
}
