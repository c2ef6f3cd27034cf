package io.frontdesk.server.check;

import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import io.frontdesk.contract.Contract;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Rule;
import io.frontdesk.request.Interaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which parameters a search may have, alone and together, and that it finds what is there. */
final class SearchChecks {

    private static final String KEY = "search.Appointment.parameters";
    private static final String FROM = "2026-01-01T00:00:00Z";
    private static final String DATE = "date";
    private static final List<List<String>> DATES = List.of(
            List.of("ge" + FROM),
            List.of("ge" + FROM, "lt2027-01-01T00:00:00Z"),
            List.of("ge2026-01-01"),
            List.of("2026-01-01"));

    private final Bench bench;
    private final Contract contract;

    SearchChecks(Bench bench) {
        this.bench = bench;
        this.contract = bench.oracle().contract();
    }

    /** @param subject an appointment of the suite's */
    void run(Subject subject) {
        if (!bench.offers(Interaction.SEARCH)) {
            return;
        }
        Optional<List<String>> listed = contract.search().parameters(Contract.APPOINTMENT);
        for (String name : listed.orElse(List.of("_id", DATE, "status"))) {
            if (!name.startsWith("_") || name.equals("_id")) {
                parameter(name, subject);
            }
        }
        Map<String, List<String>> unknown = Map.of("frontdesk-check", List.of("1"));
        Expected refused = bench.oracle().of(bench.oracle().search(unknown), 200);
        bench.check(
                "a parameter that is not offered",
                KEY,
                bench.searching(unknown),
                refused.refuses() ? refused : bench.oracle().broken(Rule.REQUEST_INVALID));
    }

    private void parameter(String name, Subject subject) {
        List<Map<String, List<String>>> ways = new ArrayList<>();
        for (List<String> values : values(name, subject)) {
            ways.add(Map.of(name, values));
        }
        Optional<Map<String, List<String>>> alone = allowed(ways);
        if (alone.isEmpty()) {
            bench.check(
                    "search by " + name + " alone",
                    KEY,
                    bench.searching(ways.get(0)),
                    bench.oracle().of(bench.oracle().search(ways.get(0)), 200));
            ways.addAll(withOthers(name, subject));
        }
        allowed(ways)
                .ifPresentOrElse(
                        way -> found("search by " + String.join(" and ", way.keySet()), way, name, subject),
                        () -> bench.leave(
                                "search by " + name, KEY, "The suite finds no form that the contract takes."));
    }

    private void found(String check, Map<String, List<String>> way, String name, Subject subject) {
        Sent sent = bench.searching(way);
        Optional<Got> got = bench.check(check, KEY, sent, Expected.success(200));
        if (name.equals("_id") && got.filter(Got::ok).isPresent()) {
            String first = got.orElseThrow().json().at("/entry/0/resource/id").asText("nothing");
            bench.same("search by _id finds it", KEY, sent, subject.id(), first);
        }
    }

    private List<Map<String, List<String>>> withOthers(String name, Subject subject) {
        List<Map<String, List<String>>> ways = new ArrayList<>();
        for (String other : contract.search().parameters(Contract.APPOINTMENT).orElse(List.of(DATE))) {
            for (List<String> values : values(name, subject)) {
                for (List<String> others : values(other, subject)) {
                    Map<String, List<String>> both = new LinkedHashMap<>();
                    both.put(name, values);
                    if (both.putIfAbsent(other, others) == null) {
                        ways.add(both);
                    }
                }
            }
        }
        return ways;
    }

    private Optional<Map<String, List<String>>> allowed(List<Map<String, List<String>>> ways) {
        return ways.stream()
                .filter(way -> bench.oracle().search(way) instanceof Decision.Permit)
                .findFirst();
    }

    /** Returns values that a parameter may have, of which one is right for its type and the contract. */
    private List<List<String>> values(String name, Subject subject) {
        if (name.equals("_id")) {
            return List.of(List.of(subject.id()));
        }
        if (name.equals("status")) {
            return List.of(List.of(subject.status()));
        }
        RuntimeSearchParam known =
                contract.fhir().getResourceDefinition(Contract.APPOINTMENT).getSearchParam(name);
        RestSearchParameterTypeEnum type = known == null ? RestSearchParameterTypeEnum.TOKEN : known.getParamType();
        return switch (type) {
            case DATE -> DATES;
            case REFERENCE -> List.of(List.of(target(known, name) + "/frontdesk-check-nothing"));
            case NUMBER, QUANTITY -> List.of(List.of("1"));
            default -> List.of(List.of("frontdesk-check"));
        };
    }

    private static String target(RuntimeSearchParam parameter, String name) {
        return parameter.getTargets().stream()
                .filter(type -> type.equalsIgnoreCase(name))
                .findFirst()
                .or(() -> parameter.getTargets().stream().sorted().findFirst())
                .orElse("Patient");
    }
}
