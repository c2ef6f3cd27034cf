package io.frontdesk.patch;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.PatchOperation;
import io.frontdesk.source.Section;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One row of the table of operations that a patch may hold. Compiled from {@code patch.operations}; see {@link PatchPolicy}.
 *
 * @param ops the operations: add, replace, remove
 * @param path the path as clients send it
 * @param to the places in the resource that it means
 * @param value what it must bring; absent for remove
 * @param byUrl whether it changes the extension of its url alone
 * @param differs whether the value must be another than what is stored
 * @param needs other operations of the same patch; one of the alternatives must be there whole
 * @param stored what must be stored
 * @param asks interactions on the resource that the caller must have a right to as well
 */
record ListedOperation(
        Set<String> ops,
        String path,
        List<Place> to,
        Optional<ValueRule> value,
        boolean byUrl,
        boolean differs,
        List<List<Companion>> needs,
        List<StoredState> stored,
        Set<Interaction> asks) {

    private static final Set<String> KNOWN = Set.of("add", "replace", "remove");

    static ListedOperation compile(Section row, FhirContext fhir, String resourceType) {
        Set<String> ops = ops(row);
        String path = row.text("path");
        Optional<ValueRule> value = row.optionalSection("value").map(section -> ValueRule.compile(section, fhir));
        boolean removes = ops.contains("remove");
        if (removes && (value.isPresent() || ops.size() > 1)) {
            row.fault("op", "remove brings no value", "list it in a row of its own, without value");
        } else if (!removes && value.isEmpty()) {
            row.fault("value", "is missing", "what the operation must bring");
        }
        boolean byUrl = row.flag("byUrl", false);
        if (byUrl && value.flatMap(ValueRule::url).isEmpty()) {
            row.fault("byUrl", "needs a url", "give value.url");
        }
        ListedOperation listed = new ListedOperation(
                ops,
                path,
                to(row, path, fhir, resourceType),
                value,
                byUrl,
                row.flag("differs", false),
                needs(row),
                StoredState.compile(row, fhir.getVersion().getVersion()),
                row.has("asks") ? Set.copyOf(Interaction.listed(row, "asks")) : Set.of());
        row.close();
        return listed;
    }

    private static Set<String> ops(Section row) {
        List<String> given = row.texts("op");
        for (int i = 0; i < given.size(); i++) {
            if (!KNOWN.contains(given.get(i))) {
                row.fault("op", i, "is '" + given.get(i) + "'", "one of add, remove, replace is expected");
            }
        }
        return new LinkedHashSet<>(given);
    }

    private static List<Place> to(Section row, String path, FhirContext fhir, String resourceType) {
        boolean given = row.has("to");
        List<String> pointers = given ? row.texts("to") : List.of(path);
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < pointers.size(); i++) {
            String pointer = pointers.get(i);
            Optional<Place> place = Place.of(pointer)
                    .filter(known -> fhir.getResourceDefinition(resourceType).getChildByName(known.top()) != null);
            place.ifPresent(places::add);
            if (place.isEmpty() && given) {
                row.fault("to", i, "'" + pointer + "' is no place in " + resourceType, "a pointer such as /status");
            } else if (place.isEmpty() && !path.isEmpty()) {
                row.fault(
                        "path",
                        "'" + path + "' is no place in " + resourceType,
                        "a pointer such as /status, or say under to where it goes");
            }
        }
        return List.copyOf(places);
    }

    private static List<List<Companion>> needs(Section row) {
        List<String> given = row.optionalTexts("needs");
        List<List<Companion>> needs = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            Optional<List<Companion>> all = Companion.all(given.get(i));
            all.ifPresent(needs::add);
            if (all.isEmpty()) {
                row.fault(
                        "needs",
                        i,
                        "'" + given.get(i) + "' names no operation",
                        "an operation such as replace /status cancelled, or several with ' + ' between them");
            }
        }
        return List.copyOf(needs);
    }

    /** Returns whether an operation is of this row, as far as its name and path tell. */
    boolean names(PatchOperation operation) {
        return ops.contains(operation.op()) && path.equals(operation.path());
    }

    /** Returns whether an operation of this row brings what it must. */
    boolean fits(PatchOperation operation) {
        return value.map(rule -> rule.fits(operation.value())).orElse(true);
    }

    /** Returns what tells two operations of one patch apart that may stand side by side. */
    String target() {
        return path
                + value.filter(any -> byUrl)
                        .flatMap(ValueRule::url)
                        .map(url -> " " + url)
                        .orElse("");
    }

    /** Returns the row's operations as a contract writes them. */
    List<String> told() {
        return ops.stream().map(op -> op + " " + path).toList();
    }

    /** Returns what operations of this row bring and need, for people to read. */
    String brings() {
        List<String> words = new ArrayList<>();
        words.add(value.map(ValueRule::told).orElse("nothing"));
        if (!needs.isEmpty()) {
            words.add("with "
                    + needs.stream()
                            .map(all -> all.stream().map(Companion::told).collect(Collectors.joining(" + ")))
                            .collect(Collectors.joining(" or ")));
        }
        if (differs) {
            words.add("another than is stored");
        }
        return String.join(", ", words);
    }
}
