package io.frontdesk.server.cli;

import io.frontdesk.proof.Finding;
import io.frontdesk.proof.Proof;
import io.frontdesk.proof.Walked;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code frontdesk contract prove}: sends everything that anybody may send past a contract's guards, and says what comes of it. */
@Command(
        name = "prove",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        usageHelpAutoWidth = true,
        description = {
            "Prove that what is final stays final, that every status is reached, and that nobody writes without a right.",
            "",
            "Every way to write is tried from every status to every other, by every kind of caller that the contract knows,"
                    + " past the guards that the server has. Where something does not hold, the shortest series of requests"
                    + " shows it."
        },
        footer = {
            "",
            "Exit codes: 0 proved, 1 not proved, 2 faults in the contract.",
            "",
            "Examples:",
            "  frontdesk contract prove core",
            "  frontdesk contract prove ./my-contract"
        })
final class ContractProveCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private final ContractParameter named = new ContractParameter();

    @Override
    public Integer call() {
        var compiled = named.contract().read();
        var proof = Proof.of(compiled);
        var out = spec.commandLine().getOut();
        boolean proved = proof.findings().isEmpty();
        out.println(compiled.name() + (proved ? " is proved:" : " is not proved:"));
        proof.findings().forEach(finding -> tell(finding, out));
        if (proved) {
            out.println("  What is final stays so: " + list(proof.ends()) + ".");
            out.println("  Every status is reached: "
                    + list(proof.walked().states().stream().sorted().toList()) + ".");
            out.println("  Nobody writes without a right.");
        }
        extent(proof.walked(), out);
        return proved ? 0 : 1;
    }

    private static void tell(Finding finding, PrintWriter out) {
        out.println("  " + finding.text());
        for (int i = 0; i < finding.steps().size(); i++) {
            out.println("    " + (i + 1) + ". " + finding.steps().get(i));
        }
        out.println("    " + finding.remedy());
    }

    private static void extent(Walked walked, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%,d combinations of status, request and caller were tried, %,d were permitted: %d ways to write, %d kinds of"
                        + " callers.%n",
                walked.combinations(),
                walked.permitted(),
                walked.ways(),
                walked.kinds());
        if (!walked.assumed().isEmpty()) {
            out.println("Assumed is that what is sent, and what is stored, keeps these rules about other content: "
                    + list(walked.assumed()) + ".");
        }
    }

    private static String list(Collection<String> words) {
        return words.isEmpty() ? "none" : String.join(", ", words);
    }
}
