package io.frontdesk.server.settings;

/**
 * What a server may do with a database that is not as it would leave it.
 *
 * @param migrates whether it changes the tables of an older release to its own; else it does not start on them
 * @param besideOtherContracts whether it serves a store that other nodes serve with another contract; else it does not start
 */
public record UpkeepSettings(boolean migrates, boolean besideOtherContracts) {

    /** Changes the tables of an older release, and serves with the contract of all others. */
    public static final UpkeepSettings USUAL = new UpkeepSettings(true, false);
}
