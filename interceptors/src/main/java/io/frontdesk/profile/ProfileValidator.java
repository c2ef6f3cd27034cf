package io.frontdesk.profile;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import ca.uhn.fhir.validation.ValidationOptions;
import io.frontdesk.profile.shape.KnownShapes;
import io.frontdesk.profile.shape.Shapes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
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
 * since its first use reads FHIR's definitions and converts them (seconds), and every later one takes milliseconds. A
 * resource of a shape that was found valid before is not validated again, which takes a part of a millisecond.
 */
final class ProfileValidator {

    /** Each takes a quarter of a kilobyte. */
    private static final int SHAPES = 10_000;

    private final FhirContext context;
    private final FhirValidator validator;
    private final Map<String, ReferenceTargets> targets;
    private final Shapes shapes;
    private final KnownShapes valid;

    ProfileValidator(FhirContext context, Definitions definitions) {
        this(context, definitions, ReusedValidator::new, SHAPES);
    }

    /**
     * @param make makes the validator
     * @param most how many shapes of valid resources are remembered
     */
    ProfileValidator(
            FhirContext context,
            Definitions definitions,
            Function<IValidationSupport, FhirInstanceValidator> make,
            int most) {
        this.context = context;
        this.valid = new KnownShapes(most);
        ValidationSupportChain support = support(context, definitions);
        FhirInstanceValidator instance = make.apply(support);
        instance.setAnyExtensionsAllowed(true);
        instance.setErrorForUnknownProfiles(false);
        instance.setNoExtensibleWarnings(true);
        instance.setNoBindingMsgSuppressed(true);
        instance.setAllowExamples(true);
        this.validator = context.newValidator().registerValidatorModule(instance);
        this.shapes = new Shapes(
                context,
                support,
                definitions.all().stream().map(Definition::resource).toList());
        this.targets = definitions.ofType("StructureDefinition").stream()
                .collect(Collectors.toUnmodifiableMap(
                        Definition::url, profile -> new ReferenceTargets(context, definitions, profile)));
    }

    /** Returns where the validator finds definitions and codes: the contract's first. */
    static ValidationSupportChain support(FhirContext context, Definitions definitions) {
        var ours = new PrePopulatedValidationSupport(context);
        definitions.all().forEach(definition -> ours.addResource(definition.resource()));
        var otherSystems = new UnknownCodeSystemWarningValidationSupport(context);
        otherSystems.setNonExistentCodeSystemSeverity(IValidationSupport.IssueSeverity.INFORMATION);
        return new ValidationSupportChain(
                ours,
                new DefaultProfileValidationSupport(context),
                new CommonCodeSystemsTerminologyService(context),
                new InMemoryTerminologyServerValidationSupport(context),
                otherSystems);
    }

    /** Returns what the validator reads of a resource. */
    static String json(FhirContext context, IBaseResource resource) {
        return context.newJsonParser()
                .setDontEncodeElements(context.getResourceType(resource) + ".meta")
                .encodeResourceToString(resource);
    }

    /**
     * Returns what breaks the given profiles or FHIR itself. The resource's own {@code meta} is left out, because the
     * validator would hold it to every profile that it claims.
     */
    List<ProfileError> errors(IBaseResource resource, Set<String> profiles) {
        String json = json(context, resource);
        Optional<String> shape = shapes.of(json, profiles);
        var errors = new LinkedHashSet<ProfileError>();
        if (shape.filter(valid::contains).isEmpty()) {
            errors.addAll(validate(json, profiles));
            if (errors.isEmpty()) {
                shape.ifPresent(valid::add);
            }
        }
        profiles.stream()
                .map(url -> targets.get(Definitions.withoutVersion(url)))
                .filter(Objects::nonNull)
                .flatMap(references -> references.wrong(resource).stream())
                .map(wrong -> new ProfileError(wrong.element(), wrong.toString()))
                .forEach(errors::add);
        return List.copyOf(errors);
    }

    private Set<ProfileError> validate(String json, Set<String> profiles) {
        var options = new ValidationOptions();
        profiles.forEach(options::addProfile);
        return validator.validateWithResult(json, options).getMessages().stream()
                .filter(message -> message.getSeverity() == ResultSeverityEnum.ERROR
                        || message.getSeverity() == ResultSeverityEnum.FATAL)
                .map(ProfileValidator::error)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The validator puts the type and id of a contained resource into its path, as a comment. */
    private static ProfileError error(SingleValidationMessage found) {
        String element = found.getLocationString() == null ? "" : found.getLocationString();
        String message = found.getMessage() == null ? "does not conform" : found.getMessage();
        return new ProfileError(element.replaceAll("/\\*.*?\\*/", ""), message);
    }
}
