package io.frontdesk.jpa;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Connections of which somebody is told when they are closed. */
final class ClosingConnection {

    /** What is done with a connection for the last time. */
    @FunctionalInterface
    interface Last {
        void run() throws SQLException;
    }

    private ClosingConnection() {}

    /** Returns the connection, with something to be done once, before it is closed, and something afterwards. */
    static Connection of(Connection connection, Last before, Runnable afterwards) {
        AtomicBoolean closed = new AtomicBoolean();
        return (Connection) Proxy.newProxyInstance(
                ClosingConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    try {
                        if (method.getName().equals("close") && closed.compareAndSet(false, true)) {
                            close(connection, before, afterwards);
                            return null;
                        }
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    private static void close(Connection connection, Last before, Runnable afterwards) throws SQLException {
        try (connection) {
            before.run();
        } finally {
            afterwards.run();
        }
    }
}
