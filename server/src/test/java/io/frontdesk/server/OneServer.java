package io.frontdesk.server;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands all tests of this JVM one server, or a desk in front of it, and stops it after the last: starting one costs more than
 * most tests.
 *
 * @param <D> what tests take as a parameter
 */
abstract class OneServer<D> implements ParameterResolver {

    /**
     * A server that runs.
     *
     * @param desk what tests are handed
     */
    record Running<D>(TestServer server, D desk) implements ExtensionContext.Store.CloseableResource {
        @Override
        public void close() {
            server.close();
        }
    }

    private final Class<D> kind;

    /** Takes what tests take as a parameter. */
    OneServer(Class<D> kind) {
        this.kind = kind;
    }

    /** Starts the server, before the first test that asks for it. */
    abstract Running<D> start();

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == kind;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .getOrComputeIfAbsent(getClass(), type -> start(), Running.class)
                .desk();
    }
}
