package io.frontdesk.server.cli;

import com.nimbusds.jose.JWSAlgorithm;
import io.frontdesk.server.settings.IdentitySettings;
import io.frontdesk.token.KeyLife;
import io.frontdesk.token.TokenRules;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads who says who is asking. */
final class IdentityReader {

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|::1|\\[::1]");
    private static final List<Setting> OF_AN_ISSUER = List.of(
            Setting.JWKS,
            Setting.ALGORITHMS,
            Setting.CLOCK_SKEW,
            Setting.JWKS_CACHE,
            Setting.JWKS_INTERVAL,
            Setting.JWKS_OUTAGE);

    private final GivenSettings settings;

    IdentityReader(GivenSettings settings) {
        this.settings = settings;
    }

    /**
     * Returns who says who is asking.
     *
     * @param host where the server listens
     * @param clientCertificates whether client certificates are taken
     */
    IdentitySettings read(String host, boolean clientCertificates) {
        var audience = settings.text(Setting.AUDIENCE);
        var issuer = settings.text(Setting.ISSUER);
        if (issuer.isPresent()) {
            return new IdentitySettings.OpenId(
                    issuer.get(), audience, settings.text(Setting.JWKS), algorithms(), skew(), keyLife());
        }
        for (var setting : OF_AN_ISSUER) {
            if (settings.text(setting).isPresent()) {
                throw settings.bad(
                        setting,
                        setting == Setting.JWKS ? "names keys of nobody" : "is about tokens of nobody",
                        "Say with --issuer whose tokens are taken.");
            }
        }
        if (clientCertificates) {
            if (audience.isPresent()) {
                throw settings.bad(
                        Setting.AUDIENCE,
                        "is about tokens, and with client certificates and without --issuer none is taken",
                        "Name your OpenID provider with --issuer, or leave the audience out.");
            }
            return new IdentitySettings.CertificatesOnly();
        }
        if (!LOOPBACK.matcher(host).matches()) {
            throw settings.bad(
                    Setting.HOST,
                    "is '" + host + "', which others can reach, and without --issuer anybody may have any role",
                    "Name your OpenID provider with --issuer, or listen on 127.0.0.1.");
        }
        return new IdentitySettings.Development(audience);
    }

    private Set<JWSAlgorithm> algorithms() {
        var given = settings.text(Setting.ALGORITHMS);
        if (given.isEmpty()) {
            return TokenRules.ASYMMETRIC;
        }
        var algorithms = Arrays.stream(given.get().split(",", -1))
                .map(name -> new JWSAlgorithm(name.strip().toUpperCase(Locale.ROOT)))
                .collect(Collectors.toSet());
        for (var algorithm : algorithms) {
            if (!TokenRules.ASYMMETRIC.contains(algorithm)) {
                throw settings.bad(
                        Setting.ALGORITHMS,
                        "names '" + algorithm + "', which is not taken for tokens",
                        "Give some of "
                                + TokenRules.ASYMMETRIC.stream()
                                        .map(JWSAlgorithm::getName)
                                        .sorted()
                                        .collect(Collectors.joining(", "))
                                + ".");
            }
        }
        return algorithms;
    }

    private Duration skew() {
        return seconds(Setting.CLOCK_SKEW, TokenRules.USUAL_SKEW, 0, (int) TokenRules.MOST_SKEW.toSeconds());
    }

    private KeyLife keyLife() {
        var usual = KeyLife.usual();
        var day = (int) Duration.ofDays(1).toSeconds();
        var kept = seconds(Setting.JWKS_CACHE, usual.kept(), 60, day);
        var between = seconds(Setting.JWKS_INTERVAL, usual.between(), 1, day);
        if (between.compareTo(kept) >= 0) {
            throw settings.bad(
                    Setting.JWKS_INTERVAL,
                    "is " + between.toSeconds() + ", no less than the " + kept.toSeconds()
                            + " seconds for which keys are kept",
                    "Give less, or more for --jwks-cache.");
        }
        return new KeyLife(kept, between, seconds(Setting.JWKS_OUTAGE, usual.outage(), 0, day));
    }

    private Duration seconds(Setting setting, Duration usual, int fewest, int most) {
        var given = settings.text(setting);
        if (given.isEmpty()) {
            return usual;
        }
        var text = given.get();
        var number = text.matches("\\d{1,6}") ? Integer.parseInt(text) : -1;
        if (number < fewest || number > most) {
            throw settings.bad(
                    setting,
                    "is no number of seconds that can be worked with: '" + text + "'",
                    "Give a number from " + fewest + " to " + most + ".");
        }
        return Duration.ofSeconds(number);
    }
}
