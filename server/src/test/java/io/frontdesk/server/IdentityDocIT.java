package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.server.cli.FrontdeskCli;
import io.frontdesk.server.launch.Launcher;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of {@code docs/identity.md}, and starts the server with its options. */
class IdentityDocIT {

    private static final Pattern COMMANDS = Pattern.compile("```sh\n(.*?)```(?:\n```text\n(.*?)```)?", Pattern.DOTALL);
    private static final Pattern STARTS =
            Pattern.compile("(?m)^ {4}(?:FRONTDESK_TLS_PASSWORD=(\\w+) )?java -jar server/target/frontdesk.jar (.*)$");
    private static final Pattern FILE = Pattern.compile("[a-z-]+\\.(pem|p12)");

    @TempDir
    private Path folder;

    @Test
    void everyExampleDoesWhatItSays() throws Exception {
        String text = Files.readString(Path.of("docs/identity.md"));
        List<MatchResult> commands = COMMANDS.matcher(text).results().toList();
        List<MatchResult> starts = STARTS.matcher(text).results().toList();
        assertThat(commands).hasSize(2);
        assertThat(starts).hasSize(2);

        assertThat(run(commands.get(0).group(1))).isEmpty();
        StringBuilder answered = new StringBuilder();
        assertThat(serve(
                        starts.get(0),
                        root -> answered.append(run(onPort(commands.get(1).group(1), root)))))
                .isEmpty();
        assertThat(answered.toString()).isEqualTo(commands.get(1).group(2));
        assertThat(serve(
                        starts.get(1),
                        root -> assertThat(
                                        run(onPort("curl -s --cacert ca.pem https://localhost:8443/health/live", root)))
                                .contains("up")))
                .isEmpty();
    }

    @FunctionalInterface
    private interface Use {
        void of(String root) throws Exception;
    }

    /** Starts the server with the words of an example, and returns what the command line complains of. */
    private String serve(MatchResult start, Use use) {
        Map<String, String> environment = new HashMap<>();
        if (start.group(1) != null) {
            environment.put("FRONTDESK_TLS_PASSWORD", start.group(1));
        }
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said, true);
        new FrontdeskCli(
                        environment,
                        settings -> {
                            try (var launched =
                                    new Launcher(new GuardedEndpoints(), Clock.systemUTC()).launch(settings)) {
                                use.of(launched.base());
                                return 0;
                            } catch (Exception e) {
                                throw new AssertionError(e);
                            }
                        },
                        out,
                        out)
                .run(words(start.group(2)));
        return said.toString();
    }

    private String[] words(String line) {
        return Arrays.stream(line.replace("--port 8443", "--port 0").split(" "))
                .map(word -> FILE.matcher(word).matches() ? folder.resolve(word).toString() : word)
                .toArray(String[]::new);
    }

    private static String onPort(String commands, String root) {
        return commands.replace(
                "localhost:8443", "localhost:" + URI.create(root).getPort());
    }

    private String run(String commands) throws IOException, InterruptedException {
        Process bash = new ProcessBuilder("bash", "-c", "set -eu\n" + commands)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        bash.getOutputStream().close();
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(output).isZero();
        return output;
    }
}
