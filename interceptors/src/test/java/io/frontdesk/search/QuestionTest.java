package io.frontdesk.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.decision.Decision;
import io.frontdesk.source.Section;
import io.frontdesk.testing.Contracts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a search must say, and what it means where it says nothing. */
class QuestionTest {

    private static final String SECTION = """
        oneOf: [_id, patient, location]
        company:
          - {with: [patient, location], oneOf: [date, _lastUpdated]}
        dates:
          date: {time: none}
        sort: {by: [date], absent: "-date"}
        implied:
          - {with: [date], parameter: "status:not", value: proposed}
        page: {count: 10, most: 100, offset: with-count, links: relative}
        """;

    private static Question compiled(String yaml) {
        return Contracts.compiled(yaml, QuestionTest::compile);
    }

    private static Question compile(Section section) {
        return Question.compile(section, new KnownParameters(Contracts.R4, "Appointment", List.of()));
    }

    private final Question question = compiled(SECTION);

    private static Map<String, List<String>> asked(String query) {
        Map<String, List<String>> asked = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals >= 0) {
                asked.computeIfAbsent(pair.substring(0, equals), name -> new ArrayList<>())
                        .add(pair.substring(equals + 1));
            }
        }
        return asked;
    }

    private static String rule(Decision decision) {
        return decision.refusal().map(refusal -> refusal.rule().id()).orElse("");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        _id=1                                        | ``
        _id=1,2                                      | ``
        patient=Patient/1&date=2026-03-09            | ``
        location=1&_lastUpdated=2026-03-09           | ``
        patient=1,2&date=ge2026-03-09&date=lt2026-03-10 | ``
        ``                                           | search.key
        date=2026-03-09                              | search.key
        foo=bar                                      | search.key
        patient=                                     | search.key
        _id=1&patient=1                              | search.key
        patient:Patient=1&date=2026-03-09            | search.key
        patient.name=x&date=2026-03-09               | search.key
        patient=1&patient.name=x&date=2026-03-09     | search.key
        patient=1                                    | search.key
        patient=1&date=2026-03-09&_lastUpdated=2026  | search.key
        patient=1&date:missing=true                  | search.key
        patient=1&date=                              | search.key
        patient=1&date=2026-03-09T08:00:00Z          | search.value
        _id=1&date:missing=true                      | search.value
        """)
    void demandsWhatTheContractDemands(String query, String rule) {
        Map<String, List<String>> asked = asked(query);

        assertThat(rule(question.keyed(asked).and(() -> question.formed(asked))))
                .isEqualTo(rule);
    }

    @Test
    void takesAParameterOnceOnly() {
        assertThat(rule(question.keyed(asked("_id=1&_id=2")))).isEqualTo("search.key");
        assertThat(rule(question.formed(asked("patient=1&date=2026-03-09&date=2026-03-10&date=2026-03-11"))))
                .isEqualTo("search.value");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        _count=0                    | ``
        _count=1000                 | ``
        _count=10&_offset=0         | ``
        _count=-1                   | search.value
        _count=ten                  | search.value
        _count=                     | search.value
        _count=1&_count=2           | search.value
        _count=99999999999          | search.value
        _offset=10                  | search.value
        _count=10&_offset=-10       | search.value
        """)
    void takesPagesAsTheyAreOffered(String query, String rule) {
        assertThat(rule(question.formed(asked(query)))).isEqualTo(rule);
    }

    @Test
    void meansMoreThanIsSaid() {
        assertThat(question.meant(asked("patient=1&date=2026-03-09&status:not=booked")))
                .containsOnly(
                        Map.entry("patient", List.of("1")),
                        Map.entry("date", List.of("ge2026-03-09T00:00:00.000Z", "lt2026-03-10T00:00:00.000Z")),
                        Map.entry("status:not", List.of("booked", "proposed")),
                        Map.entry("_sort", List.of("-date")),
                        Map.entry("_count", List.of("10")),
                        Map.entry("_total", List.of("accurate")));
        assertThat(question.meant(asked("_id=1&_sort=date&_count=500")))
                .containsEntry("_sort", List.of("date"))
                .containsEntry("_count", List.of("100"))
                .doesNotContainKey("status:not");
    }

    @Test
    void meansWhatIsSaidWhereTheContractSaysNothing() {
        Question free = compiled("{}");

        assertThat(free.keyed(Map.of()).and(() -> free.formed(asked("_count=x&_offset=1"))))
                .isInstanceOf(Decision.Permit.class);
        assertThat(free.meant(asked("date=2026"))).isEqualTo(asked("date=2026"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        _count=10&_offset=0  | 25 | self 0, first 0, next 10, last 20
        _count=10&_offset=10 | 25 | self 10, first 0, next 20, previous 0, last 20
        _count=10&_offset=20 | 25 | self 20, first 0, previous 10, last 20
        _count=10&_offset=5  | 25 | self 5, first 0, next 15, previous 0, last 20
        _count=10&_offset=99 | 25 | self 99, first 0, previous 89, last 20
        _count=10            | 10 | self 0, first 0, last 0
        _count=10            | 0  | ``
        _count=0             | 25 | ``
        """)
    void linksPages(String query, int total, String links) {
        Map<String, List<String>> asked = asked(query);
        asked.put("patient", List.of("Patient/1,Patient/2"));

        String linked = String.join(
                ", ",
                PageLinks.of("Appointment", asked, question.page().orElseThrow(), total).entrySet().stream()
                        .map(link -> link.getKey() + " "
                                + link.getValue()
                                        .replaceAll(
                                                "^/Appointment\\?patient=Patient%2F1(,|%2C)Patient%2F2&_count=10&_offset=",
                                                ""))
                        .toList());

        assertThat(linked).isEqualTo(links);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        oneOf: [nobody]                                     => oneOf[0]: 'nobody' is no search parameter of Appointment
        company: [{with: [date], oneOf: [nobody]}]          => company[0].oneOf[0]: 'nobody' is no search parameter of Appointment
        dates: {nobody: {time: none}}                       => dates.nobody: 'nobody' is no search parameter of Appointment
        sort: {by: [nobody]}                                => sort.by[0]: 'nobody' is no search parameter of Appointment
        sort: {absent: "-nobody"}                           => sort.absent: '-nobody' is no search parameter of Appointment
        implied: [{with: [date], parameter: nobody, value: x}] => implied[0].parameter: 'nobody' is no search parameter of Appointment
        page: {count: 10, most: 5}                          => page.count: is more than most; at most 5
        page: {offset: never}                               => page.offset: is 'never'; one of any, with-count is expected
        page: {links: short}                                => page.links: is 'short'; one of absolute, relative is expected
        """)
    void faultsWhatCannotBeMeant(String yaml, String fault) {
        assertThat(Contracts.faults(yaml, QuestionTest::compile))
                .singleElement()
                .asString()
                .startsWith("contract.yaml:1: " + fault);
    }
}
