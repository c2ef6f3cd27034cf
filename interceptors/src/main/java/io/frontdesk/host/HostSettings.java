package io.frontdesk.host;

import io.frontdesk.contract.Part;
import io.frontdesk.decision.Modes;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the operator of somebody else's server says about the guards in it.
 *
 * @param enabled whether there are any
 * @param contract the name of a built-in contract, or the path of a folder
 * @param types the resource types that the contract speaks for
 * @param callers who says who is asking
 * @param baseUrls under which other base URLs the server is reached, without a slash at the end
 * @param without the parts of the contract that the operator does without
 * @param modes which guards refuse, and which are in shadow
 * @param besideOtherContracts whether it guards a database that other hosts guard with another contract; else it does not start
 */
public record HostSettings(
        boolean enabled,
        String contract,
        Set<String> types,
        HostCallers callers,
        List<String> baseUrls,
        Set<Part> without,
        Modes modes,
        boolean besideOtherContracts) {

    /** Settings by which all guards refuse, and all hosts of a database have one contract. */
    public HostSettings(
            boolean enabled,
            String contract,
            Set<String> types,
            HostCallers callers,
            List<String> baseUrls,
            Set<Part> without) {
        this(enabled, contract, types, callers, baseUrls, without, Modes.enforce(), false);
    }

    /** Who says who is asking. */
    public sealed interface HostCallers {

        /**
         * The bearer tokens of an issuer.
         *
         * @param issuer exactly as in its tokens
         * @param audience what the audience of every token must contain, if anything
         * @param keys URL or file of its JWK Set; empty: found by discovery
         */
        record Tokens(String issuer, Optional<String> audience, Optional<String> keys) implements HostCallers {}

        /** The host itself, which has signed the caller in before HAPI is called ({@code getUserPrincipal()}). */
        record Principal() implements HostCallers {}
    }

    /** Copies the collections. */
    public HostSettings {
        types = Set.copyOf(types);
        baseUrls = List.copyOf(baseUrls);
        without = Set.copyOf(without);
    }
}
