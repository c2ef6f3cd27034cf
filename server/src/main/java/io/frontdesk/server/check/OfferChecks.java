package io.frontdesk.server.check;

import io.frontdesk.decision.Rule;
import io.frontdesk.request.Interaction;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the contract does not offer is refused, and what asks for it finds nothing changed. */
final class OfferChecks {

    private static final String KEY = "update.interactions";
    private static final String CRITERION = "Appointment?identifier=" + Bodies.LABEL + "%7Cnothing";

    private final Bench bench;
    private final Desk desk;

    OfferChecks(Bench bench, Desk desk) {
        this.bench = bench;
        this.desk = desk;
    }

    /** @param subject an appointment of the suite's */
    void run(Subject subject) {
        for (Interaction form : List.of(
                Interaction.READ,
                Interaction.VREAD,
                Interaction.HISTORY_INSTANCE,
                Interaction.HISTORY_TYPE,
                Interaction.SEARCH,
                Interaction.UPDATE,
                Interaction.PATCH,
                Interaction.DELETE,
                Interaction.CONDITIONAL_CREATE,
                Interaction.CONDITIONAL_UPDATE,
                Interaction.CONDITIONAL_PATCH,
                Interaction.CONDITIONAL_DELETE)) {
            if (!bench.offers(form)) {
                refused(form.code() + " is not offered", sent(form, subject));
            }
        }
        Set<Interaction> system = bench.oracle().contract().update().offers().onSystem();
        if (!system.contains(Interaction.HISTORY_SYSTEM)) {
            refused("history-system is not offered", bench.sent("GET", "_history"));
        }
        if (!system.contains(Interaction.TRANSACTION) && !system.contains(Interaction.BATCH)) {
            String none = "{\"resourceType\": \"Bundle\", \"type\": \"batch\"}";
            refused("batch is not offered", bench.sent("POST", "", Map.of(), none, Bench.JSON));
        }
    }

    /** FHIR leaves it open how (R4, 3.1.0.1.5): 405 says that nobody may, 403 that this caller may not. */
    private void refused(String check, Sent sent) {
        Expected told = bench.oracle().broken(Rule.INTERACTION_NOT_OFFERED);
        Set<Integer> statuses = new TreeSet<>(told.statuses());
        statuses.addAll(List.of(403, 405));
        bench.check(check, KEY, sent, new Expected(statuses, told.refusal()));
    }

    private Sent sent(Interaction form, Subject subject) {
        String body = desk.body(subject).toString();
        String patch = "[{\"op\": \"replace\", \"path\": \"/status\", \"value\": \"" + subject.status() + "\"}]";
        return switch (form) {
            case VREAD -> bench.sent("GET", subject.path() + "/_history/" + subject.version());
            case HISTORY_INSTANCE -> bench.sent("GET", subject.path() + "/_history");
            case HISTORY_TYPE -> bench.sent("GET", "Appointment/_history");
            case SEARCH -> bench.sent("GET", "Appointment?_id=" + subject.id());
            case UPDATE -> bench.sent("PUT", subject.path(), desk.ifMatch(subject), body, Bench.JSON);
            case PATCH -> bench.sent("PATCH", subject.path(), desk.ifMatch(subject), patch, Bench.JSON_PATCH);
            case DELETE -> bench.sent("DELETE", subject.path());
            case CONDITIONAL_CREATE ->
                bench.sent(
                        "POST",
                        "Appointment",
                        Map.of("If-None-Exist", CRITERION.substring("Appointment?".length())),
                        subject.stored().toString(),
                        Bench.JSON);
            case CONDITIONAL_UPDATE -> bench.sent("PUT", CRITERION, Map.of(), body, Bench.JSON);
            case CONDITIONAL_PATCH -> bench.sent("PATCH", CRITERION, Map.of(), patch, Bench.JSON_PATCH);
            case CONDITIONAL_DELETE -> bench.sent("DELETE", CRITERION);
            default -> bench.sent("GET", subject.path());
        };
    }
}
