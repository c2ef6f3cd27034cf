package io.frontdesk.jpa;

import io.frontdesk.host.HostContract;
import io.frontdesk.host.HostKey;
import io.frontdesk.host.HostSettings;
import io.frontdesk.node.Node;
import io.frontdesk.node.OtherContractException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** A host as one of the nodes of its database, all of which have one contract. */
final class HostNode {

    private HostNode() {}

    /**
     * Enters, where there may be other nodes: on PostgreSQL. A host in shadow refuses nothing, and so enters beside whoever is
     * there.
     *
     * @param own connections outside any transaction, to a database whose tables were prepared
     * @param end what is done when the host may serve no more what concerns the contract
     * @throws UnguardableException if others guard the database with another contract
     */
    static Optional<Node> enter(DataSource own, HostSettings settings, Runnable end) {
        try {
            if (!isShared(own)) {
                return Optional.empty();
            }
            return Optional.of(Node.enter(
                    own,
                    new Node.Terms(
                            "Its database",
                            HostContract.digest(settings),
                            settings.besideOtherContracts() || settings.modes().whole(),
                            HostKey.CONTRACT_MISMATCH.property() + "=warn"),
                    end));
        } catch (OtherContractException e) {
            throw new UnguardableException(List.of(e.getMessage() + "."));
        } catch (SQLException e) {
            throw new UnguardableException(
                    List.of("Its database does not answer (" + e.getMessage() + "). Start it when that does."));
        }
    }

    private static boolean isShared(DataSource own) throws SQLException {
        try (Connection connection = own.getConnection()) {
            return "PostgreSQL".equals(connection.getMetaData().getDatabaseProductName());
        }
    }
}
