package io.frontdesk.access;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.auth.CompartmentSearchParameterModifications;
import ca.uhn.fhir.util.FhirTerser;
import io.frontdesk.element.References;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Which resources belong to a patient: the patient, and what refers to them by an element of FHIR's patient compartment
 * (hl7.org/fhir/R4/compartmentdefinition-patient.html). A type that the compartment does not have belongs to nobody.
 *
 * <p>HAPI knows the elements. It would also find the patient in a reference to another server's patient of the same id,
 * which is why references are compared here.
 */
final class PatientCompartment {

    private static final String PATIENT = "Patient";
    private static final CompartmentSearchParameterModifications AS_FHIR_HAS_IT =
            new CompartmentSearchParameterModifications();

    private final FhirTerser terser;

    PatientCompartment(FhirContext fhir) {
        this.terser = fhir.newTerser();
    }

    /** Returns whether the resource belongs to the patient with the id. */
    boolean holds(IBaseResource resource, String patientId, Set<String> ownBases) {
        if (resource.fhirType().equals(PATIENT)
                && patientId.equals(resource.getIdElement().getIdPart())) {
            return true;
        }
        String wanted = PATIENT + "/" + patientId;
        return terser.getCompartmentReferencesForResource(PATIENT, resource, AS_FHIR_HAS_IT)
                .map(reference -> reference.getReferenceElement().getValue())
                .anyMatch(reference -> reference != null
                        && References.unversioned(References.local(reference, ownBases))
                                .equals(wanted));
    }
}
