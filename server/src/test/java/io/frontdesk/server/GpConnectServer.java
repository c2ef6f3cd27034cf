package io.frontdesk.server;

/** Hands tests the one server with the contract gp-connect. */
public final class GpConnectServer extends OneServer<GpConnectDesk> {

    public GpConnectServer() {
        super(GpConnectDesk.class);
    }

    @Override
    Running<GpConnectDesk> start() {
        StoredRecord record = StoredRecord.begin();
        TestServer server = TestServer.on(record.url(), GpConnectDesk.CONTRACT, "core");
        return new Running<>(server, new GpConnectDesk(server, record));
    }
}
