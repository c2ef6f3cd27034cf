package io.frontdesk.caller;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a token (RFC 7519 section 4), read by path: {@code realm_access.roles} is the member {@code roles} of the
 * object in claim {@code realm_access}. Names may hold dots themselves, such as a client's in {@code
 * resource_access.clinic.example.org.roles}: the longest name that is there comes first.
 *
 * <p>Immutable as long as the given map is not changed from outside.
 */
public final class Claims {

    /** Says nothing. */
    public static final Claims NONE = new Claims(Map.of());

    private final Map<String, ?> values;
    private final Map<String, Set<String>> texts = new ConcurrentHashMap<>();

    /** Takes the claims as parsed from JSON: maps, collections, strings, numbers, booleans. */
    public Claims(Map<String, ?> values) {
        this.values = Map.copyOf(values);
    }

    /** Returns the strings at the path: of a list its strings, of a string itself; none when there is something else. */
    public Set<String> texts(String path) {
        // Paths come from the contract, so there are few; and a caller sends many requests with one token.
        return texts.computeIfAbsent(path, this::read);
    }

    private Set<String> read(String path) {
        Object value = at(values, path);
        if (value instanceof String text) {
            return Set.of(text);
        }
        Set<String> found = new LinkedHashSet<>();
        if (value instanceof Collection<?> list) {
            list.forEach(item -> {
                if (item instanceof String text) {
                    found.add(text);
                }
            });
        }
        return Collections.unmodifiableSet(found);
    }

    /** Returns the string at the path, or empty when there is none or something else. */
    public Optional<String> text(String path) {
        return at(values, path) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** Returns these claims and the given ones, which win over one of the same name. */
    public Claims with(Map<String, ?> more) {
        var all = new HashMap<String, Object>(values);
        all.putAll(more);
        return new Claims(all);
    }

    private static @Nullable Object at(Map<?, ?> object, String path) {
        Object found = object.get(path);
        for (int dot = path.lastIndexOf('.'); found == null && dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
            if (object.get(path.substring(0, dot)) instanceof Map<?, ?> inner) {
                found = at(inner, path.substring(dot + 1));
            }
        }
        return found;
    }

    @Override
    public String toString() {
        return "Claims" + values.keySet();
    }
}
