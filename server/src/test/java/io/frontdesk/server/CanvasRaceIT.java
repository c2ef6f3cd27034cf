package io.frontdesk.server;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who changes which element when many change one appointment at once, on H2; {@link NodesIT} has the other database. */
@ExtendWith(SharedServer.class)
class CanvasRaceIT {

    private static final int ROUNDS = 8;

    @Test
    void losesNoElement(TestServer server) throws InterruptedException {
        CanvasRace.losesNoElement(List.of(server), ROUNDS);
    }
}
