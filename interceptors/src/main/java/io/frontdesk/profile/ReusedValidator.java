package io.frontdesk.profile;

import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.validation.IValidationContext;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.common.hapi.validation.validator.WorkerContextValidationSupportAdapter;
import org.hl7.fhir.r5.elementmodel.Manager.FhirFormat;
import org.hl7.fhir.r5.model.StructureDefinition;
import org.hl7.fhir.r5.utils.validation.ValidatorSession;
import org.hl7.fhir.r5.utils.validation.constants.IdStatus;
import org.hl7.fhir.r5.utils.xver.XVerExtensionManagerOld;
import org.hl7.fhir.utilities.i18n.I18nConstants;
import org.hl7.fhir.utilities.validation.ValidationMessage;
import org.hl7.fhir.utilities.validation.ValidationMessage.IssueSeverity;
import org.hl7.fhir.validation.ValidatorSettings;
import org.hl7.fhir.validation.instance.InstanceValidator;

/**
 * HAPI's validator, which keeps the core validator that it works with. HAPI makes a new one for each resource, which takes
 * longer than the validation: it reads a list of OIDs and prepares a FHIRPath engine. The core validator clears its state
 * before each resource. Judges JSON that claims no profiles. Thread-safe: each thread takes one that is idle, or a new one.
 */
class ReusedValidator extends FhirInstanceValidator {

    /** A core validator remembers a little of each resource; so it is let go in the end. */
    private static final int LIFE = 1000;

    private static final class Core {
        private final InstanceValidator validator;
        private int used;

        Core(InstanceValidator validator) {
            this.validator = validator;
        }
    }

    /** As many as can work at once; more would only take memory. */
    private final ArrayBlockingQueue<Core> idle =
            new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());

    ReusedValidator(IValidationSupport support) {
        super(support);
    }

    @Override
    protected List<ValidationMessage> validate(IValidationContext<?> resource) {
        if (resource.getResourceAsStringEncoding() != EncodingEnum.JSON) {
            return super.validate(resource);
        }
        WorkerContextValidationSupportAdapter worker = provideWorkerContext();
        List<StructureDefinition> profiles = new ArrayList<>();
        for (String url : resource.getOptions().getProfiles()) {
            StructureDefinition profile = worker.fetchResource(StructureDefinition.class, url);
            if (profile == null) {
                return super.validate(resource);
            }
            profiles.add(profile);
        }
        Core waiting = idle.poll();
        Core core = waiting == null ? new Core(make(worker)) : waiting;
        List<ValidationMessage> messages = new ArrayList<>();
        byte[] json = resource.getResourceAsString().getBytes(StandardCharsets.UTF_8);
        core.validator.validate(
                resource.getOptions().getAppContext(),
                messages,
                new ByteArrayInputStream(json),
                FhirFormat.JSON,
                profiles);
        if (++core.used < LIFE) {
            idle.offer(core);
        }
        messages.removeIf(ReusedValidator::isPassedOver);
        messages.stream()
                .filter(ReusedValidator::isOfUnknownProfile)
                .forEach(message ->
                        message.setLevel(isErrorForUnknownProfiles() ? IssueSeverity.ERROR : IssueSeverity.WARNING));
        return messages;
    }

    /** Sets what HAPI sets. */
    private InstanceValidator make(WorkerContextValidationSupportAdapter worker) {
        var validator = new InstanceValidator(
                worker,
                new NullEvaluationContext(),
                new XVerExtensionManagerOld(worker),
                new ValidatorSession(),
                new ValidatorSettings());
        validator.setAssumeValidRestReferences(isAssumeValidRestReferences());
        validator.setBestPracticeWarningLevel(getBestPracticeWarningLevel());
        validator.setAnyExtensionsAllowed(isAnyExtensionsAllowed());
        validator.setResourceIdRule(IdStatus.OPTIONAL);
        validator.setNoTerminologyChecks(isNoTerminologyChecks());
        validator.setErrorForUnknownProfiles(isErrorForUnknownProfiles());
        validator.setUnknownCodeSystemsCauseErrors(true);
        validator.getExtensionDomains().addAll(getExtensionDomains());
        validator.setFetcher(getValidatorResourceFetcher());
        validator.setPolicyAdvisor(getValidatorPolicyAdvisor());
        validator.setNoExtensibleWarnings(isNoExtensibleWarnings());
        validator.setNoBindingMsgSuppressed(isNoBindingMsgSuppressed());
        validator.setAllowExamples(isAllowExamples());
        validator.setAllowXsiLocation(true);
        return validator;
    }

    /** HAPI passes over these messages too. */
    private static boolean isPassedOver(ValidationMessage message) {
        String id = message.getMessageId();
        return I18nConstants.TERMINOLOGY_TX_BINDING_NOSOURCE.equals(id)
                || (I18nConstants.TERMINOLOGY_TX_VALUESET_NOTFOUND.equals(id)
                        && message.getMessage().contains("http://hl7.org/fhir/ValueSet/mimetypes"));
    }

    private static boolean isOfUnknownProfile(ValidationMessage message) {
        String id = message.getMessageId();
        return I18nConstants.VALIDATION_VAL_PROFILE_UNKNOWN.equals(id)
                || I18nConstants.VALIDATION_VAL_PROFILE_UNKNOWN_NOT_POLICY.equals(id);
    }
}
