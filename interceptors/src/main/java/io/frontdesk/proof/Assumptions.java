package io.frontdesk.proof;

import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is taken for granted of the appointments that are sent: that they say what the contract asks for. A rule about other
 * elements than the status is broken by one body and kept by another; the walk supposes that whoever wants something sends the
 * one that keeps it, so that it never permits too little.
 */
final class Assumptions {

    private static final Set<Rule> OF_CONTENT = EnumSet.of(
            Rule.BASE_REQUIRED,
            Rule.BASE_INVARIANT,
            Rule.BODY_VALUE,
            Rule.PROFILE,
            Rule.PROFILE_UNKNOWN,
            Rule.FIELD,
            Rule.VALUE_UNKNOWN,
            Rule.VALUE_AMBIGUOUS,
            Rule.VALUE_CLOSED,
            Rule.VALUE_CODINGS,
            Rule.REFERENCE,
            Rule.SERVER_OWNED,
            Rule.SLOT_UNKNOWN,
            Rule.SLOT_TAKEN,
            Rule.SLOT_HELD,
            Rule.ID_MISMATCH,
            Rule.CRITERIA_DISAGREE,
            Rule.ACCESS_CONTEXT,
            Rule.ACCESS_USER,
            Rule.SEARCH_CONTEXT,
            Rule.PATCH_STATE);

    private final Set<String> made = new TreeSet<>();

    /** Returns whether other content would have kept the rule, and notes that this was assumed. */
    boolean cover(Refusal refusal) {
        // A patch that is not taken from a stored status is not taken, whatever else is stored.
        boolean ofStatus =
                refusal.rule() == Rule.PATCH_STATE && refusal.elements().contains("Appointment.status");
        boolean content = OF_CONTENT.contains(refusal.rule()) && !ofStatus;
        if (content) {
            made.add(refusal.id());
        }
        return content;
    }

    /** Returns the ids of the rules that were assumed to be kept, sorted. */
    Set<String> made() {
        return made;
    }
}
