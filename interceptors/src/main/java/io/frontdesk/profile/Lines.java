package io.frontdesk.profile;

import io.frontdesk.source.Located;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the line of something whose path is not known. */
final class Lines {

    private Lines() {}

    /** Returns the line of the first key of a name, below a parent key when one is given; else the tree's first line. */
    static int ofKey(Located tree, @Nullable String parent, String key) {
        int below = parent == null ? 0 : search(tree, "", parent, key);
        int anywhere = below == 0 ? search(tree, "", null, key) : below;
        return anywhere == 0 ? tree.line() : anywhere;
    }

    /** Returns the line of the first text that reads so; else the tree's first line. */
    static int ofText(Located tree, String text) {
        int line = search(tree, text);
        return line == 0 ? tree.line() : line;
    }

    private static int search(Located tree, String name, @Nullable String parent, String key) {
        if (tree instanceof Located.Items list) {
            for (Located item : list.items()) {
                int line = search(item, name, parent, key);
                if (line > 0) {
                    return line;
                }
            }
        } else if (tree instanceof Located.Fields map) {
            Integer here =
                    parent == null || parent.equals(name) ? map.keyLines().get(key) : null;
            if (here != null) {
                return here;
            }
            for (Map.Entry<String, Located> field : map.fields().entrySet()) {
                int line = search(field.getValue(), field.getKey(), parent, key);
                if (line > 0) {
                    return line;
                }
            }
        }
        return 0;
    }

    private static int search(Located tree, String text) {
        if (tree instanceof Located.Text found) {
            return found.value().equals(text) ? found.line() : 0;
        }
        Iterable<Located> inner = tree instanceof Located.Items list
                ? list.items()
                : tree instanceof Located.Fields map ? map.fields().values() : java.util.List.of();
        for (Located item : inner) {
            int line = search(item, text);
            if (line > 0) {
                return line;
            }
        }
        return 0;
    }
}
