package io.frontdesk.source;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A value read from a file, with the line (from 1) at which it begins. Immutable. */
public sealed interface Located {

    /** Returns the line at which the value begins. */
    int line();

    /** Returns what stands here, for a fault: {@code a list}, {@code a text} ... */
    String kind();

    /** A text. */
    record Text(int line, String value) implements Located {
        @Override
        public String kind() {
            return "a text";
        }
    }

    /** A number, spelled as in the file. */
    record Number(int line, String spelling) implements Located {
        @Override
        public String kind() {
            return "a number";
        }
    }

    /** True or false. */
    record Truth(int line, boolean value) implements Located {
        @Override
        public String kind() {
            return "true or false";
        }
    }

    /** No value: {@code null}, or nothing after the colon. */
    record Nothing(int line) implements Located {
        @Override
        public String kind() {
            return "empty";
        }
    }

    /** A list. */
    record Items(int line, List<Located> items) implements Located {
        /** Copies the list. */
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /**
     * A map; of an XML element its attributes and child elements, every child name holding a list.
     *
     * @param fields the values by key, in the file's order
     * @param keyLines the lines at which the keys stand
     */
    record Fields(int line, Map<String, Located> fields, Map<String, Integer> keyLines) implements Located {
        /** Copies the maps; keeps their order. */
        public Fields {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
            keyLines = Map.copyOf(keyLines);
        }

        @Override
        public String kind() {
            return "a map";
        }
    }

    /**
     * Returns the line of an element path such as {@code differential.element[3].path}: the line of the last step that
     * exists, so that the line of something absent is the line of what lacks it. A step without an index takes the first
     * item of a list; an index on a single value is passed over, so that one path serves JSON and XML.
     */
    default int lineOf(String path) {
        Pattern step = Pattern.compile("([^.\\[\\]]+)(?:\\[(\\d+)])?");
        Matcher steps = step.matcher(path);
        Located here = this;
        int line = line();
        while (steps.find()) {
            String key = steps.group(1);
            int index = steps.group(2) == null ? 0 : Integer.parseInt(steps.group(2));
            if (!(here instanceof Fields map) || !map.fields().containsKey(key)) {
                return line;
            }
            line = map.keyLines().getOrDefault(key, line);
            here = map.fields().get(key);
            if (here instanceof Items list) {
                if (index >= list.items().size()) {
                    return line;
                }
                here = list.items().get(index);
                line = here.line();
            }
        }
        return line;
    }

    /** Returns the text of a field of a map; of an XML element's child the {@code value} attribute; null when none. */
    default @Nullable String textOf(String key) {
        Located value = this instanceof Fields map ? map.fields().get(key) : null;
        if (value instanceof Items list
                && !list.items().isEmpty()
                && list.items().get(0) instanceof Fields child) {
            value = child.fields().get("value");
        }
        return value instanceof Text text ? text.value() : null;
    }
}
