package io.frontdesk.contract.page;

import io.frontdesk.booking.BookingPolicy;
import io.frontdesk.calendar.CalendarPolicy;
import io.frontdesk.contract.Contract;
import io.frontdesk.contract.UpdateRules;
import io.frontdesk.contract.page.ContractPage.Life;
import io.frontdesk.contract.page.ContractPage.Row;
import io.frontdesk.contract.page.ContractPage.Table;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.facade.FacadePolicy;
import io.frontdesk.field.FieldPolicy;
import io.frontdesk.profile.Definition;
import io.frontdesk.request.Interaction;
import io.frontdesk.slot.SlotPolicy;
import io.frontdesk.status.StatusPolicy;
import io.frontdesk.update.OfferPolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads the page of a compiled contract, from its policies alone. */
public final class PageReader {

    private static final List<String> YES = List.of("yes");
    private static final List<String> NO = List.of("no");

    private final Contract contract;

    private PageReader(Contract contract) {
        this.contract = contract;
    }

    /** Returns the page of a contract. */
    public static ContractPage read(Contract contract) {
        PageReader reader = new PageReader(contract);
        Life life = reader.life();
        List<Table> tables = new ArrayList<>(List.of(
                reader.statuses(life),
                reader.interactions(),
                reader.rights(),
                reader.holders(),
                reader.preconditions(),
                reader.patches(),
                reader.fields(),
                reader.profiles(),
                reader.searches(),
                described("Server's parts", contract.update().owned().described()),
                reader.along(),
                described(
                        "JSON addresses",
                        contract.facade().map(FacadePolicy::addresses).orElseGet(Map::of)),
                described(
                        "JSON members",
                        contract.facade().map(FacadePolicy::members).orElseGet(Map::of)),
                reader.refusals()));
        tables.removeIf(table -> table.rows().isEmpty());
        return new ContractPage(contract.name(), contract.title(), reader.facts(), life, tables);
    }

    private Table facts() {
        UpdateRules update = contract.update();
        return new Table(
                "Contract",
                List.of("fact", "value"),
                List.of(
                        row(
                                "FHIR version",
                                List.of(contract.fhir()
                                        .getVersion()
                                        .getVersion()
                                        .name())),
                        row("rules of", List.of(contract.era().toString())),
                        row("formats", contract.formats().xml() ? List.of("json", "xml") : List.of("json")),
                        row("an update", List.of(update.kept().merges() ? "merges" : "replaces")),
                        row("id in the body", List.of(words(update.ids()))),
                        row("relative references", List.of(update.referencesMustExist() ? "must exist" : "may be any")),
                        row("FHIRPath Patch", update.fhirPathPatch() ? YES : NO),
                        row("POST for PATCH", update.methodOverride() ? YES : NO),
                        row("bundles", codes(update.offers().onSystem())),
                        row("what may not be seen", List.of(words(contract.hidden()))),
                        row(
                                "rights and scopes",
                                List.of(contract.access().asksForBoth() ? "both are needed" : "one is enough")),
                        row(
                                "a write is answered with",
                                List.of(words(contract.success().body())))));
    }

    private Life life() {
        StatusPolicy status = contract.status();
        Map<String, List<String>> moves = new HashMap<>();
        List<String> begins = new ArrayList<>();
        List<String> frozen = new ArrayList<>();
        for (String state : status.states()) {
            moves.put(state, List.copyOf(status.next(state)));
            if (permits(status.start(state))) {
                begins.add(state);
            }
            if (!permits(status.move(state, state))) {
                frozen.add(state);
            }
        }
        return new Life(begins, moves, frozen);
    }

    private Table statuses(Life life) {
        Set<Interaction> offered = contract.update().offers().on(Contract.APPOINTMENT);
        boolean deleted = offered.contains(Interaction.DELETE) || offered.contains(Interaction.CONDITIONAL_DELETE);
        List<Row> rows = life.moves().entrySet().stream()
                .map(state -> row(
                        state.getKey(),
                        life.begins().contains(state.getKey()) ? YES : NO,
                        state.getValue(),
                        life.frozen().contains(state.getKey()) ? NO : YES,
                        deleted && permits(contract.status().delete(state.getKey())) ? YES : NO))
                .toList();
        return new Table("Statuses", List.of("status", "begins", "may become", "edited", "deleted"), rows);
    }

    private Table interactions() {
        OfferPolicy offers = contract.update().offers();
        List<Row> rows = types().stream()
                .map(type -> {
                    List<String> hidden = codes(offers.on(type));
                    hidden.removeAll(codes(offers.published(type)));
                    return row(
                            type,
                            codes(offers.published(type)),
                            hidden,
                            offers.operations(type).stream().sorted().toList(),
                            permits(offers.mayCreateUnder(type, "", false)) ? List.of("creates") : List.of("refused"));
                })
                .toList();
        return new Table(
                "Interactions",
                List.of("type", "offered", "not announced", "operations", "PUT to an unknown id"),
                rows);
    }

