package io.frontdesk.lint;

import io.frontdesk.contract.Contract;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Statuses that other sections name, and that the table does not have: no appointment is ever in one of them. */
final class StatusNameSmells {

    private final Set<String> states;
    private final Document document;
    private final List<Smell> smells = new ArrayList<>();

    StatusNameSmells(Contract contract, Document document) {
        this.states = contract.status().states();
        this.document = document;
    }

    List<Smell> smells() {
        list("booking", "active");
        for (String status : document.keys("booking", "slots", "statuses")) {
            judge(status, "booking", "slots", "statuses", status);
        }
        for (int i : document.items("effects")) {
            list("effects", i, "on");
        }
        for (int i : document.items("patch", "operations")) {
            if (document.text("patch", "operations", i, "path").equals("/status")) {
                list("patch", "operations", i, "value", "codes");
            }
            for (int j : document.items("patch", "operations", i, "stored")) {
                if (document.text("patch", "operations", i, "stored", j, "path").equals("/status")) {
                    list("patch", "operations", i, "stored", j, "is");
                }
            }
        }
        for (int i : document.items("prepare", "fill")) {
            if (!document.has("prepare", "fill", i, "each")) {
                judge(document.text("prepare", "fill", i, "set", "status"), "prepare", "fill", i, "set", "status");
            }
        }
        return smells;
    }

    private void list(Object... place) {
        List<String> statuses = document.texts(place);
        for (int i = 0; i < statuses.size(); i++) {
            Object[] item = Arrays.copyOf(place, place.length + 1);
            item[place.length] = i;
            judge(statuses.get(i), item);
        }
    }

    private void judge(String status, Object... place) {
        if (!status.isEmpty() && !states.contains(status)) {
            smells.add(document.smell(
                    "status.elsewhere",
                    "no appointment is ever '" + status + "': status.transitions has no such line",
                    "leave it out, or give '" + status + "' a line there",
                    place));
        }
    }
}
