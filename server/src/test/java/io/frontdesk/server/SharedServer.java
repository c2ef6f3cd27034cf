package io.frontdesk.server;

/** Hands tests the one server with most built-in contracts and the tests' own. */
public final class SharedServer extends OneServer<TestServer> {

    public SharedServer() {
        super(TestServer.class);
    }

    @Override
    Running<TestServer> start() {
        TestServer server = TestServer.start(
                "core",
                "ehealth-dk",
                "ehealth-dk-r4",
                "canvas",
                "candid",
                "fr-sas",
                TestContracts.lenient(),
                TestContracts.stu3());
        return new Running<>(server, server);
    }
}
