package io.frontdesk.server.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What was given for each setting, and where: an option beats an environment variable, which beats the file. An empty environment
 * variable counts as not set. Immutable.
 */
final class GivenSettings {

    private static final String CONFIG_VARIABLE = "FRONTDESK_CONFIG";

    private final Map<Setting, Given> given;

    private GivenSettings(Map<Setting, Given> given) {
        this.given = given;
    }

    /**
     * Returns what was given.
     *
     * @param options what the command line gives
     * @param config the file that the command line names
     * @param environment the environment variables
     * @throws BadSettingException when the file cannot be worked with
     */
    static GivenSettings of(
            Map<Setting, List<String>> options, Optional<String> config, Map<String, String> environment) {
        var given = new EnumMap<Setting, Given>(Setting.class);
        config.or(() -> variable(environment, CONFIG_VARIABLE))
                .map(GivenSettings::path)
                .ifPresent(file -> given.putAll(ConfigFile.read(file)));
        for (var setting : Setting.values()) {
            variable(environment, setting.variable())
                    .ifPresent(value -> given.put(setting, new Given(List.of(value), setting.variable())));
        }
        options.forEach((setting, values) -> given.put(setting, new Given(values, setting.option())));
        return new GivenSettings(given);
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

    /** Returns the texts that were given for a setting, which may be separated by commas; none where it was not given. */
    List<String> list(Setting setting) {
        var found = given.get(setting);
        return found == null
                ? List.of()
                : found.values().stream()
                        .flatMap(value -> Arrays.stream(value.split(",", -1)))
                        .map(String::strip)
                        .toList();
    }

    /** Returns which of the words was given; the first one if none. */
    String one(Setting setting, String usual, String other) {
        var word = text(setting).orElse(usual);
        if (!word.equals(usual) && !word.equals(other)) {
            throw bad(setting, "is '" + word + "'", "Give " + usual + " or " + other + ".");
        }
        return word;
    }

    /** Returns the time that was given for a setting, in seconds from one to an hour. */
    Optional<Duration> seconds(Setting setting) {
        return number(setting, 3_600).stream().mapToObj(Duration::ofSeconds).findFirst();
    }

    /** Returns the number that was given for a setting, from one to the most that it may be. */
    OptionalInt number(Setting setting, int most) {
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

    /** Returns what to throw for a setting, named as and where the operator wrote it. */
    BadSettingException bad(Setting setting, String wrong, String remedy) {
        return new BadSettingException(where(setting) + " " + wrong + ".", remedy);
    }

    /** Returns where a setting was given; how to give it, if it was not. */
    String where(Setting setting) {
        var found = given.get(setting);
        return found == null ? setting.option() : found.where();
    }
}
