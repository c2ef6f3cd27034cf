package io.frontdesk.source;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A map of a file as a section. Only the set of asked keys changes, so a section belongs to one reader and one thread.
 */
final class LocatedSection implements Section {

    private static final String TEXT = "a text is expected";
    private static final String QUOTED = "a text is expected; put it into quotes";
    private static final String LIST = "a list is expected";
    private static final String MAP = "a map is expected";

    private final String file;
    private final String path;
    private final Located.Fields map;
    private final Faults faults;
    private final Set<String> asked = new LinkedHashSet<>();

    LocatedSection(String file, String path, Located.Fields map, Faults faults) {
        this.file = file;
        this.path = path;
        this.map = map;
        this.faults = faults;
    }

    @Override
    public String text(String key) {
        return required(key, TEXT).flatMap(value -> asText(key, value)).orElse("");
    }

    @Override
    public Optional<String> optionalText(String key) {
        return optional(key).flatMap(value -> asText(key, value));
    }

    private Optional<String> asText(String key, Located value) {
        return asText(KeyPath.of(path, key), value, TEXT);
    }

    private Optional<String> asText(String at, Located value, String expected) {
        if (value instanceof Located.Text text && !text.value().isBlank()) {
            return Optional.of(text.value());
        }
        boolean scalar = value instanceof Located.Number || value instanceof Located.Truth;
        fault(value.line(), at, wrong(value), scalar && expected.equals(TEXT) ? QUOTED : expected);
        return Optional.empty();
    }

    @Override
    public boolean flag(String key, boolean whenAbsent) {
        Optional<Located> value = optional(key);
        if (value.isPresent()) {
            if (value.get() instanceof Located.Truth truth) {
                return truth.value();
            }
            fault(value.get().line(), KeyPath.of(path, key), wrong(value.get()), "true or false is expected");
        }
        return whenAbsent;
    }

    @Override
    public int number(String key, int whenAbsent, int least, int most) {
        Optional<Located> value = optional(key);
        if (value.isEmpty()) {
            return whenAbsent;
        }
        if (value.get() instanceof Located.Number number) {
            try {
                int given = Integer.parseInt(number.spelling().replace("_", ""));
                if (given >= least && given <= most) {
                    return given;
                }
            } catch (NumberFormatException e) {
                // falls through to the fault: a fraction, or beyond all bounds
            }
        }
        fault(
                value.get().line(),
                KeyPath.of(path, key),
                wrong(value.get()),
                "a whole number from " + least + " to " + most + " is expected");
        return whenAbsent;
    }

    @Override
    public List<String> texts(String key) {
        return required(key, LIST).map(value -> asTexts(key, value)).orElse(List.of());
    }

    @Override
    public boolean has(String key) {
        return optional(key).isPresent();
    }

    @Override
    public List<String> optionalTexts(String key) {
        return optional(key).map(value -> asTexts(key, value)).orElse(List.of());
    }

    private List<String> asTexts(String key, Located value) {
        String at = KeyPath.of(path, key);
        if (!(value instanceof Located.Items list)) {
            fault(value.line(), at, wrong(value), LIST);
            return List.of();
        }
        var texts = new ArrayList<String>();
        for (int i = 0; i < list.items().size(); i++) {
            asText(KeyPath.of(at, i), list.items().get(i), TEXT).ifPresent(texts::add);
        }
        return List.copyOf(texts);
    }

    @Override
    public <T> T choice(String key, Map<String, T> choices) {
        String expected = "one of " + String.join(", ", new TreeSet<>(choices.keySet())) + " is expected";
        T first = choices.values().iterator().next();
        Optional<Located> value = required(key, expected);
        if (value.isEmpty()) {
            return first;
        }
        Optional<String> text = asText(KeyPath.of(path, key), value.get(), expected);
        if (text.isEmpty()) {
            return first;
        }
        T chosen = choices.get(text.get());
        if (chosen == null) {
            fault(value.get().line(), KeyPath.of(path, key), "is '" + text.get() + "'", expected);
            return first;
        }
        return chosen;
    }

    @Override
    public Section section(String key) {
        return required(key, MAP).map(value -> asSection(key, value)).orElseGet(this::nothing);
    }

    @Override
    public Optional<Section> optionalSection(String key) {
        return optional(key).map(value -> asSection(key, value));
    }

