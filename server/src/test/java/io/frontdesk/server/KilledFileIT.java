package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What remains in a file of H2 when its server is killed, and the next one starts on it. */
class KilledFileIT {

    @TempDir
    Path folder = Path.of("");

    @Test
    void keepsWhatWasAcknowledged() throws InterruptedException {
        String file = "jdbc:h2:file:" + folder.resolve("desk");
        NodeLoad load;
        try (ServerProcess first = ServerProcess.start(file, "core")) {
            load = new NodeLoad(List.of(first.server()), first::kill);
            assertThat(load.run()).isPositive();
        }
        try (ServerProcess again = ServerProcess.start(file, "core")) {
            load.assertNothingLost(again.server());
        }
    }
}
