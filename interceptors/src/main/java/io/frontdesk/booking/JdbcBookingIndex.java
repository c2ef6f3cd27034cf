package io.frontdesk.booking;

import io.frontdesk.store.Glance;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A table of what is taken, written in HAPI's own transaction, and a table of rows to lock, of which each actor has one by its
 * hash: rows of a fixed number need not be made when an actor is first seen, and two actors that share one by chance only wait
 * for each other. Rows are locked in ascending order. Actors are stored as SHA-256, so that the table tells nothing about
 * anybody.
 *
 * <p>Three statements at most for what takes time: lock, look, write. The rows of an appointment are numbered and used again;
 * those that it needs no more are left empty, so that one statement writes them all.
 */
public final class JdbcBookingIndex implements BookingIndex {

    /** As many as there are in the table of rows to lock. */
    private static final int PLACES = 1_024;

    /** SQL states: a key is there (23), deadlock or serialization (40). */
    private static final Pattern CONTENDED = Pattern.compile("23...|40...");

    /** SQL states: the lock did not come in time, or not before the statement was ended. */
    private static final Pattern BUSY = Pattern.compile("HYT..|55P03|57014");

    private static final String OWN =
            "select line, actor, starts, ends, capacity from frontdesk_booking where appointment = ?";

    /** What has expired by the clock of the database is free. */
    private static final String UNEXPIRED = "expires > extract(epoch from current_timestamp) * 1000";

    private static final String OTHERS = " union all select -1, actor, starts, ends, capacity from frontdesk_booking"
            + " where actor = ? and ends > ? and starts < ? and appointment <> ? and " + UNEXPIRED;

    private static final String FREE = "delete from frontdesk_booking where appointment = ?";
    private static final String COLUMNS =
            "frontdesk_booking (appointment, line, actor, starts, ends, capacity, expires)";
    private static final String WRITE_H2 =
            "merge into " + COLUMNS + " key (appointment, line) values (?, ?, ?, ?, ?, ?, ?)";
    private static final String WRITE = "insert into " + COLUMNS + " values (?, ?, ?, ?, ?, ?, ?)"
            + " on conflict (appointment, line) do update set actor = excluded.actor, starts = excluded.starts,"
            + " ends = excluded.ends, capacity = excluded.capacity, expires = excluded.expires";

    private record Row(String actor, long starts, long ends, int capacity, long expires) {

        static final Row EMPTY = new Row("", 0, 0, 0, 0);

        static Row of(Booking booking) {
            Taken time = booking.time();
            return new Row(
                    DigestUtils.sha256Hex(booking.actor()),
                    time.starts(),
                    time.ends(),
                    time.capacity(),
                    booking.expires());
        }
    }

    private final DataSource transaction;

    /** Takes the data source whose connections belong to HAPI's current transaction, to a database that was prepared. */
    public JdbcBookingIndex(DataSource transaction) {
        this.transaction = transaction;
    }

    @Override
    public Outcome await(Collection<String> actors) {
        SortedSet<Integer> places = new TreeSet<>();
        actors.forEach(actor -> places.add(place(actor)));
        if (places.isEmpty()) {
            return Outcome.HELD;
        }
        String lock = "select place from frontdesk_booking_lock where place in (" + "?, ".repeat(places.size() - 1)
                + "?) order by place for update";
        try (Connection connection = transaction.getConnection();
                PreparedStatement select = connection.prepareStatement(lock)) {
            int parameter = 0;
            for (int place : places) {
                select.setInt(++parameter, place);
            }
            select.executeQuery().close();
            return Outcome.HELD;
        } catch (SQLException e) {
            return outcome(e);
        }
    }

    /** Returns which of the rows to lock is an actor's. */
    static int place(String actor) {
        return Math.floorMod(actor.hashCode(), PLACES);
    }

    @Override
    public Answer hold(String appointment, List<Booking> bookings) {
        try (Connection connection = transaction.getConnection()) {
            if (bookings.isEmpty()) {
                free(connection, List.of(appointment));
                return Answer.of(Outcome.HELD);
            }
            Map<String, List<Taken>> others = new HashMap<>();
            int lines = look(connection, appointment, bookings, others);
            Optional<Booking> lacks = lacksRoom(bookings, others);
            if (lacks.isPresent()) {
                return new Answer(Outcome.TAKEN, lacks);
            }
            write(connection, appointment, bookings, lines);
            return Answer.of(Outcome.HELD);
        } catch (SQLException e) {
            return Answer.of(outcome(e));
        }
    }

