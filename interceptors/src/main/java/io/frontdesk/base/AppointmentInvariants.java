package io.frontdesk.base;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.FhirVersionEnum;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.element.ElementPath;
import io.frontdesk.element.ElementTree;
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
 * the syntax of its instants, and, unless the contract takes that, that it does not end before it starts.
 */
public final class AppointmentInvariants implements WriteGuard {

    private static final String APPOINTMENT = "Appointment";
    private static final Pattern INSTANT =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)");

    private final ElementTree tree;
    private final boolean r4;
    private final boolean endBeforeStart;
    private final Set<String> mayLackTimes;
    private final ElementPath status;
    private final ElementPath start;
    private final ElementPath end;
    private final ElementPath participant;
    private final ElementPath cancelationReason;

    /** Takes whether an appointment may end before it starts, which FHIR does not forbid. */
    public AppointmentInvariants(FhirContext fhir, ElementTree tree, boolean endBeforeStart) {
        this.tree = tree;
        this.endBeforeStart = endBeforeStart;
        this.r4 = fhir.getVersion().getVersion().isEqualOrNewerThan(FhirVersionEnum.R4);
        this.mayLackTimes = r4 ? Set.of("proposed", "cancelled", "waitlist") : Set.of("proposed", "cancelled");
        this.status = ElementPath.known(fhir, APPOINTMENT, "status");
        this.start = ElementPath.known(fhir, APPOINTMENT, "start");
        this.end = ElementPath.known(fhir, APPOINTMENT, "end");
        this.participant = ElementPath.known(fhir, APPOINTMENT, "participant");
        // DSTU3 has no such element, nor the invariant about it.
        this.cancelationReason = r4 ? ElementPath.known(fhir, APPOINTMENT, "cancelationReason") : status;
    }

    @Override
    public Family family() {
        return Family.BASE;
    }

    @Override
    public Decision beforeWrite(Write write) {
        if (!write.type().equals(APPOINTMENT)) {
            return Decision.permit();
        }
        IBaseResource proposed = write.proposed();
        Optional<IPrimitiveType<?>> from = primitive(start, proposed);
        Optional<IPrimitiveType<?>> to = primitive(end, proposed);
        String state = status.textsIn(proposed).stream().findFirst().orElse("");
        return instant("start", from)
                .and(() -> instant("end", to))
                .and(() -> times(from, to, state))
                .and(() -> participants(proposed))
                .and(() -> cancelationReason(proposed, state));
    }

    private static Decision instant(String element, Optional<IPrimitiveType<?>> value) {
        // A value may be absent where an extension says why.
        Optional<String> written = value.map(IPrimitiveType::getValueAsString);
        return written.isEmpty() || INSTANT.matcher(written.get()).matches()
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
        boolean backwards = !endBeforeStart
                && start.get().getValue() instanceof Date from
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

    private Decision participants(IBaseResource proposed) {
        List<IBase> participants = participant.in(proposed);
        for (int i = 0; i < participants.size(); i++) {
            if (!typeOrActor(participants.get(i))) {
                return refuse(
                        Rule.BASE_INVARIANT,
                        "participant[" + i + "]",
                        "A participant has a type or an actor (app-1).",
                        "Send participant.actor or participant.type.");
            }
        }
        return Decision.permit();
    }

    private boolean typeOrActor(IBase participating) {
        return tree.children(participating).stream()
                .filter(child -> child.name().equals("type") || child.name().equals("actor"))
                .anyMatch(child -> !child.in(participating).stream().allMatch(IBase::isEmpty));
    }

    private Decision cancelationReason(IBaseResource proposed, String state) {
        return !r4
                        || Set.of("cancelled", "noshow").contains(state)
                        || cancelationReason.in(proposed).stream().allMatch(IBase::isEmpty)
                ? Decision.permit()
                : refuse(
                        Rule.BASE_INVARIANT,
                        "cancelationReason",
                        "Only an appointment that is cancelled or noshow has a cancelationReason (app-4).",
                        "Leave out cancelationReason.");
    }

    private static Optional<IPrimitiveType<?>> primitive(ElementPath path, IBaseResource resource) {
        return path.in(resource).stream()
                .filter(value -> !value.isEmpty() && value instanceof IPrimitiveType<?>)
                .<IPrimitiveType<?>>map(value -> (IPrimitiveType<?>) value)
                .findFirst();
    }

    private static Decision refuse(Rule rule, String element, String text, String remedy) {
        String path = APPOINTMENT + "." + element;
        return Decision.refuse(Refusal.of(rule, text, remedy).at(path).with("element", path));
    }
}
