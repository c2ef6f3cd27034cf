package io.frontdesk.profile;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import ca.uhn.fhir.validation.ValidationOptions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.UnknownCodeSystemWarningValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * HAPI's validator over a contract's definitions and FHIR's own, without any terminology server. Thread-safe; made once,
 * since its first use reads FHIR's definitions and converts them (seconds), and every later one takes milliseconds.
 */
final class ProfileValidator {

    private final FhirContext context;
    private final FhirValidator validator;
    private final Map<String, ReferenceTargets> targets;

    ProfileValidator(FhirContext context, Definitions definitions) {
        this.context = context;
        var ours = new PrePopulatedValidationSupport(context);
        definitions.all().forEach(definition -> ours.addResource(definition.resource()));
        var otherSystems = new UnknownCodeSystemWarningValidationSupport(context);
        otherSystems.setNonExistentCodeSystemSeverity(IValidationSupport.IssueSeverity.INFORMATION);
        var instance = new FhirInstanceValidator(new ValidationSupportChain(
                ours,
                new DefaultProfileValidationSupport(context),
                new CommonCodeSystemsTerminologyService(context),
                new InMemoryTerminologyServerValidationSupport(context),
                otherSystems));
        instance.setAnyExtensionsAllowed(true);
        instance.setErrorForUnknownProfiles(false);
        instance.setNoExtensibleWarnings(true);
        instance.setNoBindingMsgSuppressed(true);
        instance.setAllowExamples(true);
        this.validator = context.newValidator().registerValidatorModule(instance);
        this.targets = definitions.ofType("StructureDefinition").stream()
                .collect(Collectors.toUnmodifiableMap(
                        Definition::url, profile -> new ReferenceTargets(context, definitions, profile)));
    }

    /**
     * Returns what breaks the given profiles or FHIR itself. The resource's own {@code meta} is left out, because the
     * validator would hold it to every profile that it claims.
     */
    List<ProfileError> errors(IBaseResource resource, Set<String> profiles) {
        var options = new ValidationOptions();
        profiles.forEach(options::addProfile);
        String json = context.newJsonParser()
                .setDontEncodeElements(context.getResourceType(resource) + ".meta")
                .encodeResourceToString(resource);
        var errors = new LinkedHashSet<ProfileError>();
        validator.validateWithResult(json, options).getMessages().stream()
                .filter(message -> message.getSeverity() == ResultSeverityEnum.ERROR
                        || message.getSeverity() == ResultSeverityEnum.FATAL)
                .map(ProfileValidator::error)
                .forEach(errors::add);
        profiles.stream()
                .map(url -> targets.get(Definitions.withoutVersion(url)))
                .filter(Objects::nonNull)
                .flatMap(references -> references.wrong(resource).stream())
                .map(wrong -> new ProfileError(wrong.element(), wrong.toString()))
                .forEach(errors::add);
        return List.copyOf(errors);
    }

    /** The validator puts the type and id of a contained resource into its path, as a comment. */
    private static ProfileError error(SingleValidationMessage found) {
        String element = found.getLocationString() == null ? "" : found.getLocationString();
        String message = found.getMessage() == null ? "does not conform" : found.getMessage();
        return new ProfileError(element.replaceAll("/\\*.*?\\*/", ""), message);
    }
}
