package io.frontdesk.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands tests the one server with the contract gp-connect. */
public final class GpConnectServer implements ParameterResolver {

    private record Held(TestServer server, GpConnectDesk desk) implements ExtensionContext.Store.CloseableResource {

        static Held start() {
            try {
                Path files = Files.createTempDirectory("gp-connect");
                files.toFile().deleteOnExit();
                String url = "jdbc:h2:file:" + files.resolve("record");
                TestServer server = TestServer.on(url, GpConnectDesk.CONTRACT, "core");
                return new Held(server, new GpConnectDesk(server, url));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void close() {
            server.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == GpConnectDesk.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(Held.class, type -> Held.start(), Held.class)
                .desk();
    }
}
