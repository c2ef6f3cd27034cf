package io.frontdesk.server;

import java.util.Map;

/** Hands tests the one server with both Millennium contracts, and with a third in which every switch is turned. */
public final class MillenniumServer extends OneServer<MillenniumDesk> {

    public MillenniumServer() {
        super(MillenniumDesk.class);
    }

    @Override
    Running<MillenniumDesk> start() {
        StoredRecord record = StoredRecord.begin();
        TestServer server = TestServer.on(
                record.url(),
                MillenniumDesk.SEED,
                MillenniumDesk.LATER,
                TestContracts.changed(
                                MillenniumDesk.SEED,
                                MillenniumDesk.SWITCHED,
                                Map.of(
                                        "slashless: false", "slashless: true",
                                        "methodOverride: true", "methodOverride: false",
                                        "form: weak ", "form: any "))
                        .toString());
        return new Running<>(server, new MillenniumDesk(server, record));
    }
}
