package io.frontdesk.server.replay;

import io.frontdesk.contract.Contract;
import io.frontdesk.server.StoredHistory;
import io.frontdesk.server.StoredVersion;
import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;

/** Holds the history of a store against a contract, and says which writes the contract would have refused. */
public final class Replay {

    private static final String NOT_JUDGED = """
            Not judged, because the history does not say it: who wrote (rights, scopes, context, server-owned parts), how
            the request was put (If-Match, listed patches, criteria), and what else was stored then (references, Slots,
            bookings, unique values, effects).""";

    private final Contract contract;
    private final PrintWriter out;
    private final Map<String, Integer> byRule = new TreeMap<>();
    private int writes;
    private int refused;
    private int unjudged;

    /**
     * @param contract the contract that judges
     * @param out where each refusal is told as it is found, and at the end their number by rule; no patient data
     */
    public Replay(Contract contract, PrintWriter out) {
        this.contract = contract;
        this.out = out;
    }

    /**
     * Judges every write of the history.
     *
     * @return whether each of them could be judged, and would have been carried out
     */
    public boolean run(StoredHistory history) {
        PastWrites past = new PastWrites(contract);
        history.forEach(version -> tell(past.judge(version)));
        summary();
        return refused == 0 && unjudged == 0;
    }

    private void tell(Verdict verdict) {
        writes++;
        if (verdict instanceof Verdict.Refused found) {
            refused++;
            byRule.merge(found.why().id(), 1, Integer::sum);
            line(
                    found.write(),
                    found.why().id(),
                    String.join(", ", found.why().elements()),
                    contract.answers().status(found.why()) + " " + found.why().text());
        } else if (verdict instanceof Verdict.Unjudged left) {
            unjudged++;
            line(left.write(), "not judged", "", left.reason());
        }
    }

    private void line(StoredVersion write, String rule, String elements, String text) {
        String version = contract.version().ids().told(Long.toString(write.version()));
        out.println(Contract.APPOINTMENT + "/" + write.id() + "/_history/" + version + "  " + write.at() + "  " + rule
                + (elements.isEmpty() ? "" : "  " + elements) + "  " + text);
    }

    private void summary() {
        if (refused + unjudged > 0) {
            out.println();
        }
        out.println(contract.name() + " would have refused " + refused + " of " + writes + " writes.");
        byRule.forEach((rule, times) -> out.println("  " + times + "  " + rule));
        if (unjudged > 0) {
            out.println("  " + unjudged + "  not judged");
        }
        out.println(NOT_JUDGED);
        out.flush();
    }
}
