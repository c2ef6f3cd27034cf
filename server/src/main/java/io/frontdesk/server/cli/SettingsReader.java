package io.frontdesk.server.cli;

import io.frontdesk.decision.Modes;
import io.frontdesk.server.settings.DatabaseSettings;
import io.frontdesk.server.settings.HttpSettings;
import io.frontdesk.server.settings.LogFormat;
import io.frontdesk.server.settings.PoolSettings;
import io.frontdesk.server.settings.ServerSettings;
import io.frontdesk.server.settings.TlsSettings;
import io.frontdesk.server.settings.UpkeepSettings;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Makes of what was given the settings of a server, with the defaults for what was not. Immutable. */
final class SettingsReader {

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]+|\\[?[0-9A-Fa-f:.]+]?");
    /** As browsers write it (RFC 6454 section 6.2): lower case, no slash at the end, no port that goes without saying. */
    private static final Pattern ORIGIN =
            Pattern.compile("(?!https://.*:443$)(?!http://.*:80$)https?://([a-z0-9.-]+|\\[[0-9a-f:.]+])(:\\d{1,5})?");

    private static final Pattern DATABASE = Pattern.compile("jdbc:(h2|postgresql):.*");
    private static final Pattern CREDENTIALS =
            Pattern.compile("[?&;](user|password)=|//[^/]*@", Pattern.CASE_INSENSITIVE);

    private final GivenSettings given;

    private SettingsReader(GivenSettings given) {
        this.given = given;
    }

    /**
     * Returns the settings.
     *
     * @param options what the command line gives
     * @param config the file that the command line names
     * @param environment the environment variables
     * @throws BadSettingException when one of them cannot be worked with
     */
    static ServerSettings read(
            Map<Setting, List<String>> options, Optional<String> config, Map<String, String> environment) {
        return new SettingsReader(GivenSettings.of(options, config, environment)).settings();
    }

    /**
     * Returns what of the settings says where the server listens.
     *
     * @throws BadSettingException when one of them cannot be worked with
     */
    static Address address(
            Map<Setting, List<String>> options, Optional<String> config, Map<String, String> environment) {
        var settings = new SettingsReader(GivenSettings.of(options, config, environment));
        return new Address(settings.host(), settings.port(), new TlsReader(settings.given).read());
    }

    private ServerSettings settings() {
        var host = host();
        var tls = new TlsReader(given).read();
        var certificates = tls.flatMap(TlsSettings::clients).isPresent();
        var identity = new IdentityReader(given).read(host, certificates);
        return new ServerSettings(
                contracts(), host, port(), database(), identity, tls, http(), log(), modes(), operationsPort());
    }

    private List<String> contracts() {
        var names = given.list(Setting.CONTRACT);
        if (names.isEmpty()) {
            return List.of("core");
        }
        if (names.stream().anyMatch(String::isEmpty)) {
            throw new BadSettingException(
                    "A contract in " + given.where(Setting.CONTRACT) + " has no name.",
                    "Name a built-in contract or a folder.");
        }
        var seen = new HashSet<String>();
        names.stream().filter(name -> !seen.add(name)).findFirst().ifPresent(twice -> {
            throw new BadSettingException("The contract '" + twice + "' is named twice.", "Name each contract once.");
        });
        return names;
    }

    private String host() {
        var host = given.text(Setting.HOST).orElse("127.0.0.1");
        if (!HOST.matcher(host).matches()) {
            throw given.bad(
                    Setting.HOST, "is no host name or address: '" + host + "'", "Give an address such as 127.0.0.1.");
        }
        return host.replaceAll("[\\[\\]]", "");
    }

    private int port() {
        return port(Setting.PORT, given.text(Setting.PORT).orElse("8080"));
    }

    private OptionalInt operationsPort() {
        return given.text(Setting.OPERATIONS_PORT).stream()
                .mapToInt(port -> port(Setting.OPERATIONS_PORT, port))
                .findFirst();
    }

    private int port(Setting setting, String port) {
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
            throw given.bad(setting, "is no port: '" + port + "'", "Give a number from 0 (any free port) to 65535.");
        }
        return Integer.parseInt(port);
    }

    private DatabaseSettings database() {
        var url = given.text(Setting.DB).orElse("jdbc:h2:mem:");
        if (!DATABASE.matcher(url).matches()) {
            // The text may hold a password, so it is not repeated.
            throw given.bad(
                    Setting.DB,
                    "is no JDBC URL of H2 or PostgreSQL",
                    "Give for example jdbc:h2:file:./frontdesk or jdbc:postgresql://localhost/frontdesk.");
        }
        if (CREDENTIALS.matcher(url).find()) {
            throw given.bad(
                    Setting.DB,
                    "holds a user or a password, which would end up in logs",
                    "Give them as FRONTDESK_DB_USER and FRONTDESK_DB_PASSWORD.");
        }
        return new DatabaseSettings(
                url, given.text(Setting.DB_USER), given.text(Setting.DB_PASSWORD), pool(), upkeep());
    }

    private UpkeepSettings upkeep() {
        return new UpkeepSettings(
                given.one(Setting.DB_MIGRATE, "auto", "never").equals("auto"),
                given.one(Setting.CONTRACT_MISMATCH, "refuse", "warn").equals("warn"));
    }

    private PoolSettings pool() {
        var usual = PoolSettings.USUAL;
        return new PoolSettings(
                given.number(Setting.DB_CONNECTIONS, 1_000).orElse(usual.connections()),
                given.seconds(Setting.DB_WAIT).orElse(usual.patience()),
                given.seconds(Setting.DB_TIMEOUT).orElse(usual.limit()));
    }

    private HttpSettings http() {
        return new HttpSettings(
                given.seconds(Setting.CLIENT_TIMEOUT).orElse(HttpSettings.USUAL.patience()),
                origins(),
                given.number(Setting.RATE_LIMIT, 1_000_000));
    }

    private LogFormat log() {
        var format = given.text(Setting.LOG).orElse("text");
        return switch (format) {
            case "text" -> LogFormat.TEXT;
            case "json" -> LogFormat.JSON;
            default -> throw given.bad(Setting.LOG, "is '" + format + "'", "Give text or json.");
        };
    }

    private Modes modes() {
        var mode = given.text(Setting.MODE).orElse("enforce");
        var families = given.list(Setting.SHADOW);
        try {
            return Modes.of(mode, families);
        } catch (IllegalArgumentException unusable) {
            var sentences = String.valueOf(unusable.getMessage()).split("\\. ", 2);
            var about = sentences[0].endsWith("no mode") ? Setting.MODE : Setting.SHADOW;
            throw given.bad(about, "cannot be taken: " + sentences[0], sentences[1]);
        }
    }

    private List<String> origins() {
        var origins = given.list(Setting.CORS_ORIGIN);
        for (var origin : origins) {
            if (!ORIGIN.matcher(origin).matches()) {
                throw given.bad(
                        Setting.CORS_ORIGIN,
                        "is no origin: '" + origin + "'",
                        "Give scheme and host, and the port if it is not the scheme's own, as browsers send them: "
                                + "https://app.example.org.");
            }
        }
        return origins;
    }
}
