package io.frontdesk.patch;

import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.request.PatchOperation;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is told of a patch that may not be. Names operations and paths, never values that were sent. */
final class PatchRefusals {

    /** What may be repeated of a client's words. */
    private static final Pattern SPEAKABLE = Pattern.compile("[A-Za-z]{1,10} [A-Za-z0-9/._~-]{1,100}");

    private final String type;
    private final PatchTable table;

    PatchRefusals(String type, PatchTable table) {
        this.type = type;
        this.table = table;
    }

    Decision notListed(PatchOperation operation) {
        String listed = table.rows().stream()
                .flatMap(row -> row.told().stream())
                .distinct()
                .collect(Collectors.joining(", "));
        return refuse(
                Rule.PATCH_NOT_LISTED,
                "The operation " + told(operation) + " is none that a patch may hold here.",
                "Leave it out. Listed are: " + listed + ".",
                operation,
                List.of());
    }

    Decision twice(PatchOperation operation) {
        return refuse(
                Rule.PATCH_TWICE,
                "The patch changes " + operation.path() + " more than once.",
                "Send one operation for each path.",
                operation,
                places(operation));
    }

    Decision value(PatchOperation operation) {
        String wanted = table.naming(operation).stream()
                .flatMap(row -> row.value().stream())
                .map(ValueRule::wanted)
                .collect(Collectors.joining(", or "));
        return refuse(
                Rule.PATCH_VALUE,
                "The value of the operation " + told(operation) + " is none that is taken there.",
                "Send " + wanted + ".",
                operation,
                places(operation));
    }

    Decision alone(PatchOperation operation, List<List<Companion>> needs) {
        String wanted = needs.stream()
                .map(all -> all.stream().map(Companion::told).collect(Collectors.joining(" and ")))
                .collect(Collectors.joining(", or "));
        return refuse(
                Rule.PATCH_COMPANY,
                "The operation " + told(operation) + " does not stand alone in a patch.",
                "Send it together with " + wanted + ".",
                operation,
                places(operation));
    }

    Decision apart(PatchOperation operation, List<String> group) {
        return refuse(
                Rule.PATCH_COMPANY,
                "The operation " + told(operation) + " belongs with others that are missing or of another op.",
                "Send one operation each for " + String.join(", ", group) + ", all add or all replace.",
                operation,
                places(operation));
    }

    Decision state(PatchOperation operation, StoredState state) {
        String element = state.place().expression(type);
        return Decision.refuse(refusal(
                        Rule.PATCH_STATE,
                        "What is stored does not allow the operation " + told(operation) + ": " + element + " "
                                + state.wanted() + ".",
                        "Read the resource again, and send what fits it.",
                        operation)
                .at(element)
                .told(state.own()));
    }

    Decision same(PatchOperation operation, Place place) {
        return Decision.refuse(refusal(
                        Rule.PATCH_STATE,
                        "What is stored at " + place.expression(type) + " has the value of the operation "
                                + told(operation) + " already.",
                        "Read the resource again; there may be nothing left to do.",
                        operation)
                .at(place.expression(type)));
    }

    Decision unreachable(PatchOperation operation, Place place) {
        return Decision.refuse(refusal(
                        Rule.PATCH_STATE,
                        "The stored resource has no place for the operation " + told(operation) + ".",
                        "Read the resource again, and send what fits it.",
                        operation)
                .at(place.expression(type)));
    }

    private List<Place> places(PatchOperation operation) {
        return table.naming(operation).stream()
                .findFirst()
                .map(ListedOperation::to)
                .orElse(List.of());
    }

    private Decision refuse(Rule rule, String text, String remedy, PatchOperation operation, List<Place> places) {
        Refusal refusal = refusal(rule, text, remedy, operation);
        for (Place place : places) {
            refusal = refusal.at(place.expression(type));
        }
        return Decision.refuse(refusal);
    }

    private static Refusal refusal(Rule rule, String text, String remedy, PatchOperation operation) {
        return Refusal.of(rule, text, remedy).with("operation", told(operation));
    }

    private static String told(PatchOperation operation) {
        String told = operation.op() + " " + operation.path();
        return SPEAKABLE.matcher(told).matches() ? told : "that is neither add, replace nor remove of a plain path";
    }
}