    @Override
    public List<Section> sections(String key) {
        Optional<Located> value = optional(key);
        if (value.isEmpty()) {
            return List.of();
        }
        String at = KeyPath.of(path, key);
        if (!(value.get() instanceof Located.Items list)) {
            fault(value.get().line(), at, wrong(value.get()), "a list of maps is expected");
            return List.of();
        }
        var sections = new ArrayList<Section>();
        for (int i = 0; i < list.items().size(); i++) {
            Located item = list.items().get(i);
            sections.add(asSection(KeyPath.of(at, i), item.line(), item));
        }
        return List.copyOf(sections);
    }

    /** A section begins where its key stands, not at the first key in it. */
    private Section asSection(String key, Located value) {
        return asSection(KeyPath.of(path, key), lineOf(key), value);
    }

    private Section asSection(String at, int line, Located value) {
        if (value instanceof Located.Fields fields) {
            return new LocatedSection(file, at, new Located.Fields(line, fields.fields(), fields.keyLines()), faults);
        }
        fault(value.line(), at, wrong(value), MAP);
        return nothing();
    }

    /** What stands in for a section that is not there: its own missing keys are no further faults. */
    private Section nothing() {
        return new LocatedSection(file, path, new Located.Fields(map.line(), Map.of(), Map.of()), new Faults());
    }

    @Override
    public List<String> keys() {
        asked.addAll(map.fields().keySet());
        return List.copyOf(map.fields().keySet());
    }

    @Override
    public void fault(String key, String wrong, String right) {
        if (key.isEmpty()) {
            fault(map.line(), path, wrong, right);
        } else {
            fault(lineOf(key), KeyPath.of(path, key), wrong, right);
        }
    }

    @Override
    public void fault(String key, int item, String wrong, String right) {
        int line = map.fields().get(key) instanceof Located.Items list
                        && item < list.items().size()
                ? list.items().get(item).line()
                : lineOf(key);
        fault(line, KeyPath.of(KeyPath.of(path, key), item), wrong, right);
    }

    private int lineOf(String key) {
        return map.keyLines().getOrDefault(key, map.line());
    }

    @Override
    public void close() {
        for (String key : map.fields().keySet()) {
            if (!asked.contains(key)) {
                String known = asked.isEmpty() ? "no key is known here" : "known here: " + String.join(", ", asked);
                String nearest = nearest(key);
                fault(
                        lineOf(key),
                        KeyPath.of(path, key),
                        "unknown key '" + key + "'",
                        nearest == null ? known : "did you mean '" + nearest + "'? " + known);
            }
        }
    }

    private @Nullable String nearest(String key) {
        String nearest = null;
        int least = 2 + key.length() / 4;
        for (String candidate : asked) {
            boolean begun = key.length() > 2 && (candidate.startsWith(key) || key.startsWith(candidate));
            int distance = begun ? 1 : distance(key, candidate);
            if (distance < least) {
                least = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** Returns how many letters must be put in, left out or exchanged to make one word the other (Levenshtein). */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int same =
                        Character.toLowerCase(one.charAt(i - 1)) == Character.toLowerCase(other.charAt(j - 1)) ? 0 : 1;
                int best = Math.min(diagonal + same, Math.min(row[j], row[j - 1]) + 1);
                diagonal = row[j];
                row[j] = best;
            }
        }
        return row[other.length()];
    }

    private Optional<Located> optional(String key) {
        asked.add(key);
        return Optional.ofNullable(map.fields().get(key));
    }

    private Optional<Located> required(String key, String expected) {
        Optional<Located> value = optional(key);
        if (value.isEmpty()) {
            fault(map.line(), KeyPath.of(path, key), "is missing", expected);
        }
        return value;
    }

    private static String wrong(Located value) {
        if (value instanceof Located.Text text) {
            return text.value().isBlank() ? "is empty" : "is the text '" + text.value() + "'";
        }
        if (value instanceof Located.Number number) {
            return "is the number " + number.spelling();
        }
        if (value instanceof Located.Truth truth) {
            return "is " + truth.value();
        }
        return value instanceof Located.Nothing ? "is empty" : "is " + value.kind();
    }

    private void fault(int line, String at, String wrong, String right) {
        faults.add(new Fault(file, line, at, wrong, right));
    }
}
