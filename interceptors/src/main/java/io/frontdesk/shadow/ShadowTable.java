package io.frontdesk.shadow;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import javax.sql.DataSource;

/** The counts of all nodes, in a table of their own and in transactions of their own. */
public final class ShadowTable {

    private static final String ADD = "update frontdesk_shadow set requests = requests + ?, told = told + ?,"
            + " first_at = case when first_at < ? then first_at else ? end,"
            + " last_at = case when last_at > ? then last_at else ? end"
            + " where on_day = ? and rule_id = ? and family = ? and client = ? and interaction = ?";
    private static final String INSERT = "insert into frontdesk_shadow"
            + " (requests, told, first_at, last_at, on_day, rule_id, family, client, interaction)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String READ = "select on_day, rule_id, family, client, interaction, requests, told, first_at,"
            + " last_at from frontdesk_shadow where on_day >= ?";
    private static final String FORGET = "delete from frontdesk_shadow where on_day < ?";

    /** An integrity constraint: the row is there by now. */
    private static final String THERE = "23";

    private final DataSource database;

    /** Takes connections of their own, outside of HAPI's transactions, to a database that was prepared. */
    public ShadowTable(DataSource database) {
        this.database = database;
    }

    /** Adds to what all nodes have counted, and takes out of the map what is written. */
    void add(Map<Row, Tally> counted) {
        try (Connection connection = database.getConnection()) {
            Iterator<Map.Entry<Row, Tally>> left = counted.entrySet().iterator();
            while (left.hasNext()) {
                Map.Entry<Row, Tally> one = left.next();
                add(connection, one.getKey(), one.getValue());
                left.remove();
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private static void add(Connection connection, Row row, Tally tally) throws SQLException {
        if (!update(connection, row, tally)) {
            try {
                insert(connection, row, tally);
            } catch (SQLException e) {
                if (!String.valueOf(e.getSQLState()).startsWith(THERE)) {
                    throw e;
                }
                update(connection, row, tally);
            }
        }
    }

    private static boolean update(Connection connection, Row row, Tally tally) throws SQLException {
        try (PreparedStatement add = connection.prepareStatement(ADD)) {
            add.setLong(1, tally.requests());
            add.setLong(2, tally.told());
            add.setLong(3, tally.first().toEpochMilli());
            add.setLong(4, tally.first().toEpochMilli());
            add.setLong(5, tally.last().toEpochMilli());
            add.setLong(6, tally.last().toEpochMilli());
            key(add, 7, row);
            return add.executeUpdate() > 0;
        }
    }

    private static void insert(Connection connection, Row row, Tally tally) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setLong(1, tally.requests());
            insert.setLong(2, tally.told());
            insert.setLong(3, tally.first().toEpochMilli());
            insert.setLong(4, tally.last().toEpochMilli());
            key(insert, 5, row);
            insert.executeUpdate();
        }
    }

    private static void key(PreparedStatement statement, int from, Row row) throws SQLException {
        statement.setString(from, row.day().toString());
        statement.setString(from + 1, row.rule());
        statement.setString(from + 2, row.family());
        statement.setString(from + 3, row.client());
        statement.setString(from + 4, row.interaction());
    }

    /** Returns what all nodes have counted since a day. */
    Map<Row, Tally> from(LocalDate day) {
        Map<Row, Tally> all = new HashMap<>();
        try (Connection connection = database.getConnection();
                PreparedStatement read = connection.prepareStatement(READ)) {
            read.setString(1, day.toString());
            try (ResultSet rows = read.executeQuery()) {
                while (rows.next()) {
                    all.put(
                            new Row(
                                    LocalDate.parse(rows.getString(1)),
                                    rows.getString(2),
                                    rows.getString(3),
                                    rows.getString(4),
                                    rows.getString(5)),
                            new Tally(
                                    rows.getLong(6),
                                    rows.getLong(7),
                                    Instant.ofEpochMilli(rows.getLong(8)),
                                    Instant.ofEpochMilli(rows.getLong(9))));
                }
            }
        } catch (SQLException e) {
            throw failure(e);
        }
        return all;
    }

    /** Forgets what was counted before a day. */
    void forget(LocalDate day) {
        try (Connection connection = database.getConnection();
                PreparedStatement forget = connection.prepareStatement(FORGET)) {
            forget.setString(1, day.toString());
            forget.executeUpdate();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private static IllegalStateException failure(SQLException failure) {
        return new IllegalStateException("The table of counts failed with SQL state " + failure.getSQLState(), failure);
    }
}
