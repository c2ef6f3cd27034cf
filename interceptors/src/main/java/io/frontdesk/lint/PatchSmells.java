package io.frontdesk.lint;

import io.frontdesk.contract.Contract;
import io.frontdesk.patch.PatchPolicy;
import io.frontdesk.patch.PatchSample;
import io.frontdesk.proof.Walked;
import io.frontdesk.request.Interaction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rows of the table of patches that lie outside of FHIR or of the profiles, or that no patch can use. */
final class PatchSmells {

    private static final String PATCH = "patch";
    private static final String OPERATIONS = "operations";
    private static final Pattern COMPANION = Pattern.compile("([a-z]+) (/\\S+)(?: (\\S+))?");

    private final Contract contract;
    private final Document document;
    private final Walked walked;
    private final PatchPlaces places;
    private final List<Smell> smells = new ArrayList<>();

    PatchSmells(Contract contract, Document document, Walked walked) {
        this.contract = contract;
        this.document = document;
        this.walked = walked;
        this.places = new PatchPlaces(contract.fhir(), Forbidden.by(contract));
    }

    List<Smell> smells() {
        if (contract.patch().isEmpty()) {
            return smells;
        }
        Set<Interaction> offered = contract.update().offers().on(Contract.APPOINTMENT);
        if (!offered.contains(Interaction.PATCH) && !offered.contains(Interaction.CONDITIONAL_PATCH)) {
            smells.add(document.smell(
                    "patch.unused",
                    "patches of appointments are not offered",
                    "leave the section out, or offer patch in update.interactions",
                    PATCH));
            return smells;
        }
        document.items(PATCH, OPERATIONS).forEach(this::row);
        document.items(PATCH, "together").forEach(this::together);
        dead(contract.patch().get());
        return smells;
    }

    private void row(int row) {
        boolean elsewhere = document.has(PATCH, OPERATIONS, row, "to");
        List<String> pointers = elsewhere
                ? document.texts(PATCH, OPERATIONS, row, "to")
                : List.of(document.text(PATCH, OPERATIONS, row, "path"));
        for (String pointer : pointers) {
            places.problem(pointer, type(row))
                    .ifPresent(problem -> smells.add(document.smell(
                            "patch.outside",
                            "'" + pointer + "' " + problem,
                            "a place that an appointment has under this contract, and a value of its type",
                            PATCH,
                            OPERATIONS,
                            row,
                            elsewhere ? "to" : "path")));
        }
        List<String> needs = document.texts(PATCH, OPERATIONS, row, "needs");
        for (int i = 0; i < needs.size(); i++) {
            for (String one : needs.get(i).split(" \\+ ", -1)) {
                if (!listed(one)) {
                    smells.add(document.smell(
                            "patch.company-unlisted",
                            "'" + one + "' is none of the operations that a patch may hold",
                            "list it as a row of its own, or need another one",
                            PATCH,
                            OPERATIONS,
                            row,
                            "needs",
                            i));
                }
            }
        }
    }

    /** Returns the type of the value, in brackets when it is a list; empty when the operation brings none. */
    private String type(int row) {
        if (!document.has(PATCH, OPERATIONS, row, "value")) {
            return "";
        }
        String type = document.text(PATCH, OPERATIONS, row, "value", "type");
        String one = type.isEmpty() ? "code" : type;
        boolean list = document.has(PATCH, OPERATIONS, row, "value", "least")
                || document.has(PATCH, OPERATIONS, row, "value", "most");
        return list ? "[" + one + "]" : one;
    }

    private boolean listed(String companion) {
        Matcher form = COMPANION.matcher(companion);
        return !form.matches()
                || document.items(PATCH, OPERATIONS).stream().anyMatch(row -> {
                    List<String> codes = document.texts(PATCH, OPERATIONS, row, "value", "codes");
                    return document.texts(PATCH, OPERATIONS, row, "op").contains(form.group(1))
                            && document.text(PATCH, OPERATIONS, row, "path").equals(form.group(2))
                            && (form.group(3) == null || codes.isEmpty() || codes.contains(form.group(3)));
                });
    }

    private void together(int group) {
        List<String> paths = document.texts(PATCH, "together", group, "paths");
        for (int i = 0; i < paths.size(); i++) {
            String path = paths.get(i);
            boolean listed = document.items(PATCH, OPERATIONS).stream()
                    .anyMatch(
                            row -> document.text(PATCH, OPERATIONS, row, "path").equals(path));
            if (!listed) {
                smells.add(document.smell(
                        "patch.company-unlisted",
                        "no operation has the path '" + path + "', so that nothing of the group can be sent",
                        "list an operation, or take it out of the group",
                        PATCH,
                        "together",
                        group,
                        "paths",
                        i));
            }
        }
    }

    /** Rows for which a patch could be made, and none was ever taken. */
    private void dead(PatchPolicy policy) {
        Set<PatchSample> taken = new HashSet<>();
        walked.taken().forEach(way -> way.patch().ifPresent(taken::add));
        Set<Object> alive = new HashSet<>();
        taken.forEach(sample -> alive.add(target(sample)));
        for (PatchSample sample : policy.samples()) {
            if (alive.add(target(sample))) {
                smells.add(document.smell(
                        "patch.dead",
                        "no patch with this operation is ever taken"
                                + sample.status()
                                        .map(status -> ", since no move of the status table leads to '" + status + "'")
                                        .orElse(""),
                        "mend the status table, or leave the operation out",
                        PATCH,
                        OPERATIONS,
                        sample.row()));
            }
        }
    }

    private static Object target(PatchSample sample) {
        return sample.row() + sample.status().map(status -> " " + status).orElse("");
    }
}
