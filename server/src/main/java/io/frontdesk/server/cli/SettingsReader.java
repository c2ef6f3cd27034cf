package io.frontdesk.server.cli;

import io.frontdesk.decision.Modes;
import io.frontdesk.server.settings.DatabaseSettings;
import io.frontdesk.server.settings.HttpSettings;
import io.frontdesk.server.settings.LogFormat;
import io.frontdesk.server.settings.PoolSettings;
import io.frontdesk.server.settings.ServerSettings;
import io.frontdesk.server.settings.TlsSettings;
import io.frontdesk.server.settings.UpkeepSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Puts settings together: an option beats an environment variable, which beats the file, which beats the default. An empty
 * environment variable counts as not set. Immutable.
 */
final class SettingsReader {

    private static final String CONFIG_VARIABLE = "FRONTDESK_CONFIG";
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]+|\\[?[0-9A-Fa-f:.]+]?");
    /** As browsers write it (RFC 6454 section 6.2): lower case, no slash at the end, no port that goes without saying. */
    private static final Pattern ORIGIN =
            Pattern.compile("(?!https://.*:443$)(?!http://.*:80$)https?://([a-z0-9.-]+|\\[[0-9a-f:.]+])(:\\d{1,5})?");

    private static final Pattern DATABASE = Pattern.compile("jdbc:(h2|postgresql):.*");
    private static final Pattern CREDENTIALS =
            Pattern.compile("[?&;](user|password)=|//[^/]*@", Pattern.CASE_INSENSITIVE);

    private final Map<Setting, Given> given;

    private SettingsReader(Map<Setting, Given> given) {
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
        return new SettingsReader(given(options, config, environment)).settings();
    }

    /**
     * Returns what of the settings says where the server listens.
     *
     * @throws BadSettingException when one of them cannot be worked with
     */
    static Address address(
            Map<Setting, List<String>> options, Optional<String> config, Map<String, String> environment) {
        var settings = new SettingsReader(given(options, config, environment));
        return new Address(settings.host(), settings.port(), new TlsReader(settings).read());
    }

    private static Map<Setting, Given> given(
            Map<Setting, List<String>> options, Optional<String> config, Map<String, String> environment) {
        var given = new EnumMap<Setting, Given>(Setting.class);
        config.or(() -> variable(environment, CONFIG_VARIABLE))
                .map(SettingsReader::path)
                .ifPresent(file -> given.putAll(ConfigFile.read(file)));
        for (var setting : Setting.values()) {
            variable(environment, setting.variable())
                    .ifPresent(value -> given.put(setting, new Given(List.of(value), setting.variable())));
        }
        options.forEach((setting, values) -> given.put(setting, new Given(values, setting.option())));
        return given;
    }

    private static Optional<String> variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    private static Path path(String file) {
        try {
            return Path.of(file);
        } catch (InvalidPathException odd) {
            throw new BadSettingException("'" + file + "' (--config) is no file name.", "Name a file.");
        }
    }

    private ServerSettings settings() {
        var host = host();
        var tls = new TlsReader(this).read();
        var certificates = tls.flatMap(TlsSettings::clients).isPresent();
        var identity = new IdentityReader(this).read(host, certificates);
        return new ServerSettings(
                contracts(), host, port(), database(), identity, tls, http(), log(), modes(), operationsPort());
    }

    private List<String> contracts() {
        var found = given.get(Setting.CONTRACT);
        if (found == null) {
            return List.of("core");
        }
        var names = found.values().stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .toList();
        if (names.stream().anyMatch(String::isEmpty)) {
            throw new BadSettingException(
                    "A contract in " + found.where() + " has no name.", "Name a built-in contract or a folder.");
        }
        var seen = new HashSet<String>();
        names.stream().filter(name -> !seen.add(name)).findFirst().ifPresent(twice -> {
            throw new BadSettingException("The contract '" + twice + "' is named twice.", "Name each contract once.");
        });
        return names;
    }

    private String host() {
        var host = text(Setting.HOST).orElse("127.0.0.1");
        if (!HOST.matcher(host).matches()) {
            throw bad(Setting.HOST, "is no host name or address: '" + host + "'", "Give an address such as 127.0.0.1.");
        }
        return host.replaceAll("[\\[\\]]", "");
    }

    private int port() {
        return port(Setting.PORT, text(Setting.PORT).orElse("8080"));
    }

    private OptionalInt operationsPort() {
        return text(Setting.OPERATIONS_PORT).stream()
                .mapToInt(port -> port(Setting.OPERATIONS_PORT, port))
                .findFirst();
    }

    private int port(Setting setting, String port) {
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
            throw bad(setting, "is no port: '" + port + "'", "Give a number from 0 (any free port) to 65535.");
        }
        return Integer.parseInt(port);
    }

    private DatabaseSettings database() {
        var url = text(Setting.DB).orElse("jdbc:h2:mem:");
        if (!DATABASE.matcher(url).matches()) {
            // The text may hold a password, so it is not repeated.
            throw bad(
                    Setting.DB,
                    "is no JDBC URL of H2 or PostgreSQL",
                    "Give for example jdbc:h2:file:./frontdesk or jdbc:postgresql://localhost/frontdesk.");
        }
        if (CREDENTIALS.matcher(url).find()) {
            throw bad(
                    Setting.DB,
                    "holds a user or a password, which would end up in logs",
                    "Give them as FRONTDESK_DB_USER and FRONTDESK_DB_PASSWORD.");
        }
        return new DatabaseSettings(url, text(Setting.DB_USER), text(Setting.DB_PASSWORD), pool(), upkeep());
    }

    private UpkeepSettings upkeep() {
        return new UpkeepSettings(
                one(Setting.DB_MIGRATE, "auto", "never").equals("auto"),
                one(Setting.CONTRACT_MISMATCH, "refuse", "warn").equals("warn"));
    }

    /** Returns which of the words was given; the first one if none. */
    private String one(Setting setting, String usual, String other) {
        var word = text(setting).orElse(usual);
        if (!word.equals(usual) && !word.equals(other)) {
            throw bad(setting, "is '" + word + "'", "Give " + usual + " or " + other + ".");
        }
        return word;
    }

    private PoolSettings pool() {
        var usual = PoolSettings.USUAL;
        return new PoolSettings(
                number(Setting.DB_CONNECTIONS, 1_000).orElse(usual.connections()),
                seconds(Setting.DB_WAIT).orElse(usual.patience()),
                seconds(Setting.DB_TIMEOUT).orElse(usual.limit()));
    }

    private HttpSettings http() {
        return new HttpSettings(
                seconds(Setting.CLIENT_TIMEOUT).orElse(HttpSettings.USUAL.patience()),
                origins(),
                number(Setting.RATE_LIMIT, 1_000_000));
    }

    private LogFormat log() {
        var format = text(Setting.LOG).orElse("text");
        return switch (format) {
            case "text" -> LogFormat.TEXT;
            case "json" -> LogFormat.JSON;
            default -> throw bad(Setting.LOG, "is '" + format + "'", "Give text or json.");
        };
    }

    private Modes modes() {
        var mode = text(Setting.MODE).orElse("enforce");
        var families = given.get(Setting.SHADOW) == null
                ? List.<String>of()
                : given.get(Setting.SHADOW).values().stream()
                        .flatMap(value -> Arrays.stream(value.split(",", -1)))
                        .map(String::strip)
                        .toList();
        try {
            return Modes.of(mode, families);
        } catch (IllegalArgumentException unusable) {
            var sentences = String.valueOf(unusable.getMessage()).split("\\. ", 2);
            var about = sentences[0].endsWith("no mode") ? Setting.MODE : Setting.SHADOW;
            throw bad(about, "cannot be taken: " + sentences[0], sentences[1]);
        }
    }

    private List<String> origins() {
        var found = given.get(Setting.CORS_ORIGIN);
        if (found == null) {
            return List.of();
        }
        var origins = found.values().stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .toList();
        for (var origin : origins) {
            if (!ORIGIN.matcher(origin).matches()) {
                throw bad(
                        Setting.CORS_ORIGIN,
                        "is no origin: '" + origin + "'",
                        "Give scheme and host, and the port if it is not the scheme's own, as browsers send them: "
                                + "https://app.example.org.");
            }
        }
        return origins;
    }

    private Optional<Duration> seconds(Setting setting) {
        return number(setting, 3_600).stream().mapToObj(Duration::ofSeconds).findFirst();
    }

    private OptionalInt number(Setting setting, int most) {
        var text = text(setting);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        if (!text.get().matches("\\d{1,7}")
                || Integer.parseInt(text.get()) < 1
                || Integer.parseInt(text.get()) > most) {
            throw bad(setting, "is no number from 1 to " + most + ": '" + text.get() + "'", "Give such a number.");
        }
        return OptionalInt.of(Integer.parseInt(text.get()));
    }

    /** Returns the text that was given for a setting, if any; a blank one is refused. */
    Optional<String> text(Setting setting) {
        var found = given.get(setting);
        if (found == null) {
            return Optional.empty();
        }
        if (found.last().isBlank()) {
            throw bad(setting, "is empty", "Give a value, or leave it out.");
        }
        return Optional.of(found.last().strip());
    }

    /** Returns what to throw for a setting, named as and where the operator wrote it. */
    BadSettingException bad(Setting setting, String wrong, String remedy) {
        var found = given.get(setting);
        return new BadSettingException((found == null ? setting.option() : found.where()) + " " + wrong + ".", remedy);
    }
}
