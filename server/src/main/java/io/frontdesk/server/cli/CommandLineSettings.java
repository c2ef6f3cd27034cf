package io.frontdesk.server.cli;

import io.frontdesk.server.settings.ServerSettings;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the options of one command line say about the server, before anybody judges it. The mixins write here. */
final class CommandLineSettings {

    private final Map<Setting, List<String>> options = new EnumMap<>(Setting.class);
    private @Nullable String config;

    /** Takes the one value of a setting. */
    void set(Setting setting, String value) {
        options.put(setting, List.of(value));
    }

    /** Takes the values of a setting that has several. */
    void set(Setting setting, List<String> values) {
        options.put(setting, List.copyOf(values));
    }

    /** Takes the name of the file that holds further settings. */
    void config(String file) {
        config = file;
    }

    /**
     * Returns the settings of the server.
     *
     * @param environment the environment variables
     * @throws BadSettingException when one of them cannot be worked with
     */
    ServerSettings read(Map<String, String> environment) {
        return SettingsReader.read(options, Optional.ofNullable(config), environment);
    }

    /**
     * Returns where the server listens.
     *
     * @param environment the environment variables
     * @throws BadSettingException when a setting about it cannot be worked with
     */
    Address address(Map<String, String> environment) {
        return SettingsReader.address(options, Optional.ofNullable(config), environment);
    }
}
