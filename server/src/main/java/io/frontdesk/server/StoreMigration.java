package io.frontdesk.server;

import io.frontdesk.contract.Contract;
import io.frontdesk.server.settings.DatabaseSettings;
import java.util.List;
import java.util.Set;

/** Brings the tables of a contract's store to what this release needs, without serving it. */
public final class StoreMigration {

    private final DatabaseSettings database;

    /** Takes where the stores are. */
    public StoreMigration(DatabaseSettings database) {
        this.database = database;
    }

    /**
     * Changes the tables, or only says what that would change.
     *
     * @param contract whose store it is
     * @param look whether nothing is changed
     * @return what was done or would be, a line for each part; empty when the tables are those of this release
     * @throws StoreUnavailableException if the database cannot be reached, is in use where only one process may be, or holds what
     *     this release must not touch
     */
    public List<String> migrate(Contract contract, boolean look) {
        StoreSettings settings = new StoreSettings(
                contract.name(),
                contract.fhir().getVersion().getVersion(),
                database.url(),
                database.user().orElse(null),
                database.password().orElse(null),
                Set.of(),
                List.of(),
                false);
        return StoreDatabase.migrate(settings, look);
    }
}
