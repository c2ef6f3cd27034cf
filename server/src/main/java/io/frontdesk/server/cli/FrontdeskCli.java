package io.frontdesk.server.cli;

import io.frontdesk.contract.ContractException;
import io.frontdesk.server.StoreUnavailableException;
import io.frontdesk.server.http.EndpointFactory;
import io.frontdesk.server.launch.Launcher;
import io.frontdesk.server.launch.Service;
import io.frontdesk.server.launch.StartException;
import io.frontdesk.server.settings.ServerSettings;
import io.frontdesk.server.tls.UnusableTlsException;
import io.frontdesk.token.UnusableKeysException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * The command line as a whole: reads the words, serves, and turns every failure into an exit code and a line or two that
 * say what to do. 0: done; 1: the server could not start or run, or a contract
 * was found wanting; 2: something the operator wrote is wrong.
 */
public final class FrontdeskCli {

    private static final Logger LOG = LoggerFactory.getLogger(FrontdeskCli.class);

    private final CommandLine commandLine;

    /**
     * @param environment the environment variables
     * @param serve serves until it is told to stop, and returns the exit code
     * @param out where help and version go
     * @param err where failures go
     */
    public FrontdeskCli(
            Map<String, String> environment, ToIntFunction<ServerSettings> serve, PrintWriter out, PrintWriter err) {
        var frontdesk = new FrontdeskCommand(environment, serve);
        commandLine = new CommandLine(frontdesk);
        commandLine
                .addSubcommand(ServeCommand.of(commandLine.getCommandSpec()))
                .addSubcommand(ContractCommand.of(environment))
                .addSubcommand(new MigrateCommand(environment))
                .addSubcommand(new HealthCommand(environment))
                .setOut(out)
                .setErr(err)
                .setExpandAtFiles(false)
                .setExecutionStrategy(FrontdeskCli::execute)
                .setParameterExceptionHandler((IParameterExceptionHandler) FrontdeskCli::wrongWords)
                .setExecutionExceptionHandler((IExecutionExceptionHandler) FrontdeskCli::failure);
    }

    /** Returns the command line of this process: its environment, its console, and a server that runs until a signal. */
    public static FrontdeskCli ofProcess(EndpointFactory factory) {
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        var service = new Service(new Launcher(factory, Clock.systemUTC()), out);
        return new FrontdeskCli(
                System.getenv(), service, out, new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    }

    /** Does what the words say and returns the exit code. */
    public int run(String... words) {
        return commandLine.execute(words);
    }

    private static int execute(ParseResult words) {
        if (words.hasSubcommand()
                && !takesServerOptions(words.subcommand())
                && !words.matchedOptions().isEmpty()) {
            var option = words.matchedOptions().get(0).longestName();
            throw new ParameterException(
                    words.commandSpec().commandLine(), option + " is an option of the server, which is not started.");
        }
        return new RunLast().execute(words);
    }

    private static boolean takesServerOptions(ParseResult subcommand) {
        return subcommand.commandSpec().userObject() instanceof ServeCommand;
    }

    private static int wrongWords(ParameterException wrong, String[] words) {
        return say(wrong.getCommandLine(), 2, WrongWords.explain(wrong));
    }

    private static int failure(Exception failure, CommandLine commandLine, CommandLine.ParseResult words) {
        if (failure instanceof BadSettingException
                || failure instanceof UnusableKeysException
                || failure instanceof UnusableTlsException) {
            return say(commandLine, 2, String.valueOf(failure.getMessage()));
        }
        if (failure instanceof ContractException contract) {
            contract.faults().forEach(fault -> commandLine.getErr().println(fault));
            commandLine.getErr().flush();
            return 2;
        }
        if (failure instanceof StoreUnavailableException || failure instanceof StartException) {
            return say(commandLine, 1, String.valueOf(failure.getMessage()));
        }
        LOG.error("Frontdesk failed", failure);
        return say(commandLine, 1, "Frontdesk failed: " + failure + ". The log has the details.");
    }

    private static int say(CommandLine commandLine, int exitCode, String message) {
        commandLine.getErr().println(message);
        commandLine.getErr().flush();
        return exitCode;
    }
}
