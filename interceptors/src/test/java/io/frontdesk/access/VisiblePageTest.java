package io.frontdesk.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.decision.Decision;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.Requested;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisiblePageTest {

    private static final ContextPolicy OWN =
            Contracts.compiled("""
            userTypes:
              claim: kind
              types:
                PATIENT:
                  interactions: [read]
                  anyOf: [{name: Patient, claim: user, elements: [participant.actor]}]
            """, section -> ContextPolicy.compile(section, Contracts.R4, "Appointment"));

    private final Sights sights = new Sights(
            new RightsGuard(Contracts.core().access()), Optional.of(new ContextGuard(OWN, Set.of("Appointment"))));

    private static Request request(Interaction interaction, Map<String, List<String>> parameters) {
        return Requested.of(
                interaction,
                Map.of(
                        "kind",
                        "PATIENT",
                        "user",
                        "Patient/own",
                        "realm_access",
                        Map.of("roles", List.of("Appointment.*"))),
                Map.of(),
                parameters);
    }

    /** Returns appointments of the caller (o) and of somebody else (x). */
    private static List<IBaseResource> appointments(String whose) {
        List<IBaseResource> found = new ArrayList<>();
        for (char one : whose.toCharArray()) {
            found.add(Contracts.R4.newJsonParser().parseResource("""
                    {"resourceType":"Appointment","id":"a%s","participant":[{"actor":{"reference":"Patient/%s"}}]}
                    """.formatted(
                            found.size(), one == 'o' ? "own" : "other")));
        }
        return found;
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "oxoxo, 2, 0, o.o.., 3, 2, -",
                "oxoxo, 2, 2, ....o, 3, -, 0",
                "oxoxo, 2, 3, ....., 3, -, 1",
                "xxoxx, 1, 0, ..o.., 1, -, -",
                "xxxxx, 1, 0, ....., 0, -, -",
                "ooo, 0, 0, ..., 3, -, -",
                "ooo, 3, 0, ooo, 3, -, -",
                "'', 3, 0, '', 0, -, -",
                "ooo, 1, 999999999, ..., 3, -, 999999998",
            })
    void cutsThePageFromWhatIsVisible(
            String found, String count, String offset, String shown, int total, Integer next, Integer previous) {
        VisiblePage page = new VisiblePage(
                request(Interaction.SEARCH, Map.of("_count", List.of(count), "_offset", List.of(offset))), 20);

        boolean[] visible = page.shown(appointments(found), sights);

        StringBuilder told = new StringBuilder();
        for (boolean one : visible) {
            told.append(one ? 'o' : '.');
        }
        assertThat(told).hasToString(shown);
        assertThat(page.total()).isEqualTo(total);
        assertThat(page.next()).isEqualTo(Optional.ofNullable(next));
        assertThat(page.previous()).isEqualTo(Optional.ofNullable(previous));
    }

    @ParameterizedTest
    @CsvSource({"0, true", "1000, true", "1001, false"})
    void refusesMoreMatchesThanItJudges(int found, boolean judged) {
        VisiblePage page = new VisiblePage(request(Interaction.SEARCH, Map.of()), 20);

        assertThat(page.judgeable(found) instanceof Decision.Permit).isEqualTo(judged);
    }

    @ParameterizedTest
    @CsvSource({"997, true", "998, false"})
    void refusesMoreIncludesThanItJudges(int found, boolean judged) {
        VisiblePage page = new VisiblePage(request(Interaction.SEARCH, Map.of()), 20);
        page.shown(appointments("oo"), sights);
        page.shown(appointments("oxo"), sights);

        assertThat(page.judgeable(found) instanceof Decision.Permit).isEqualTo(judged);
    }

    @ParameterizedTest
    @CsvSource({"SEARCH, a9, true", "HISTORY_INSTANCE, a9, false", "HISTORY_INSTANCE, a1, true"})
    void knowsWhetherTheOneAskedAboutIsThere(Interaction interaction, String id, boolean there) {
        Request on = request(interaction, Map.of());
        VisiblePage page = new VisiblePage(
                new Request(
                        interaction,
                        on.type(),
                        interaction == Interaction.SEARCH ? Optional.empty() : Optional.of(id),
                        Optional.empty(),
                        Optional.empty(),
                        on.caller(),
                        Map.of(),
                        Map.of(),
                        Set.of()),
                20);
        page.shown(appointments("xo"), sights);

        assertThat(page.found()).isEqualTo(there);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"count, -", "true, true", "data, data"})
    void asksTheStorageForAll(String summary, String kept) {
        VisiblePage page = new VisiblePage(
                request(
                        Interaction.SEARCH,
                        Map.of(
                                "_summary",
                                List.of(summary),
                                "_total",
                                List.of("accurate"),
                                "_count",
                                List.of("2"),
                                "status",
                                List.of("booked"))),
                20);

        Map<String, String[]> wide = page.widened();

        assertThat(wide.get("_count")).containsExactly("1001");
        assertThat(wide.get("_offset")).containsExactly("0");
        assertThat(wide.get("status")).containsExactly("booked");
        assertThat(wide).doesNotContainKey("_total");
        assertThat(Optional.ofNullable(wide.get("_summary")).map(values -> values[0]))
                .isEqualTo(Optional.ofNullable(kept));
    }
}
