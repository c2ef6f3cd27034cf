package io.frontdesk.server.settings;

import java.util.Optional;

/**
 * Where the stores are.
 *
 * @param url a JDBC URL of H2 or PostgreSQL without credentials
 * @param user the database user, if one is needed
 * @param password that user's password, if one is needed
 * @param pool how each store uses it
 * @param upkeep what may be done to it
 */
public record DatabaseSettings(
        String url, Optional<String> user, Optional<String> password, PoolSettings pool, UpkeepSettings upkeep) {

    /** Uses the database as usual. */
    public DatabaseSettings(String url, Optional<String> user, Optional<String> password) {
        this(url, user, password, PoolSettings.USUAL);
    }

    /** Does to the database what is usual. */
    public DatabaseSettings(String url, Optional<String> user, Optional<String> password, PoolSettings pool) {
        this(url, user, password, pool, UpkeepSettings.USUAL);
    }

    /** Returns whether the data is gone when the server stops. */
    public boolean inMemory() {
        return url.startsWith("jdbc:h2:mem:");
    }

    /** Returns the URL up to its parameters, for people to read. */
    public String place() {
        return url.split("[?;]", 2)[0];
    }

    /** Leaves the password out, so that settings can be logged. */
    @Override
    public String toString() {
        return "DatabaseSettings[" + place() + "]";
    }
}
