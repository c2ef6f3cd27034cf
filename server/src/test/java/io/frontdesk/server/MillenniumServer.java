package io.frontdesk.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands tests the one server with both Millennium contracts, and with a third in which every switch is turned. */
public final class MillenniumServer implements ParameterResolver {

    private record Held(TestServer server, MillenniumDesk desk) implements ExtensionContext.Store.CloseableResource {

        static Held start() {
            try {
                Path files = Files.createTempDirectory("millennium");
                files.toFile().deleteOnExit();
                String url = "jdbc:h2:file:" + files.resolve("record");
                TestServer server = TestServer.on(
                        url,
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
                return new Held(server, new MillenniumDesk(server, url));
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
        return parameter.getParameter().getType() == MillenniumDesk.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(Held.class, type -> Held.start(), Held.class)
                .desk();
    }
}
