package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Follows the guide to a contract of one's own word for word: writes its files, runs its commands, and sees what it tells. */
class GuideIT {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern FILE = Pattern.compile("(Write|Append to) `([^`]+)`:\\s*$");
    private static final Pattern BLOCK = Pattern.compile("```(sh|text|yaml|json)\n(.*?)```", Pattern.DOTALL);
    private static final String PORT = "8080";

    @TempDir
    private Path folder;

    @Test
    void leadsFromAnEmptyFolderToAServedContract() throws IOException, InterruptedException {
        String guide = Files.readString(ROOT.resolve("profiles/GUIDE.md"));
        StringBuilder script = new StringBuilder("set -eu\ntrap 'kill $(jobs -p) 2> jobs.log || true' EXIT\n");
        StringBuilder expected = new StringBuilder();
        Matcher block = BLOCK.matcher(guide);
        int end = 0;
        while (block.find()) {
            Matcher file = FILE.matcher(guide.substring(end, block.start()));
            switch (block.group(1)) {
                case "sh" -> script.append(block.group(2));
                case "text" -> expected.append(block.group(2));
                default -> {
                    assertThat(file.find())
                            .as("a file name before %s", block.group())
                            .isTrue();
                    script.append(written(file.group(1).equals("Write") ? ">" : ">>", file.group(2), block.group(2)));
                }
            }
            end = block.end();
        }
        assertThat(expected).isNotEmpty();

        assertThat(run(script.toString().replace(PORT, String.valueOf(freePort()))))
                .isEqualTo(expected.toString());
    }

    private static String written(String how, String name, String content) {
        return "cat " + how + " " + name + " <<'END OF FILE'\n" + content + "END OF FILE\n";
    }

    private String run(String script) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().put("FRONTDESK", ROOT.toString());
        Process bash = builder.start();
        bash.getOutputStream().close();
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(output).isZero();
        return output;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
