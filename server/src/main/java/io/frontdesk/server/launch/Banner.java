package io.frontdesk.server.launch;

import io.frontdesk.decision.Family;
import io.frontdesk.decision.Modes;
import io.frontdesk.server.settings.IdentitySettings;
import io.frontdesk.server.settings.ServerSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the server says when it is up: where it is, what holds there, and a command that works as it stands. */
public final class Banner {

    private Banner() {}

    /**
     * Returns the lines for people.
     *
     * @param settings what was asked for
     * @param launched what came of it
     * @param took how long it took
     */
    public static List<String> lines(ServerSettings settings, Launched launched, Duration took) {
        var lines = new ArrayList<>(facts(settings, launched, took));
        lines.set(0, lines.get(0) + ".");
        for (int i = 1; i < lines.size(); i++) {
            lines.set(i, "  " + lines.get(i));
        }
        launched.server()
                .operationsPort()
                .ifPresent(port -> lines.add("  operations: http://" + settings.host() + ":" + port + "/metrics"));
        lines.add("Try:");
        lines.add("  " + command(settings.identity(), launched.base()));
        return lines;
    }

    /** Returns what a log should hold of them. */
    static List<String> facts(ServerSettings settings, Launched launched, Duration took) {
        var lines = new ArrayList<String>();
        var seconds = String.format(Locale.ROOT, "%.1f", took.toMillis() / 1000.0);
        lines.add("Frontdesk is ready after " + seconds + " s");
        var fhir = launched.base() + "/fhir";
        for (var endpoint : launched.endpoints()) {
            boolean first = endpoint.equals(launched.endpoints().get(0));
            lines.add((first ? fhir + " and " : "") + fhir + "/" + endpoint.name() + ": contract " + endpoint.name()
                    + ", FHIR " + endpoint.fhirVersion() + ", era " + endpoint.era());
        }
        lines.add("store: "
                + (settings.database().inMemory()
                        ? "H2 in memory, gone when the server stops"
                        : settings.database().place()));
        lines.add("identity: " + identity(settings, launched.base()));
        if (settings.modes().anyShadowed()) {
            lines.add("mode: " + mode(settings.modes()) + "; report at " + launched.base() + "/frontdesk/shadow");
        }
        return lines;
    }

    private static String mode(Modes modes) {
        return modes.whole()
                ? "shadow, whoever has a token may do everything"
                : "shadow for "
                        + modes.shadowed().stream().map(Family::id).sorted().collect(Collectors.joining(", "));
    }

    private static String identity(ServerSettings settings, String base) {
        var certificates = settings.clientCertificates()
                .map(clients ->
                        "client certificates of " + clients.authorities() + (clients.required() ? ", required" : ""));
        if (settings.identity() instanceof IdentitySettings.OpenId openId) {
            return openId.issuer() + certificates.map(text -> "; " + text).orElse("");
        }
        return certificates.orElse("development; anybody on this machine gets any role at POST " + base + "/dev/token");
    }

    private static String command(IdentitySettings identity, String base) {
        if (!(identity instanceof IdentitySettings.Development)) {
            return "curl -s " + base + "/fhir/metadata";
        }
        return "curl -s -H \"Authorization: Bearer $(curl -s -d 'role=Appointment.*' " + base
                + "/dev/token | sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/')\" " + base + "/fhir/Appointment";
    }
}
