package io.frontdesk.server.cli;

import java.util.Collection;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with words that the command line does not take, and what to write instead. */
final class WrongWords {

    private WrongWords() {}

    /** Returns what to tell: one line that says what is wrong, and one that says what to do. */
    static String explain(ParameterException wrong) {
        var command = wrong.getCommandLine();
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            // After '=' may stand a password: only the name is repeated.
            var name = unmatched.getUnmatched().get(0).split("=", 2)[0];
            return name.startsWith("-") ? option(name, command) : command(name, command);
        }
        if (wrong instanceof MissingParameterException) {
            return wrong.getMessage() + ".\n" + seeHelp(command);
        }
        if (wrong instanceof OverwrittenOptionException) {
            return wrong.getMessage() + ".\nGive it once.";
        }
        return wrong.getMessage() + "\n" + seeHelp(command);
    }

    private static String option(String name, CommandLine command) {
        var known = command.getCommandSpec().optionsMap().keySet().stream()
                .filter(option -> option.startsWith("--"))
                .toList();
        return "Unknown option '" + name + "'.\n" + near(name, known) + seeHelp(command);
    }

    private static String command(String name, CommandLine command) {
        if (!command.getCommandSpec().positionalParameters().isEmpty()) {
            return "'" + name + "' is one word too many.\n" + seeHelp(command);
        }
        var group = command.getSubcommands().isEmpty() ? command.getParent() : command;
        var known = List.copyOf(group.getSubcommands().keySet());
        return "Unknown command '" + name + "'.\n" + near(name, known) + "Commands are "
                + String.join(", ", known)
                + (known.contains("serve") ? "; 'serve' can be left out. " : ". ") + seeHelp(group);
    }

    private static String near(String typed, Collection<String> words) {
        return Nearest.to(typed, words)
                .map(near -> "Did you mean " + near + "? ")
                .orElse("");
    }

    private static String seeHelp(CommandLine command) {
        return "Run '" + command.getCommandSpec().qualifiedName() + " --help' for the options.";
    }
}
