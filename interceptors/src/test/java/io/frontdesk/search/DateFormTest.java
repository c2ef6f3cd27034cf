package io.frontdesk.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.testing.Contracts;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DateFormTest {

    private static final DateForm RANGE = Contracts.compiled(
            "{time: required, prefix: required, prefixes: [gt, ge, lt, le], twice: [ge, lt]}", DateForm::compile);
    private static final DateForm DAYS = Contracts.compiled("time: none", DateForm::compile);
    private static final DateForm ANY = Contracts.compiled("time: optional", DateForm::compile);

    private static List<String> values(String given) {
        return List.of(given.split(" & "));
    }

    private static boolean permits(DateForm form, String given) {
        return form.may("date", values(given)) instanceof Decision.Permit;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ge2026-03-09T08:00:00Z                                  | true
        lt2026-03-09T08:00Z                                     | true
        ge2026-03-09T08:00:00.123+01:00                         | true
        ge2026-03-09T08:00:00 01:00                             | true
        ge2026-03-09T08:00:00Z & lt2026-03-10T08:00:00Z         | true
        lt2026-03-10T08:00:00Z & ge2026-03-09T08:00:00Z         | true
        ge2026-03-09T00:30:00+01:00 & lt2026-03-09T00:00:00Z    | true
        2026-03-09T08:00:00Z                                    | false
        eq2026-03-09T08:00:00Z                                  | false
        ge2026-03-09                                            | false
        ge2026                                                  | false
        ge2026-03-09T08:00:00                                   | false
        ge2026-02-30T08:00:00Z                                  | false
        ge2026-03-09T08:00:00Z,lt2026-03-10T08:00:00Z           | false
        ge2026-03-09T08:00:00Z & le2026-03-10T08:00:00Z         | false
        ge2026-03-09T08:00:00Z & ge2026-03-10T08:00:00Z         | false
        ge2026-03-10T08:00:00Z & lt2026-03-10T08:00:00Z         | false
        ge2026-03-10T08:00:00Z & lt2026-03-09T08:00:00Z         | false
        ge2026-03-09T08:00:00Z & lt2026-03-10T08:00:00Z & lt2026-03-11T08:00:00Z | false
        ''                                                      | false
        ge                                                      | false
        yesterday                                               | false
        """)
    void takesMomentsAndRangesOfThem(String given, boolean permitted) {
        assertThat(permits(RANGE, given)).isEqualTo(permitted);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        2026-03-09                | true
        eq2026-03-09              | true
        ge2026-03-09 & lt2026-03-10 | true
        ge2026-03-09 & 2026-03-10 | true
        ne2026-03-09              | false
        sa2026-03-09              | false
        2026-03                   | false
        2026                      | false
        2026-13-01                | false
        2026-03-09T08:00:00Z      | false
        """)
    void takesDays(String given, boolean permitted) {
        assertThat(permits(DAYS, given)).isEqualTo(permitted);
    }

    @ParameterizedTest
    @CsvSource({"2026, true", "ap2026-03, true", "2026-3, false", "2026-03-09, true", "sa2026-03-09T08:00:00Z, true"})
    void takesEveryFormOfFhir(String given, boolean permitted) {
        assertThat(permits(ANY, given)).isEqualTo(permitted);
        assertThat(ANY.meant(List.of(given))).containsExactly(given);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        2026-03-09                  | ge2026-03-09T00:00:00.000Z lt2026-03-10T00:00:00.000Z
        eq2026-12-31                | ge2026-12-31T00:00:00.000Z lt2027-01-01T00:00:00.000Z
        gt2026-03-09                | ge2026-03-10T00:00:00.000Z
        ge2026-03-09                | ge2026-03-09T00:00:00.000Z
        lt2026-03-09                | lt2026-03-09T00:00:00.000Z
        le2026-03-09                | lt2026-03-10T00:00:00.000Z
        ge2026-03-09 & le2026-03-10 | ge2026-03-09T00:00:00.000Z lt2026-03-11T00:00:00.000Z
        ge2026-03-09 & ge2026-03-10 | ge2026-03-10T00:00:00.000Z
        le2026-03-09 & lt2026-03-09 | lt2026-03-09T00:00:00.000Z
        ge2026-03-01 & 2026-03-09   | ge2026-03-09T00:00:00.000Z lt2026-03-10T00:00:00.000Z
        """)
    void readsDaysInUtc(String given, String meant) {
        assertThat(DAYS.meant(values(given))).containsExactly(meant.split(" "));
    }

    @Test
    void saysWhatToSendInstead() {
        Refusal refusal = RANGE.may("date", List.of("2026-03-09")).refusal().orElseThrow();

        assertThat(refusal.rule().id()).isEqualTo("search.value");
        assertThat(refusal.text()).doesNotContain("2026");
        assertThat(refusal.remedy())
                .isEqualTo(
                        "Send one value YYYY-MM-DDThh:mm:ssZ with a prefix (gt, ge, lt, le), or two of them, the first"
                                + " with ge and a later one with lt.");
        assertThat(DAYS.may("date", List.of("x")).refusal().orElseThrow().remedy())
                .isEqualTo("Send one value YYYY-MM-DD, or with a prefix before it (eq, gt, ge, lt, le), or two.");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        {}                                       => time: is missing
        time: sometimes                          => time: is 'sometimes'; one of none, optional, required is expected
        {time: none, prefixes: [ne]}             => prefixes: names what is no prefix here; some of eq, gt, ge, lt, le
        {time: optional, prefixes: [before]}     => prefixes: names what is no prefix here
        {time: optional, twice: [ge]}            => twice: is no pair of prefixes
        {time: optional, prefixes: [ge], twice: [ge, lt]} => twice: is no pair of prefixes; two of ge
        """)
    void faultsFormsThatThereAreNot(String yaml, String fault) {
        assertThat(Contracts.faults(yaml, DateForm::compile))
                .singleElement()
                .asString()
                .startsWith("contract.yaml:1: " + fault);
    }

    private static final DateForm AHEAD = Contracts.compiled(
            "{time: none, prefix: required, prefixes: [ge, le], twice: [ge, le], values: 2, past: refuse}",
            DateForm::compile);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ge2026-03-09 & le2026-03-20           | true
        le2026-03-20 & ge2026-03-09           | true
        ge2026-03-09 & le2026-03-09           | true
        ge2026-03-10 & le2026-03-09           | false
        ge2026-03-08 & le2026-03-20           | false
        ge2026-03-09                          | false
        le2026-03-20                          | false
        ge2026-03-09 & ge2026-03-20           | false
        2026-03-09 & le2026-03-20             | false
        gt2026-03-09 & le2026-03-20           | false
        ge2026-03 & le2026-03-20              | false
        ge2026-03-09T09:00:00Z & le2026-03-20 | false
        """)
    void takesDaysFromTodayOn(String given, boolean permitted) {
        Decision decision = AHEAD.may("start", values(given), Instant.parse("2026-03-09T23:59:59Z"));

        assertThat(decision instanceof Decision.Permit).isEqualTo(permitted);
        decision.refusal().ifPresent(refusal -> assertThat(refusal.id()).isEqualTo("search.value"));
    }

    @Test
    void meansEveryMomentOfOneDay() {
        assertThat(AHEAD.meant(values("ge2026-03-09 & le2026-03-09")))
                .containsExactly("ge2026-03-09T00:00:00.000Z", "lt2026-03-10T00:00:00.000Z");
    }

    @ParameterizedTest
    @CsvSource({"1, ge2026-03-09, true", "1, ge2026-03-09 & ge2026-03-10, false", "2, ge2026-03-09, false"})
    void countsItsValues(int count, String given, boolean permitted) {
        assertThat(permits(Contracts.compiled("{time: none, values: " + count + "}", DateForm::compile), given))
                .isEqualTo(permitted);
    }

    @Test
    void tellsWhatIsPassedByTheMomentWhereThereIsATime() {
        DateForm form = Contracts.compiled("{time: required, past: refuse}", DateForm::compile);
        Instant now = Instant.parse("2026-03-09T10:00:00Z");

        assertThat(form.may("start", List.of("ge2026-03-09T11:00:00+01:00"), now)
                        .refusal())
                .isEmpty();
        assertThat(form.may("start", List.of("ge2026-03-09T10:59:59+01:00"), now)
                        .refusal())
                .hasValueSatisfying(refusal -> assertThat(refusal.text()).contains("passed"));
    }
}
