package io.frontdesk.condition;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.element.Criterion;
import io.frontdesk.request.Criteria;
import io.frontdesk.request.CriteriaPolicy;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.request.RequestGuard;
import io.frontdesk.write.Write;
import io.frontdesk.write.WriteGuard;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sees to it that a conditional interaction names one resource and no other (FHIR R4, 3.1.0.8.1, 3.1.0.4.3, 3.1.0.7.1):
 * without criteria HAPI takes whatever is there, and it overwrites one resource with a body that carries the id of
 * another.
 */
public final class ConditionGuard implements RequestGuard, WriteGuard {

    /** Parameters with which HAPI deletes more than what was asked for. */
    private static final Set<String> FAR_REACHING = Set.of("_expunge", "_cascade");

    private final CriteriaPolicy policy;
    private final FhirContext fhir;

    /** Takes which criteria the contract lists. */
    public ConditionGuard(CriteriaPolicy policy, FhirContext fhir) {
        this.policy = policy;
        this.fhir = fhir;
    }

    @Override
    public Family family() {
        return Family.CRITERIA;
    }

    @Override
    public Decision beforeBody(Request request) {
        if (request.parameters().keySet().stream().anyMatch(FAR_REACHING::contains)) {
            return Decision.refuse(Refusal.of(
                    Rule.FORM_NOT_OFFERED,
                    "This endpoint deletes one resource at a time, and keeps its history.",
                    "Leave out _expunge and _cascade."));
        }
        if (!request.interaction().conditional()) {
            return Decision.permit();
        }
        if (request.header("If-None-Exist").size() > 1 || foreign(request)) {
            return Decision.refuse(Refusal.of(
                    Rule.REQUEST_INVALID,
                    "If-None-Exist is no query on " + request.type() + ".",
                    "Send it once, as the query of a search: If-None-Exist: identifier=http://example.org|1"));
        }
        Set<String> ignored = Criteria.ignored(request);
        if (!ignored.isEmpty()) {
            return Decision.refuse(Refusal.of(
                    Rule.REQUEST_INVALID,
                    "A criterion is none that this endpoint looks for: " + String.join(", ", ignored) + ".",
                    "Send search parameters of " + request.type()
                            + ", such as identifier=http://example.org|1; see GET [base]/metadata."));
        }
        Set<String> unlisted = policy.unlisted(request);
        if (!unlisted.isEmpty()) {
            return Decision.refuse(Refusal.of(
                    Rule.REQUEST_INVALID,
                    "A criterion is none that this endpoint takes: " + String.join(", ", unlisted) + ".",
                    "Name the " + request.type() + " by " + String.join(", ", policy.listed(request.type())) + "."));
        }
        return Criteria.of(request).isEmpty()
                ? Decision.refuse(Refusal.of(
                        Rule.REQUEST_INVALID,
                        "A conditional request without criteria names no resource.",
                        "Send search parameters that one resource meets, such as identifier=http://example.org|1."))
                : Decision.permit();
    }

    @Override
    public Decision beforeWrite(Write write) {
        return sameId(write)
                .and(() ->
                        write.request().map(request -> agrees(request, write)).orElseGet(Decision::permit));
    }

    /** What meets the criteria before a change and no longer after it could not be named by them again. */
    private Decision agrees(Request request, Write write) {
        for (Map.Entry<String, List<String>> criterion : policy.agreed(request).entrySet()) {
            boolean met = criterion.getValue().stream()
                    .allMatch(value -> Criterion.of(fhir, write.type(), criterion.getKey(), value)
                            .filter(one -> one.holds(write.proposed(), write.ownBases()))
                            .isPresent());
            if (!met) {
                return Decision.refuse(Refusal.of(
                                Rule.CRITERIA_DISAGREE,
                                "What was sent does not meet the criterion " + criterion.getKey()
                                        + " of its own address.",
                                "Send the same " + criterion.getKey() + " in the address and in the body.")
                        .with("parameter", criterion.getKey()));
            }
        }
        return Decision.permit();
    }

    private static Decision sameId(Write write) {
        Optional<Request> update =
                write.request().filter(request -> request.interaction() == Interaction.CONDITIONAL_UPDATE);
        Optional<String> sent = update.flatMap(Request::bodyId);
        Optional<String> meant =
                write.stored().map(stored -> stored.getIdElement().getIdPart());
        if (sent.isEmpty() || sent.equals(meant)) {
            return Decision.permit();
        }
        return Decision.refuse(Refusal.of(
                        Rule.ID_MISMATCH,
                        meant.isPresent()
                                ? "The body has another id than the resource that meets the criteria."
                                : "Nothing meets the criteria, and the server itself gives ids to what it creates.",
                        "Leave the id out of the body.")
                .at(write.type() + ".id"));
    }

    private static boolean foreign(Request request) {
        List<String> query = request.header("If-None-Exist");
        int mark = query.isEmpty() ? -1 : query.get(0).indexOf('?');
        return mark > 0 && !query.get(0).substring(0, mark).equals(request.type());
    }
}
