package io.frontdesk.server.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that say whose word counts about who asks. */
final class IdentityOptions {

    private final Map<Setting, List<String>> options;

    /** Takes where to note what is given. */
    IdentityOptions(Map<Setting, List<String>> options) {
        this.options = options;
    }

    @Option(
            order = 7,
            names = "--issuer",
            paramLabel = "URL",
            description = "OpenID provider whose tokens are taken. Default: the server gives tokens itself, which"
                    + " works on a loopback host only")
    void issuer(String issuer) {
        set(Setting.ISSUER, issuer);
    }

    @Option(
            order = 8,
            names = "--audience",
            paramLabel = "TEXT",
            description = "What the aud claim of every token must contain. Default: anything")
    void audience(String audience) {
        set(Setting.AUDIENCE, audience);
    }

    @Option(
            order = 9,
            names = "--jwks",
            paramLabel = "URL|FILE",
            description = "The provider's keys. Default: found by OpenID discovery")
    void keys(String place) {
        set(Setting.JWKS, place);
    }

    @Option(
            order = 10,
            names = "--algorithms",
            paramLabel = "NAMES",
            description =
                    "Signature algorithms taken, separated by commas. Default: RS256, PS256, ES256 and their 384 and 512")
    void algorithms(String algorithms) {
        set(Setting.ALGORITHMS, algorithms);
    }

    @Option(
            order = 11,
            names = "--clock-skew",
            paramLabel = "SECONDS",
            description = "How far the clocks of provider and server may be apart, up to 300. Default: 60")
    void clockSkew(String seconds) {
        set(Setting.CLOCK_SKEW, seconds);
    }

    @Option(
            order = 12,
            names = "--jwks-cache",
            paramLabel = "SECONDS",
            description = "How long the provider's keys are kept before they are fetched anew. Default: 300")
    void keyCache(String seconds) {
        set(Setting.JWKS_CACHE, seconds);
    }

    @Option(
            order = 13,
            names = "--jwks-interval",
            paramLabel = "SECONDS",
            description =
                    "Time in which keys are fetched twice at most, however many unknown ones tokens name. Default: 30")
    void keyInterval(String seconds) {
        set(Setting.JWKS_INTERVAL, seconds);
    }

    @Option(
            order = 14,
            names = "--jwks-outage",
            paramLabel = "SECONDS",
            description = "How long keys are used when the provider does not answer. Default: 3600")
    void keyOutage(String seconds) {
        set(Setting.JWKS_OUTAGE, seconds);
    }

    private void set(Setting setting, String value) {
        options.put(setting, List.of(value));
    }
}
