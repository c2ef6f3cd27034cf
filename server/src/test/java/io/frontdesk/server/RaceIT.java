package io.frontdesk.server;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Who wins when many change one appointment at once, on H2. */
@ExtendWith(SharedServer.class)
class RaceIT {

    private static final int ROUNDS = 50;

    @Test
    void letsOneOfSixteenClientsChangeAVersion(TestServer server) throws InterruptedException {
        Race.oneWinnerPerVersion(server, ROUNDS);
    }

    @Test
    void losesNoChangeOfClientsThatNameNoVersion(TestServer server) throws InterruptedException {
        Race.nothingLostWithoutVersions(server, 10);
    }

    @Test
    void letsOneOfSixteenClientsChangeAVersionInAFile(@TempDir Path directory) throws InterruptedException {
        try (TestServer server = TestServer.on("jdbc:h2:file:" + directory.resolve("race"), "core", "ehealth-dk")) {
            Race.oneWinnerPerVersion(server, ROUNDS);
            Race.nothingLostWithoutVersions(server, 10);
        }
    }
}
