package io.frontdesk.server;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A history tells what is stored now, and nothing that was remembered from the last time. */
@ExtendWith(SharedServer.class)
class HistoryIT {

    @Test
    void showsEachVersionAtOnce(TestServer server) {
        FreshReads.showWhatAnotherHasWritten(server, server);
    }
}
