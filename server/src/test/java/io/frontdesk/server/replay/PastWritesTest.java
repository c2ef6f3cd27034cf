package io.frontdesk.server.replay;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.contract.Contract;
import io.frontdesk.contract.ContractReader;
import io.frontdesk.server.StoredVersion;
import io.frontdesk.source.SourceFolder;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PastWritesTest {

    private static final ContractReader READER = new ContractReader(FhirContext::forCached);
    private static final Contract CORE = READER.read(SourceFolder.builtIn("core"));
    private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");

    private static StoredVersion version(String id, long version, String status) {
        Optional<String> body = Optional.of("""
                {"resourceType": "Appointment", "status": "%s",
                 "start": "2026-03-10T08:30:00+01:00", "end": "2026-03-10T08:45:00+01:00",
                 "participant": [{"actor": {"reference": "Patient/701"}, "status": "accepted"}]}
                """.formatted(status));
        return new StoredVersion(id, version, THEN, status.equals("-") ? Optional.empty() : body);
    }

    /** Judges the versions of one appointment, in these statuses; a dash is a deletion. */
    private static List<String> verdicts(Contract contract, String... statuses) {
        PastWrites writes = new PastWrites(contract);
        return IntStream.range(0, statuses.length)
                .mapToObj(i -> version("a1", i + 1, statuses[i]))
                .map(writes::judge)
                .map(PastWritesTest::told)
                .toList();
    }

    private static String told(Verdict verdict) {
        if (verdict instanceof Verdict.Refused refused) {
            return refused.why().id();
        }
        return verdict instanceof Verdict.Unjudged unjudged ? unjudged.reason() : "";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "proposed booked arrived fulfilled | - - - -",
                "fulfilled | status.initial",
                "booked proposed | - status.transition",
                "booked fulfilled arrived | - - status.transition",
                "entered-in-error booked | status.initial status.final",
                "booked - | - -",
                "booked fulfilled - | - - status.undeletable",
                "booked - pending | - - -",
                "booked - fulfilled | - - status.initial"
            })
    void judgesEachWriteByTheVersionBefore(String statuses, String rules) {
        assertThat(verdicts(CORE, statuses.trim().split(" ")))
                .containsExactly(Arrays.stream(rules.trim().split(" "))
                        .map(rule -> rule.equals("-") ? "" : rule)
                        .toArray(String[]::new));
    }

    @Test
    void judgesNothingWhoseVersionBeforeIsGone() {
        PastWrites writes = new PastWrites(CORE);

        assertThat(told(writes.judge(version("a1", 1, "booked")))).isEmpty();
        assertThat(told(writes.judge(version("a1", 3, "fulfilled"))))
                .isEqualTo("the version before it is not stored any more");
        assertThat(told(writes.judge(version("a1", 4, "proposed")))).isEqualTo("status.transition");
        assertThat(told(writes.judge(version("a2", 2, "booked"))))
                .isEqualTo("the version before it is not stored any more");
    }

    @Test
    void saysOfWhatItCannotReadNoMoreThanThat() {
        StoredVersion broken =
                new StoredVersion("a1", 1, THEN, Optional.of("{\"resourceType\": \"Appointment\", secret"));

        assertThat(told(new PastWrites(CORE).judge(broken))).isEqualTo("what is stored cannot be read");
        assertThat(broken.toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({"millennium-2019", "millennium-2024"})
    void refusesForItsFormOnlyWhatHasNoForm(String patchedOnly) {
        Contract contract = READER.read(SourceFolder.builtIn(patchedOnly));

        assertThat(verdicts(contract, "proposed", "-")).contains("update.not-offered");
        assertThat(verdicts(contract, "proposed", "booked")).doesNotContain("update.not-offered");
    }
}
