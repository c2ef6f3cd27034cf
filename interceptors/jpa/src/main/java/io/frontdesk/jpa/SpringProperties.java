package io.frontdesk.jpa;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;

/** The properties {@code frontdesk.*} of a Spring application, wherever it has them from. */
final class SpringProperties {

    private static final String PREFIX = "frontdesk.";

    private SpringProperties() {}

    /** Returns them by key, without the prefix; a list becomes a text with commas. */
    static Map<String, String> of(ApplicationContext context) {
        Map<String, String> values = new TreeMap<>();
        if (!(context.getEnvironment() instanceof ConfigurableEnvironment environment)) {
            return values;
        }
        Map<String, String> items = new TreeMap<>();
        environment.getPropertySources().stream()
                .filter(EnumerablePropertySource.class::isInstance)
                .flatMap(source -> Arrays.stream(((EnumerablePropertySource<?>) source).getPropertyNames()))
                .filter(name -> name.startsWith(PREFIX))
                .forEach(name -> items.put(name, environment.getProperty(name, "")));
        items.forEach((name, value) -> values.merge(
                name.substring(PREFIX.length()).replaceFirst("\\[\\d+]$", ""), value, (all, next) -> all + "," + next));
        return values;
    }
}
