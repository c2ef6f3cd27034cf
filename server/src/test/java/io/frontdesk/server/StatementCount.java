package io.frontdesk.server;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Counts the statements that go through a data source. */
final class StatementCount {

    private final List<String> statements = new ArrayList<>();

    /** Returns the statements of a write. */
    List<String> of(Runnable write) {
        statements.clear();
        write.run();
        return List.copyOf(statements);
    }

    /** Notes each statement when it is executed; a batch is one. */
    DataSource counting(DataSource counted) {
        return proxy(
                DataSource.class,
                counted,
                (method, result) -> result instanceof Connection connection
                        ? proxy(
                                Connection.class,
                                connection,
                                (called, made) -> made instanceof PreparedStatement statement
                                        ? proxy(PreparedStatement.class, statement, this::note)
                                        : made)
                        : result);
    }

    private Object note(String method, Object result) {
        if (method.startsWith("execute")) {
            statements.add(method);
        }
        return result;
    }

    private interface After {
        Object result(String method, Object result);
    }

    private static <T> T proxy(Class<T> type, T target, After after) {
        return type.cast(Proxy.newProxyInstance(
                StatementCount.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return after.result(method.getName(), method.invoke(target, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