    @Override
    public Optional<Booking> lacksRoom(String appointment, List<Booking> bookings) {
        try (Connection connection = transaction.getConnection()) {
            return Glance.at(connection, () -> {
                Map<String, List<Taken>> others = new HashMap<>();
                look(connection, appointment, bookings, others);
                return lacksRoom(bookings, others);
            });
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private static Optional<Booking> lacksRoom(List<Booking> bookings, Map<String, List<Taken>> others) {
        return bookings.stream()
                .filter(booking -> !booking.time()
                        .fitsBeside(others.getOrDefault(DigestUtils.sha256Hex(booking.actor()), List.of())))
                .findFirst();
    }

    @Override
    public Outcome free(Collection<String> appointments) {
        try (Connection connection = transaction.getConnection()) {
            free(connection, appointments);
            return Outcome.HELD;
        } catch (SQLException e) {
            return outcome(e);
        }
    }

    /** Returns whether what is stored was entered by these rules, given in one line. */
    public boolean entered(String rules) {
        try (Connection connection = transaction.getConnection();
                PreparedStatement find =
                        connection.prepareStatement("select 1 from frontdesk_booking_rules where digest = ?")) {
            find.setString(1, DigestUtils.sha256Hex(rules));
            try (ResultSet found = find.executeQuery()) {
                return found.next();
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Notes that what is stored was entered by these rules. */
    public void enteredBy(String rules) {
        try (Connection connection = transaction.getConnection();
                Statement forget = connection.createStatement();
                PreparedStatement note =
                        connection.prepareStatement("insert into frontdesk_booking_rules (digest) values (?)")) {
            forget.executeUpdate("delete from frontdesk_booking_rules");
            note.setString(1, DigestUtils.sha256Hex(rules));
            note.executeUpdate();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Keeps every write that takes or gives up time waiting until the transaction ends. */
    public void awaitAll() {
        try (Connection connection = transaction.getConnection();
                Statement lock = connection.createStatement()) {
            lock.executeQuery("select place from frontdesk_booking_lock order by place for update")
                    .close();
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    @Override
    public void enter(String appointment, List<Booking> bookings) {
        try (Connection connection = transaction.getConnection()) {
            free(connection, List.of(appointment));
            write(connection, appointment, bookings, 0);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Returns what is taken of the actors' time between two instants, by actor; without waiting for anybody. */
    public Map<String, List<Taken>> taken(Collection<String> actors, long from, long to) {
        Map<String, String> digests = new TreeMap<>();
        actors.forEach(actor -> digests.put(DigestUtils.sha256Hex(actor), actor));
        Map<String, List<Taken>> taken = new HashMap<>();
        if (digests.isEmpty()) {
            return taken;
        }
        String find = "select actor, starts, ends, capacity from frontdesk_booking where actor in ("
                + "?, ".repeat(digests.size() - 1) + "?) and ends > ? and starts < ? and " + UNEXPIRED;
        try (Connection connection = transaction.getConnection();
                PreparedStatement select = connection.prepareStatement(find)) {
            int parameter = 0;
            for (String digest : digests.keySet()) {
                select.setString(++parameter, digest);
            }
            select.setLong(++parameter, from);
            select.setLong(++parameter, to);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    taken.computeIfAbsent(
                                    Objects.requireNonNull(digests.get(rows.getString(1))), any -> new ArrayList<>())
                            .add(new Taken(rows.getLong(2), rows.getLong(3), rows.getInt(4)));
                }
            }
            return taken;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Returns appointments that were only held, and for longer than that; no more than so many. */
    public List<String> expired(int most) {
        try (Connection connection = transaction.getConnection();
                PreparedStatement find = connection.prepareStatement(
                        "select distinct appointment from frontdesk_booking where actor <> '' and not " + UNEXPIRED
                                + " fetch first " + most + " rows only");
                ResultSet rows = find.executeQuery()) {
            List<String> expired = new ArrayList<>();
            while (rows.next()) {
                expired.add(rows.getString(1));
            }
            return expired;
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    private static void free(Connection connection, Collection<String> appointments) throws SQLException {
        try (PreparedStatement free = connection.prepareStatement(FREE)) {
            for (String appointment : appointments) {
                free.setString(1, appointment);
                free.addBatch();
            }
            free.executeBatch();
        }
    }

    /** Finds what others have taken near the bookings, by actor, and returns how many rows the appointment has. */
    private static int look(
            Connection connection, String appointment, List<Booking> bookings, Map<String, List<Taken>> others)
            throws SQLException {
        int lines = 0;
        try (PreparedStatement look = connection.prepareStatement(OWN + OTHERS.repeat(bookings.size()))) {
            int parameter = 0;
            look.setString(++parameter, appointment);
            for (Booking booking : bookings) {
                look.setString(++parameter, DigestUtils.sha256Hex(booking.actor()));
                look.setLong(++parameter, booking.time().starts());
                look.setLong(++parameter, booking.time().ends());
                look.setString(++parameter, appointment);
            }
            try (ResultSet rows = look.executeQuery()) {
                while (rows.next()) {
                    if (rows.getInt(1) < 0) {
                        others.computeIfAbsent(rows.getString(2), any -> new ArrayList<>())
                                .add(new Taken(rows.getLong(3), rows.getLong(4), rows.getInt(5)));
                    } else {
                        lines = Math.max(lines, rows.getInt(1) + 1);
                    }
                }
            }
        }
        return lines;
    }

    private static void write(Connection connection, String appointment, List<Booking> bookings, int lines)
            throws SQLException {
        boolean h2 = "H2".equals(connection.getMetaData().getDatabaseProductName());
        try (PreparedStatement write = connection.prepareStatement(h2 ? WRITE_H2 : WRITE)) {
            for (int line = 0; line < Math.max(lines, bookings.size()); line++) {
                Row row = line < bookings.size() ? Row.of(bookings.get(line)) : Row.EMPTY;
                write.setString(1, appointment);
                write.setInt(2, line);
                write.setString(3, row.actor());
                write.setLong(4, row.starts());
                write.setLong(5, row.ends());
                write.setInt(6, row.capacity());
                write.setLong(7, row.expires());
                write.addBatch();
            }
            write.executeBatch();
        }
    }

    private static Outcome outcome(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        if (CONTENDED.matcher(state).matches()) {
            return Outcome.CONTENDED;
        }
        if (BUSY.matcher(state).matches()) {
            return Outcome.BUSY;
        }
        throw failure(failure);
    }

    private static IllegalStateException failure(SQLException failure) {
        return new IllegalStateException(
                "The table of bookings failed with SQL state " + failure.getSQLState(), failure);
    }
}
