package io.frontdesk.base;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.FhirVersionEnum;
import ca.uhn.fhir.util.FhirTerser;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.write.Write;
import io.frontdesk.write.WriteGuard;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IPrimitiveType;

/**
 * The invariants that FHIR sets for an Appointment (app-1 to app-3 in DSTU3 and R4, app-4 in R4; section 12.27.3.3 of R4),
 * the syntax of its instants, and that it does not end before it starts.
 */
public final class AppointmentInvariants implements WriteGuard {

    private static final String APPOINTMENT = "Appointment";
    private static final Pattern INSTANT =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)");

    private final FhirContext fhir;
    private final boolean r4;
    private final Set<String> mayLackTimes;

    public AppointmentInvariants(FhirContext fhir) {
        this.fhir = fhir;
        this.r4 = fhir.getVersion().getVersion().isEqualOrNewerThan(FhirVersionEnum.R4);
        this.mayLackTimes = r4 ? Set.of("proposed", "cancelled", "waitlist") : Set.of("proposed", "cancelled");
    }

    @Override
    public Decision beforeWrite(Write write) {
        if (!write.type().equals(APPOINTMENT)) {
            return Decision.permit();
        }
        IBaseResource proposed = write.proposed();
        FhirTerser terser = fhir.newTerser();
        Optional<IPrimitiveType<?>> start = primitive(terser, proposed, "start");
        Optional<IPrimitiveType<?>> end = primitive(terser, proposed, "end");
        String status = Optional.ofNullable(terser.getSinglePrimitiveValueOrNull(proposed, "status"))
                .orElse("");
        return instant("start", start)
                .and(() -> instant("end", end))
                .and(() -> times(start, end, status))
                .and(() -> participants(terser, proposed))
                .and(() -> cancelationReason(terser, proposed, status));
    }

    private static Decision instant(String element, Optional<IPrimitiveType<?>> value) {
        return value.isEmpty()
                        || INSTANT.matcher(value.get().getValueAsString()).matches()
                ? Decision.permit()
                : refuse(
                        Rule.BODY_VALUE,
                        element,
                        "The element Appointment." + element + " is no FHIR instant.",
                        "Send date, time to the second and zone, for example 2026-03-09T09:00:00+01:00.");
    }

    private Decision times(Optional<IPrimitiveType<?>> start, Optional<IPrimitiveType<?>> end, String status) {
        if (start.isPresent() != end.isPresent()) {
            return refuse(
                    Rule.BASE_INVARIANT,
                    start.isPresent() ? "end" : "start",
                    "An appointment has both start and end, or neither (app-2).",
                    "Send both.");
        }
        if (start.isEmpty()) {
            return mayLackTimes.contains(status)
                    ? Decision.permit()
                    : refuse(
                            Rule.BASE_INVARIANT,
                            "start",
                            "An appointment in this status needs start and end (app-3).",
                            "Send both; only these may lack them: "
                                    + String.join(
                                            ", ", mayLackTimes.stream().sorted().toList()) + ".");
        }
        boolean backwards = start.get().getValue() instanceof Date from
                && end.get().getValue() instanceof Date to
                && to.before(from);
        return backwards
                ? refuse(
                        Rule.BASE_INVARIANT,
                        "end",
                        "The appointment ends before it starts.",
                        "Send an end that is not before the start.")
                : Decision.permit();
    }

    private static Decision participants(FhirTerser terser, IBaseResource proposed) {
        List<IBase> participants = terser.getValues(proposed, "participant");
        for (int i = 0; i < participants.size(); i++) {
            IBase participant = participants.get(i);
            if (terser.getValues(participant, "type").isEmpty()
                    && terser.getValues(participant, "actor").stream().allMatch(IBase::isEmpty)) {
                return refuse(
                        Rule.BASE_INVARIANT,
                        "participant[" + i + "]",
                        "A participant has a type or an actor (app-1).",
                        "Send participant.actor or participant.type.");
            }
        }
        return Decision.permit();
    }

    private Decision cancelationReason(FhirTerser terser, IBaseResource proposed, String status) {
        return !r4
                        || Set.of("cancelled", "noshow").contains(status)
                        || terser.getValues(proposed, "cancelationReason").stream()
                                .allMatch(IBase::isEmpty)
                ? Decision.permit()
                : refuse(
                        Rule.BASE_INVARIANT,
                        "cancelationReason",
                        "Only an appointment that is cancelled or noshow has a cancelationReason (app-4).",
                        "Leave out cancelationReason.");
    }

    private static Optional<IPrimitiveType<?>> primitive(FhirTerser terser, IBaseResource resource, String path) {
        return terser.getValues(resource, path).stream()
                .filter(value -> !value.isEmpty() && value instanceof IPrimitiveType<?>)
                .<IPrimitiveType<?>>map(value -> (IPrimitiveType<?>) value)
                .findFirst();
    }

    private static Decision refuse(Rule rule, String element, String text, String remedy) {
        String path = APPOINTMENT + "." + element;
        return Decision.refuse(Refusal.of(rule, text, remedy).at(path).with("element", path));
    }
}
