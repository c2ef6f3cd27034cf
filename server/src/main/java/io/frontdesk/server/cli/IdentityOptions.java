package io.frontdesk.server.cli;

import picocli.CommandLine.Option;

/** The options that say whose word counts about who asks. */
final class IdentityOptions {

    private final CommandLineSettings given;

    /** Takes where to note what is given. */
    IdentityOptions(CommandLineSettings given) {
        this.given = given;
    }

    @Option(
            order = 12,
            names = "--issuer",
            paramLabel = "URL",
            description = "OpenID provider whose tokens are taken. Default: the server gives tokens itself, which"
                    + " works on a loopback host only")
    void issuer(String issuer) {
        given.set(Setting.ISSUER, issuer);
    }

    @Option(
            order = 13,
            names = "--audience",
            paramLabel = "TEXT",
            description = "What the aud claim of every token must contain. Default: anything")
    void audience(String audience) {
        given.set(Setting.AUDIENCE, audience);
    }

    @Option(
            order = 14,
            names = "--jwks",
            paramLabel = "URL|FILE",
            description = "The provider's keys. Default: found by OpenID discovery")
    void keys(String place) {
        given.set(Setting.JWKS, place);
    }

    @Option(
            order = 15,
            names = "--algorithms",
            paramLabel = "NAMES",
            description =
                    "Signature algorithms taken, separated by commas. Default: RS256, PS256, ES256 and their 384 and 512")
    void algorithms(String algorithms) {
        given.set(Setting.ALGORITHMS, algorithms);
    }

    @Option(
            order = 16,
            names = "--clock-skew",
            paramLabel = "SECONDS",
            description = "How far the clocks of provider and server may be apart, up to 300. Default: 60")
    void clockSkew(String seconds) {
        given.set(Setting.CLOCK_SKEW, seconds);
    }

    @Option(
            order = 17,
            names = "--jwks-cache",
            paramLabel = "SECONDS",
            description = "How long the provider's keys are kept before they are fetched anew. Default: 300")
    void keyCache(String seconds) {
        given.set(Setting.JWKS_CACHE, seconds);
    }

    @Option(
            order = 18,
            names = "--jwks-interval",
            paramLabel = "SECONDS",
            description =
                    "Time in which keys are fetched twice at most, however many unknown ones tokens name. Default: 30")
    void keyInterval(String seconds) {
        given.set(Setting.JWKS_INTERVAL, seconds);
    }

    @Option(
            order = 19,
            names = "--jwks-outage",
            paramLabel = "SECONDS",
            description = "How long keys are used when the provider does not answer. Default: 3600")
    void keyOutage(String seconds) {
        given.set(Setting.JWKS_OUTAGE, seconds);
    }
}
