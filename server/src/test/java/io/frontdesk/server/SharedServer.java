package io.frontdesk.server;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands tests the one server of this JVM, with the built-in contracts and the tests' own: starting one costs more than most
 * tests.
 */
public final class SharedServer implements ParameterResolver {

    private record Held(TestServer server) implements ExtensionContext.Store.CloseableResource {
        @Override
        public void close() {
            server.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(
                        Held.class,
                        type -> new Held(TestServer.start(
                                "core",
                                "ehealth-dk",
                                "ehealth-dk-r4",
                                "canvas",
                                "candid",
                                "fr-sas",
                                TestContracts.lenient(),
                                TestContracts.stu3())),
                        Held.class)
                .server();
    }
}
