package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.decision.Modes;
import io.frontdesk.server.settings.DatabaseSettings;
import io.frontdesk.server.settings.HttpSettings;
import io.frontdesk.server.settings.IdentitySettings;
import io.frontdesk.server.settings.ServerSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Runs the commands of the README, in their order, and holds their output to what the README says. */
class ReadmeIT {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern COMMANDS = Pattern.compile("```sh\n(.*?)```(?:\n```text\n(.*?)```)?", Pattern.DOTALL);

    private static final Pattern SHADOW = Pattern.compile("```sh shadow\n(.*?)```\n```text\n(.*?)```", Pattern.DOTALL);

    @Test
    void everyExampleDoesWhatItSays() throws IOException, InterruptedException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        StringBuilder script = new StringBuilder("set -eu\n");
        StringBuilder expected = new StringBuilder();
        Matcher block = COMMANDS.matcher(readme);
        while (block.find()) {
            script.append(block.group(1));
            if (block.group(2) != null) {
                expected.append(block.group(2));
            }
        }
        assertThat(expected).isNotEmpty();

        try (TestServer server =
                TestServer.start("core", "ehealth-dk", "fr-sas", "millennium-2019", "canvas", "candid", "gp-connect")) {
            Process bash = new ProcessBuilder(
                            "bash", "-c", script.toString().replace("http://127.0.0.1:8080", server.root()))
                    .directory(ROOT.toFile())
                    .redirectErrorStream(true)
                    .start();
            bash.getOutputStream().close();
            String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(output).isEqualTo(expected.toString());
            assertThat(bash.waitFor()).isZero();
        }
    }

    /** What needs a server with another setting has blocks of its own. */
    @Test
    void theExampleOfShadowModeDoesWhatItSays() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));
        Matcher functions = COMMANDS.matcher(readme);
        Matcher block = SHADOW.matcher(readme);
        assertThat(functions.find() && block.find()).isTrue();

        try (TestServer server = TestServer.with(new ServerSettings(
                List.of("core"),
                "127.0.0.1",
                0,
                new DatabaseSettings("jdbc:h2:mem:", Optional.empty(), Optional.empty()),
                new IdentitySettings.Development(Optional.empty()),
                Optional.empty(),
                HttpSettings.USUAL,
                Modes.of("enforce", List.of("status"))))) {
            String script = "set -eu\n" + functions.group(1).replaceAll("(?m)^TOKEN=.*$", "") + block.group(1);
            assertThat(run(script, server)).isEqualTo(block.group(2));
        }
    }

    private static String run(String script, TestServer server) throws IOException {
        Process bash = new ProcessBuilder("bash", "-c", script.replace("http://127.0.0.1:8080", server.root()))
                .directory(ROOT.toFile())
                .redirectErrorStream(true)
                .start();
        bash.getOutputStream().close();
        return new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void ciRunsTheTestCommandOfTheReadme() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));

        assertThat(readme).contains("and run all tests:\n\n    mvn -B -ntp verify\n");
        assertThat(Files.readString(ROOT.resolve(".ci/run"))).contains("\nmvn -B -ntp verify\n");
    }
}
