package io.frontdesk.server.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** A file of settings: properties when its name ends in {@code .properties}, else YAML with one flat map. */
final class ConfigFile {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    private ConfigFile() {}

    /**
     * Reads a file.
     *
     * @throws BadSettingException when it cannot be read, is malformed, or has a key that is no setting
     */
    static Map<Setting, Given> read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException unreadable) {
            throw new BadSettingException(
                    "The file " + file + " (--config) cannot be read.", "Name a readable YAML or properties file.");
        }
        var entries = file.toString().endsWith(".properties") ? properties(text, file) : yaml(text, file);
        var settings = new EnumMap<Setting, Given>(Setting.class);
        entries.forEach((key, values) -> settings.put(
                Setting.ofKey(key).orElseThrow(() -> unknown(key, file)),
                new Given(values, "'" + key + "' in " + file)));
        return settings;
    }

    private static BadSettingException unknown(String key, Path file) {
        var keys = Arrays.stream(Setting.values()).map(Setting::key).toList();
        return new BadSettingException(
                "Unknown key '" + key + "' in " + file + ".",
                Nearest.to(key, keys)
                        .map(near -> "Did you mean '" + near + "'?")
                        .orElse("Known keys: " + String.join(", ", keys) + "."));
    }

    private static Map<String, List<String>> properties(String text, Path file) {
        var properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException | IllegalArgumentException malformed) {
            throw new BadSettingException("The file " + file + " is no properties file.", "Write lines of key=value.");
        }
        var entries = new LinkedHashMap<String, List<String>>();
        properties.stringPropertyNames().forEach(key -> entries.put(key, List.of(properties.getProperty(key))));
        return entries;
    }

    private static Map<String, List<String>> yaml(String text, Path file) {
        JsonNode root;
        try {
            root = YAML.readTree(text);
        } catch (JsonProcessingException malformed) {
            var place = malformed.getLocation();
            throw new BadSettingException(
                    "The file " + file + " is no YAML" + (place == null ? "." : ", line " + place.getLineNr() + "."),
                    "Write one line of 'key: value' for each setting.");
        }
        var entries = new LinkedHashMap<String, List<String>>();
        if (root.isMissingNode() || root.isNull()) {
            return entries;
        }
        if (!root.isObject()) {
            throw new BadSettingException(
                    "The file " + file + " holds no keys.", "Write one line of 'key: value' for each setting.");
        }
        root.properties().forEach(entry -> entries.put(entry.getKey(), values(entry.getKey(), entry.getValue(), file)));
        return entries;
    }

    private static List<String> values(String key, JsonNode value, Path file) {
        var texts = new ArrayList<String>();
        if (value.isArray()) {
            value.forEach(item -> texts.addAll(values(key, item, file)));
        } else if (value.isValueNode() && !value.isNull()) {
            texts.add(value.asText());
        }
        if (texts.isEmpty()) {
            throw new BadSettingException(
                    "'" + key + "' in " + file + " has no value.", "Write 'key: value', or leave the key out.");
        }
        return texts;
    }
}
