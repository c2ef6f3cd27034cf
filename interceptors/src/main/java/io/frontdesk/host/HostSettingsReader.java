package io.frontdesk.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.frontdesk.contract.Part;
import io.frontdesk.decision.Modes;
import io.frontdesk.host.HostSettings.HostCallers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings of a host: from its own configuration, system properties {@code frontdesk.*}, environment variables {@code
 * FRONTDESK_*} and a file {@code frontdesk.yaml} (of the working directory, else of the class path), of which the first that
 * says something wins. Strict: what is not known is refused.
 */
public final class HostSettingsReader {

    private static final String FILE = "frontdesk.yaml";
    private static final String PREFIX = "frontdesk.";

    private final Map<String, String> given = new TreeMap<>();

    private HostSettingsReader() {}

    /**
     * Returns the settings.
     *
     * @param own what the host's own configuration says, by key without prefix; wins over everything else
     * @throws BadHostSettingException if a key or a value is not known
     */
    public static HostSettings read(Map<String, String> own) {
        HostSettingsReader reader = new HostSettingsReader();
        reader.addAll(file(), FILE);
        reader.addEnvironment();
        Map<String, String> system = new LinkedHashMap<>();
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(PREFIX))
                .forEach(name -> system.put(name.substring(PREFIX.length()), System.getProperty(name)));
        reader.addAll(system, "the system properties");
        reader.addAll(own, "the host's configuration");
        return reader.settings();
    }

    private void addEnvironment() {
        for (HostKey key : HostKey.values()) {
            String value = System.getenv(key.variable());
            if (value != null) {
                given.put(key.key(), value);
            }
        }
    }

    private void addAll(Map<String, String> values, String where) {
        values.forEach((key, value) -> {
            if (HostKey.of(key).isEmpty()) {
                throw new BadHostSettingException("The setting " + PREFIX + key + " in " + where
                        + " is not known. Known are "
                        + Arrays.stream(HostKey.values()).map(HostKey::property).collect(Collectors.joining(", "))
                        + ".");
            }
            given.put(key, value);
        });
    }

    private static Map<String, String> file() {
        try (InputStream file = open()) {
            if (file == null) {
                return Map.of();
            }
            JsonNode tree = new YAMLMapper().readTree(new String(file.readAllBytes(), StandardCharsets.UTF_8));
            Map<String, String> values = new LinkedHashMap<>();
            tree.properties().forEach(entry -> values.put(entry.getKey(), text(entry.getValue())));
            return values;
        } catch (JsonProcessingException e) {
            throw new BadHostSettingException(FILE + " is no YAML: " + e.getOriginalMessage() + ". Mend it.");
        } catch (IOException e) {
            throw new BadHostSettingException(FILE + " cannot be read. Check who may read it.");
        }
    }

    private static @Nullable InputStream open() throws IOException {
        Path here = Path.of(FILE);
        return Files.exists(here)
                ? Files.newInputStream(here)
                : Thread.currentThread().getContextClassLoader().getResourceAsStream(FILE);
    }

    private static String text(JsonNode value) {
        if (!value.isArray()) {
            return value.asText();
        }
        StringBuilder all = new StringBuilder();
        value.forEach(item -> all.append(all.length() == 0 ? "" : ",").append(item.asText()));
        return all.toString();
    }

    private HostSettings settings() {
        return new HostSettings(
                truth(HostKey.ENABLED),
                value(HostKey.CONTRACT).orElseThrow(),
                Set.copyOf(list(HostKey.TYPES)),
                callers(),
                list(HostKey.BASE_URLS).stream()
                        .map(url -> url.replaceFirst("/+$", ""))
                        .toList(),
                without(),
                modes(),
                besideOtherContracts());
    }

    private boolean besideOtherContracts() {
        String value = value(HostKey.CONTRACT_MISMATCH).orElseThrow();
        return switch (value) {
            case "refuse" -> false;
            case "warn" -> true;
            default -> throw wrong(HostKey.CONTRACT_MISMATCH, value, "refuse or warn");
        };
    }

    private Modes modes() {
        try {
            return Modes.of(value(HostKey.MODE).orElseThrow(), list(HostKey.SHADOW));
        } catch (IllegalArgumentException e) {
            throw new BadHostSettingException(HostKey.MODE.property() + " or " + HostKey.SHADOW.property()
                    + " cannot be taken: " + e.getMessage());
        }
    }

    private Set<Part> without() {
        try {
            return Part.named(String.join(",", list(HostKey.WITHOUT)));
        } catch (IllegalArgumentException e) {
            throw new BadHostSettingException(HostKey.WITHOUT.property() + ": " + e.getMessage());
        }
    }

    private HostCallers callers() {
        String callers = value(HostKey.CALLERS).orElseThrow();
        return switch (callers) {
            case "principal" -> new HostCallers.Principal();
            case "token" ->
                new HostCallers.Tokens(
                        value(HostKey.ISSUER)
                                .or(() -> off())
                                .orElseThrow(() -> new BadHostSettingException(HostKey.ISSUER.property()
                                        + " is not set, so that nobody's token can be believed. Set it to"
                                        + " the issuer of your tokens, or " + HostKey.CALLERS.property()
                                        + "=principal where the host itself signs callers in.")),
                        value(HostKey.AUDIENCE),
                        value(HostKey.JWKS));
            default -> throw wrong(HostKey.CALLERS, callers, "token or principal");
        };
    }

    /** Where there are no guards, nobody is asked for a token. */
    private Optional<String> off() {
        return truth(HostKey.ENABLED) ? Optional.empty() : Optional.of("");
    }

    private boolean truth(HostKey key) {
        String value = value(key).orElseThrow();
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(key, value, "true or false");
        };
    }

    private List<String> list(HostKey key) {
        return Arrays.stream(value(key).orElse("").split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    private Optional<String> value(HostKey key) {
        return Optional.of(given.getOrDefault(key.key(), key.usual()).strip()).filter(value -> !value.isEmpty());
    }

    private static BadHostSettingException wrong(HostKey key, String value, String wanted) {
        return new BadHostSettingException(key.property() + " is '" + value + "'. Set it to " + wanted + ".");
    }
}
