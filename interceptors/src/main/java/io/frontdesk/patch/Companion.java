package io.frontdesk.patch;

import io.frontdesk.request.PatchOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Another operation that must stand in the same patch.
 *
 * @param op its name
 * @param path where it goes
 * @param value the text that it brings, if that matters
 */
record Companion(String op, String path, Optional<String> value) {

    private static final Pattern FORM = Pattern.compile("([a-z]+) (/\\S+)(?: (\\S+))?");

    /** Reads companions all of which are needed: {@code replace /status cancelled + add /reason}; empty when it is none. */
    static Optional<List<Companion>> all(String text) {
        List<Companion> all = new ArrayList<>();
        for (String one : text.split(" \\+ ", -1)) {
            Matcher form = FORM.matcher(one);
            if (!form.matches()) {
                return Optional.empty();
            }
            all.add(new Companion(form.group(1), form.group(2), Optional.ofNullable(form.group(3))));
        }
        return Optional.of(List.copyOf(all));
    }

    /** Returns whether one of the operations is this one. */
    boolean in(List<PatchOperation> patch) {
        return patch.stream()
                .anyMatch(other -> other.op().equals(op)
                        && other.path().equals(path)
                        && value.map(text -> other.value().asText().equals(text))
                                .orElse(true));
    }

    /** Returns the operation as a contract writes it. */
    String told() {
        return op + " " + path + value.map(text -> " " + text).orElse("");
    }
}
