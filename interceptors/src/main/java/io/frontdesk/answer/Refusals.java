package io.frontdesk.answer;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import ca.uhn.fhir.util.FhirTerser;
import ca.uhn.fhir.util.OperationOutcomeUtil;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Modes;
import io.frontdesk.decision.Refusal;
import io.frontdesk.observe.DecisionListener;
import io.frontdesk.observe.Observation;
import java.util.Optional;
import java.util.function.Supplier;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseOperationOutcome;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns refusals into exceptions with an OperationOutcome in the contract's dialect. The only place that makes exceptions.
 *
 * <p>Each OperationOutcome has one issue: severity {@code error}, the issue type and the {@code diagnostics} of the {@link
 * AnswerPolicy}, {@code details.coding} with the contract's own code, where it has one, and the rule id in the system {@value
 * #SYSTEM}, {@code details.text} with what is
 * wrong and the remedy (a contract may let the two texts change places), and {@code expression} for each element at fault.
 */
public final class Refusals {

    /** The code system of rule ids. */
    public static final String SYSTEM = "urn:frontdesk:refusal";

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final FhirContext fhir;
    private final AnswerPolicy answers;
    private final Modes modes;
    private final @Nullable DecisionListener listener;

    /** Takes the FHIR version and the dialect in which refusals are told; nobody else is told of a decision. */
    public Refusals(FhirContext fhir, AnswerPolicy answers) {
        this(fhir, answers, Observation.none());
    }

    /** Takes the FHIR version, the dialect in which refusals are told, and who looks on. */
    public Refusals(FhirContext fhir, AnswerPolicy answers, Observation observation) {
        this.fhir = fhir;
        this.answers = answers;
        this.modes = observation.modes();
        this.listener = observation.listener().orElse(null);
    }

    /**
     * Lets a guard judge, and tells who listens what it has decided, and how long that took.
     *
     * @param guard judges, once
     * @param details the request; absent when the server's own code writes
     * @return the refusal, when the request ends here; none where the guard is in shadow
     */
    public Optional<Refusal> settle(Family family, Supplier<Decision> guard, @Nullable RequestDetails details) {
        Decision decision = judged(family, guard, details);
        return modes.enforces(family) ? decision.refusal() : Optional.empty();
    }

    /**
     * Lets a guard judge, tells who listens what it has decided, and throws the refusal of the decision, if it is one and the
     * guard is not in shadow.
     *
     * @param guard judges, once
     * @param details the request; absent when the server's own code writes
     * @return what the guard has decided
     */
    public Decision decide(Family family, Supplier<Decision> guard, @Nullable RequestDetails details) {
        Decision decision = judged(family, guard, details);
        if (decision instanceof Decision.Refuse refuse && modes.enforces(family)) {
            throw exception(refuse.why());
        }
        return decision;
    }

    /** Where nobody listens, no clock is read. */
    private Decision judged(Family family, Supplier<Decision> guard, @Nullable RequestDetails details) {
        if (listener == null) {
            return guard.get();
        }
        long begun = System.nanoTime();
        Decision decision = guard.get();
        listener.decided(family, decision, modes.enforces(family), System.nanoTime() - begun, details);
        return decision;
    }

    /** Returns whether the guards of a family refuse; in shadow they change nothing either. */
    public boolean enforces(Family family) {
        return modes.enforces(family);
    }

    /** Lets guards in shadow judge: whatever fails in them is logged, and the request goes on. */
    public void tryOut(Runnable judging) {
        try {
            judging.run();
        } catch (RuntimeException e) {
            LOG.warn("A guard in shadow failed, and lets the request pass: {}", e.toString());
        }
    }

    /** Lets a guard judge; in shadow, whatever fails in it is logged, and the request goes on. */
    public void attempt(Family family, Runnable judging) {
        if (modes.enforces(family)) {
            judging.run();
        } else {
            tryOut(judging);
        }
    }

    /** Tells who listens of a refusal that cannot be let pass, and returns the exception that makes HAPI answer with it. */
    public BaseServerResponseException refused(Family family, Refusal refusal, @Nullable RequestDetails details) {
        judged(family, () -> Decision.refuse(refusal), details);
        return exception(refusal);
    }