    private Table rights() {
        List<Row> rows = new ArrayList<>();
        for (String type : types()) {
            List<Interaction> offered = contract.update().offers().on(type).stream()
                    .sorted(Comparator.comparing(Interaction::code))
                    .toList();
            offered.forEach(interaction -> rows.add(
                    row(type + " " + interaction.code(), contract.access().enough(interaction, type))));
        }
        return new Table("Rights", List.of("interaction", "one of these is enough"), rows);
    }

    private Table holders() {
        List<Row> rows = contract.access().holders().entrySet().stream()
                .map(holder -> row(holder.getKey(), holder.getValue()))
                .toList();
        return new Table("Who has rights", List.of("a token whose", "gives"), rows);
    }

    private Table preconditions() {
        List<Row> rows = contract.version().described().entrySet().stream()
                .map(rule -> row(rule.getKey(), List.of(rule.getValue())))
                .toList();
        return new Table("Preconditions", List.of("precondition", "rule"), rows);
    }

    private Table patches() {
        List<Row> rows = contract.patch()
                .map(policy -> policy.listed().entrySet().stream()
                        .map(operation -> row(operation.getKey(), operation.getValue()))
                        .toList())
                .orElseGet(List::of);
        return new Table("Patches", List.of("operation", "brings"), rows);
    }

    private Table fields() {
        List<Row> rows = new ArrayList<>();
        for (FieldPolicy.Told rule : contract.fields().told()) {
            Refusal telling = rule.telling();
            rows.add(row(
                    telling.id(),
                    telling.elements(),
                    rule.on(),
                    List.of(rule.demands()),
                    List.of(rule.refuses() ? String.valueOf(contract.answers().status(telling)) : "warning")));
        }
        return new Table("Field rules", List.of("rule", "element", "on", "demands", "refused with"), rows);
    }

    private Table profiles() {
        List<Row> rows = contract.definitions().all().stream()
                .sorted(Comparator.comparing(Definition::url))
                .map(definition -> row(definition.url(), List.of(definition.type())))
                .toList();
        return new Table("Definitions", List.of("url", "kind"), rows);
    }

    private Table searches() {
        List<Row> rows = new ArrayList<>();
        contract.search()
                .described()
                .forEach((type, rules) -> rules.forEach((rule, values) -> {
                    if (!values.isEmpty()) {
                        rows.add(row(type + ", " + rule, values));
                    }
                }));
        return new Table("Searches", List.of("search", "rule"), rows);
    }

    /** What is looked at, and stored, beside the appointment itself. */
    private Table along() {
        Map<String, List<String>> rules =
                new LinkedHashMap<>(contract.catalogues().described());
        contract.booking().map(BookingPolicy::described).ifPresent(rules::putAll);
        contract.slots().map(SlotPolicy::described).ifPresent(rules::putAll);
        rules.putAll(contract.effects().described());
        contract.calendar().map(CalendarPolicy::described).ifPresent(rules::putAll);
        return described("Codings, time, Slots and calendar", rules);
    }

    private static Table described(String title, Map<String, List<String>> rules) {
        return new Table(
                title,
                List.of("rule", "value"),
                rules.entrySet().stream()
                        .map(rule -> row(rule.getKey(), rule.getValue()))
                        .toList());
    }

    private Table refusals() {
        List<Row> rows = new ArrayList<>();
        for (Rule rule : Rule.values()) {
            rows.add(row(
                    rule.id(),
                    List.of(String.valueOf(contract.answers().status(rule))),
                    List.of(contract.answers().code(rule)),
                    contract.answers().ownCode(rule).stream().toList(),
                    List.of(contract.answers().ownWords(rule).orElse(rule.meaning()))));
        }
        for (FieldPolicy.Told rule : contract.fields().told()) {
            Refusal told = rule.telling();
            rows.add(row(
                    told.id(),
                    List.of(String.valueOf(contract.answers().status(told))),
                    List.of(contract.answers().code(told)),
                    contract.answers().ownCode(told).stream().toList(),
                    List.of(told.own().text().orElse(told.text()))));
        }
        return new Table("Refusals", List.of("rule", "HTTP", "issue type", "own code", "words"), rows);
    }

    /** The types that are served, the guarded one first. */
    private List<String> types() {
        List<String> types = new ArrayList<>(contract.update().offers().types());
        if (types.remove(Contract.APPOINTMENT)) {
            types.add(0, Contract.APPOINTMENT);
        }
        return types;
    }

    private static List<String> codes(Set<Interaction> interactions) {
        return new ArrayList<>(
                interactions.stream().map(Interaction::code).sorted().toList());
    }

    private static String words(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static boolean permits(Decision decision) {
        return decision.refusal().isEmpty();
    }

    @SafeVarargs
    private static Row row(String key, List<String>... cells) {
        return new Row(key, List.of(cells));
    }
}
