package io.frontdesk.lint;

import io.frontdesk.source.Fault;
import io.frontdesk.source.KeyPath;
import io.frontdesk.source.Located;
import io.frontdesk.source.Sections;
import io.frontdesk.source.SourceFolder;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A contract's file as its author wrote it, which compiles: for the line at which something stands, and for the words that are
 * there. Places are given as steps, texts for keys and whole numbers for items of lists.
 */
final class Document {

    private static final String FILE = "contract.yaml";

    private final String file;
    private final Located root;

    private Document(String file, Located root) {
        this.file = file;
        this.root = root;
    }

    static Document of(SourceFolder folder) {
        return new Document(folder.display(FILE), Sections.tree(folder, FILE).orElseGet(() -> new Located.Nothing(1)));
    }

    private @Nullable Located at(Object... steps) {
        Located here = root;
        for (Object step : steps) {
            here = step(here, step);
        }
        return here;
    }

    private static @Nullable Located step(@Nullable Located from, Object step) {
        if (from instanceof Located.Fields map && step instanceof String key) {
            return map.fields().get(key);
        }
        return from instanceof Located.Items list
                        && step instanceof Integer item
                        && item < list.items().size()
                ? list.items().get(item)
                : null;
    }

    /** Returns whether anything stands at a place. */
    boolean has(Object... steps) {
        return at(steps) != null;
    }

    /** Returns the text at a place, or an empty one. */
    String text(Object... steps) {
        return text(at(steps)).orElse("");
    }

    private static Optional<String> text(@Nullable Located value) {
        if (value instanceof Located.Text text) {
            return Optional.of(text.value());
        }
        return value instanceof Located.Truth truth ? Optional.of(String.valueOf(truth.value())) : Optional.empty();
    }

    /** Returns the texts of the list at a place, none when there is none. */
    List<String> texts(Object... steps) {
        return at(steps) instanceof Located.Items list
                ? list.items().stream().map(item -> text(item).orElse("")).toList()
                : List.of();
    }

    /** Returns the keys of the map at a place, in the file's order. */
    List<String> keys(Object... steps) {
        return at(steps) instanceof Located.Fields map
                ? List.copyOf(map.fields().keySet())
                : List.of();
    }

    /** Returns the places of the items of the list at a place. */
    List<Integer> items(Object... steps) {
        return at(steps) instanceof Located.Items list
                ? IntStream.range(0, list.items().size()).boxed().toList()
                : List.of();
    }

    /** Returns a smell at a place, or at what is nearest to it of what is there. */
    Smell smell(String rule, String wrong, String right, Object... steps) {
        Located here = root;
        int line = root.line();
        String key = "";
        for (Object step : steps) {
            Located next = step(here, step);
            if (next == null) {
                break;
            }
            line = here instanceof Located.Fields map
                    ? map.keyLines().getOrDefault(String.valueOf(step), next.line())
                    : next.line();
            key = step instanceof Integer item ? KeyPath.of(key, item) : KeyPath.of(key, String.valueOf(step));
            here = next;
        }
        return new Smell(rule, new Fault(file, line, key, wrong, right));
    }
}
