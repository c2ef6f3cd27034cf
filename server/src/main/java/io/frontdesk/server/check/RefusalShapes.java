package io.frontdesk.server.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.frontdesk.contract.Contract;
import io.frontdesk.decision.Refusal;
import io.frontdesk.server.check.Finding.Outcome;
import java.util.ArrayList;
import java.util.List;

/** Holds the bodies of refusals against the shape that a contract tells them in: one check over all refusals of a run. */
final class RefusalShapes {

    private static final String CHECK = "refusals are OperationOutcomes with the contract's issue types";
    private static final String KEY = "answers.refusals";

    private final Contract contract;
    private final List<String> misshapen = new ArrayList<>();
    private int refusals;

    RefusalShapes(Contract contract) {
        this.contract = contract;
    }

    /**
     * Looks at the answer to a request that the contract refuses.
     *
     * @param check what was checked by the request
     */
    void look(String check, Refusal refusal, Got got) {
        if (contract.answers().bare(refusal).isPresent()) {
            return;
        }
        refusals++;
        String code = contract.answers().code(refusal);
        JsonNode issue = got.json().at("/issue/0");
        if (!got.holds("OperationOutcome")) {
            misshapen.add(check + ": the body is no OperationOutcome");
        } else if (!List.of("error", "fatal").contains(issue.path("severity").asText())) {
            misshapen.add(check + ": the issue's severity is '"
                    + issue.path("severity").asText() + "'");
        } else if (!issue.path("code").asText().equals(code)) {
            misshapen.add(check + ": the issue's code is '" + issue.path("code").asText() + "', not '" + code + "'");
        }
    }

    /** Returns what was found. */
    Finding finding() {
        if (refusals == 0) {
            return Finding.notApplicable(CHECK, KEY, "No refusal was told.");
        }
        return new Finding(
                CHECK,
                KEY,
                "",
                refusals + " of " + refusals,
                refusals - misshapen.size() + " of " + refusals,
                misshapen.isEmpty() ? Outcome.PASSED : Outcome.FAILED,
                misshapen.isEmpty() ? "" : misshapen.get(0));
    }
}