    /** Returns the exception that makes HAPI answer with the refusal; whoever has refused tells that before. */
    BaseServerResponseException exception(Refusal refusal) {
        IBaseOperationOutcome outcome = outcome(refusal);
        var exception = new RefusedException(
                status(refusal), refusal, () -> fhir.newJsonParser().encodeResourceToString(outcome));
        exception.setOperationOutcome(outcome);
        // HAPI cannot send an empty header (RFC 9110 allows an empty Allow where nothing is allowed).
        refusal.headers().forEach((name, value) -> {
            if (!value.isEmpty()) {
                exception.addResponseHeader(name, value);
            }
        });
        return exception;
    }

    /**
     * Returns the exception at which HAPI rolls back and carries the request out anew, on what another one has left. When that
     * did not help several times, it is told as {@link io.frontdesk.decision.Rule#CONFLICT}.
     */
    public BaseServerResponseException again() {
        return new ResourceVersionConflictException("another request is in the way");
    }

    /** Returns whether a provider tells by a failure that nothing is stored under an id, and nothing ever was that it knows of. */
    public static boolean tellsUnknown(RuntimeException failure) {
        return failure instanceof BaseServerResponseException told
                && told.getStatusCode() == Constants.STATUS_HTTP_404_NOT_FOUND;
    }

    /** Returns whether a provider tells by a failure that what was stored under an id is deleted. */
    public static boolean tellsGone(RuntimeException failure) {
        return failure instanceof BaseServerResponseException told
                && told.getStatusCode() == Constants.STATUS_HTTP_410_GONE;
    }

    /** Returns the HTTP status in which the contract tells the refusal. */
    public int status(Refusal refusal) {
        return answers.status(refusal);
    }

    /** Returns the OperationOutcome of a refusal as text, for answers that HAPI takes no part in. */
    public String text(Refusal refusal, EncodingEnum encoding) {
        return encoding.newParser(fhir).encodeResourceToString(outcome(refusal));
    }

    /**
     * Returns what is sent in place of an OperationOutcome: plain text, or nothing at all; absent where the contract sends an
     * outcome.
     */
    public Optional<String> bare(Refusal refusal) {
        return answers.bare(refusal);
    }

    /** Returns the OperationOutcome that the message of one of our exceptions holds. */
    Optional<IBaseOperationOutcome> ofMessage(String message) {
        if (!message.startsWith("{\"resourceType\":\"OperationOutcome\"")) {
            return Optional.empty();
        }
        return Optional.of((IBaseOperationOutcome) fhir.newJsonParser().parseResource(message));
    }

    /** Returns a refusal as an OperationOutcome. */
    IBaseOperationOutcome outcome(Refusal refusal) {
        IBaseOperationOutcome outcome = OperationOutcomeUtil.newInstance(fhir);
        answers.id().ifPresent(outcome::setId);
        answers.profile().ifPresent(profile -> outcome.getMeta().addProfile(profile));
        add(outcome, "error", refusal);
        return outcome;
    }

    /** Adds what was not refused to the OperationOutcome of what was done. */
    void warn(IBaseOperationOutcome outcome, Refusal warning) {
        add(outcome, "warning", warning);
    }

    private void add(IBaseOperationOutcome outcome, String severity, Refusal refusal) {
        IBase issue = OperationOutcomeUtil.addIssue(
                fhir, outcome, severity, answers.diagnostics(refusal), null, answers.code(refusal));
        FhirTerser terser = fhir.newTerser();
        IBase details = terser.addElement(issue, "details");
        answers.coding(refusal)
                .ifPresent(own ->
                        terser.setElement(coding(terser, details, own.system(), own.code()), "display", own.display()));
        coding(terser, details, SYSTEM, refusal.id());
        terser.setElement(details, "text", answers.details(refusal));
        terser.addElements(issue, "expression", refusal.elements());
    }

    private static IBase coding(FhirTerser terser, IBase details, String system, String code) {
        IBase coding = terser.addElement(details, "coding");
        terser.setElement(coding, "system", system);
        terser.setElement(coding, "code", code);
        return coding;
    }
}
