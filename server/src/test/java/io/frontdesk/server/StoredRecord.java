package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * A database in files that a server shares with others, as a system's own programs share its record.
 *
 * @param url the database that the server is started on
 */
record StoredRecord(String url) {

    /** Returns a new one. */
    static StoredRecord begin() {
        try {
            Path files = Files.createTempDirectory("record");
            files.toFile().deleteOnExit();
            return new StoredRecord("jdbc:h2:file:" + files.resolve("record"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns a connection to what is stored of a contract, past the server. */
    Connection open(String contract) throws SQLException {
        return DriverManager.getConnection(url + "-" + contract);
    }

    /** Changes a text in the stored JSON of an appointment, in which it must be. */
    void change(String contract, String id, String from, String to) {
        try (Connection record = open(contract);
                PreparedStatement update = record.prepareStatement(
                        "update hfj_res_ver set res_text_vc = replace(res_text_vc, ?, ?) where res_id ="
                                + " (select res_id from hfj_resource where res_type = 'Appointment' and fhir_id = ?)"
                                + " and position(? in res_text_vc) > 0")) {
            update.setString(1, from);
            update.setString(2, to);
            update.setString(3, id);
            update.setString(4, from);
            assertThat(update.executeUpdate()).as("%s in the record", from).isEqualTo(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
