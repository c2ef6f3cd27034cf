package io.frontdesk.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Our tables, brought from whatever they are to what this release needs: numbered steps, each done once and noted in the table
 * {@code frontdesk_schema}.
 *
 * <p>Several nodes may start at once. In PostgreSQL one brings all up in one transaction under a lock, and the others wait for
 * it and find it done. H2 commits each change of a table at once, so a step that was broken off is done again; an H2 database
 * belongs to one process, whose threads come one after the other.
 *
 * <p>A database of the release before there was such a table has the tables of the first step, which leaves them alone.
 */
public final class OwnSchema {

    private static final Object ONE_AFTER_THE_OTHER = new Object();
    private static final String TABLE = "frontdesk_schema";

    private final List<SchemaStep> steps;

    OwnSchema(List<SchemaStep> steps) {
        this.steps = List.copyOf(steps);
    }

    /** Returns the tables of this release. */
    public static OwnSchema standard() {
        return new OwnSchema(SchemaSteps.ALL);
    }

    /**
     * Returns what {@link #bringUp} would do, a line for each step, without doing anything.
     *
     * @param connection to the database, in the schema of HAPI's tables
     * @throws NewerSchemaException if a newer release was here
     */
    public List<String> missing(Connection connection) throws SQLException {
        return missingSteps(connection).stream().map(SchemaStep::line).toList();
    }

    /**
     * Makes the tables what this release needs.
     *
     * @param connection to the database, in the schema of HAPI's tables, by a user who may change it; what it has not committed
     *     is committed
     * @return what was done, a line for each step; empty when nothing was to be done, and then nothing was written
     * @throws NewerSchemaException if a newer release was here; nothing was done
     */
    public List<String> bringUp(Connection connection) throws SQLException {
        if (missingSteps(connection).isEmpty()) {
            return List.of();
        }
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try {
            List<String> done = apply(connection);
            connection.commit();
            return done;
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(autoCommit);
        }
    }

    private List<String> apply(Connection connection) throws SQLException {
        synchronized (ONE_AFTER_THE_OTHER) {
            List<String> done = new ArrayList<>();
            try (Statement statement = connection.createStatement()) {
                if (postgres(connection)) {
                    statement.execute("select pg_advisory_xact_lock(hashtext(current_schema() || '." + TABLE + "'))");
                }
                statement.execute("create table if not exists " + TABLE
                        + " (step integer primary key, what varchar(200) not null, applied timestamp not null)");
                for (SchemaStep step : missingSteps(connection)) {
                    for (String sql : step.statements()) {
                        statement.execute(sql);
                    }
                    note(connection, step);
                    done.add(step.line());
                }
            }
            return done;
        }
    }

    private static void note(Connection connection, SchemaStep step) throws SQLException {
        try (PreparedStatement note = connection.prepareStatement(
                "insert into " + TABLE + " (step, what, applied) values (?, ?, current_timestamp)")) {
            note.setInt(1, step.number());
            note.setString(2, step.what());
            note.executeUpdate();
        }
    }

    private List<SchemaStep> missingSteps(Connection connection) throws SQLException {
        Set<Integer> applied = applied(connection);
        int known = steps.get(steps.size() - 1).number();
        for (int step : applied) {
            if (step > known) {
                throw new NewerSchemaException(step, known);
            }
        }
        return steps.stream().filter(step -> !applied.contains(step.number())).toList();
    }

    private static Set<Integer> applied(Connection connection) throws SQLException {
        Set<Integer> applied = new TreeSet<>();
        try (PreparedStatement present = connection.prepareStatement("select 1 from information_schema.tables"
                + " where lower(table_name) = '" + TABLE + "' and table_schema = current_schema")) {
            try (ResultSet rows = present.executeQuery()) {
                if (!rows.next()) {
                    return applied;
                }
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select step from " + TABLE)) {
            while (rows.next()) {
                applied.add(rows.getInt(1));
            }
        }
        return applied;
    }

    private static boolean postgres(Connection connection) throws SQLException {
        return "PostgreSQL".equals(connection.getMetaData().getDatabaseProductName());
    }
}
