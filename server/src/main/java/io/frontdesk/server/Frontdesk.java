package io.frontdesk.server;

import io.frontdesk.server.cli.FrontdeskCli;

/** Starts the command line. */
public final class Frontdesk {

    private Frontdesk() {}

    /** Runs the command line and exits with its code. */
    public static void main(String[] words) {
        System.exit(FrontdeskCli.ofProcess(new GuardedEndpoints()).run(words));
    }
}
