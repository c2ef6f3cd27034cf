package io.frontdesk.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.source.Section;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.Requested;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CriteriaPolicyTest {

    private static final CriteriaPolicy POLICY = Contracts.compiled("""
            criteria:
              Appointment:
                identifier: {spelled: [Identifier, IDENTIFIER], agree: true}
                status: {}
            """, CriteriaPolicyTest::compile);

    private static CriteriaPolicy compile(Section update) {
        return CriteriaPolicy.compile(update, Contracts.R4);
    }

    private static Request request(Map<String, List<String>> parameters) {
        return Requested.of(Interaction.CONDITIONAL_UPDATE, Map.of(), Map.of(), parameters);
    }

    @Test
    void readsEachSpellingAsTheParameterItStandsFor() {
        assertThat(POLICY.respelled(
                        "Appointment",
                        Map.of("Identifier", List.of("a"), "Status", List.of("booked"), "_format", List.of("json"))))
                .isEqualTo(Map.of("identifier", List.of("a"), "Status", List.of("booked"), "_format", List.of("json")));
    }

    @Test
    void demandsEachValueOfAParameterThatIsSentInTwoSpellings() {
        assertThat(POLICY.respelled("Appointment", Map.of("Identifier", List.of("a"), "identifier", List.of("b")))
                        .get("identifier"))
                .containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void respellsOnlyOnTheTypesThatItLists() {
        assertThat(POLICY.respelled("Slot", Map.of("Identifier", List.of("a")))).containsOnlyKeys("Identifier");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"identifier, -", "status, -", "date, date", "identifier:not, identifier:not"})
    void takesNoOtherCriteriaThanTheListedOnes(String name, String unlisted) {
        Request request = request(Map.of(name, List.of("a"), "_format", List.of("json")));

        assertThat(POLICY.unlisted(request)).isEqualTo(unlisted == null ? Set.of() : Set.of(unlisted));
        assertThat(CriteriaPolicy.any().unlisted(request)).isEmpty();
    }

    @Test
    void holdsWhatIsSentToTheCriteriaThatMustAgree() {
        assertThat(POLICY.agreed(request(Map.of("identifier", List.of("a"), "status", List.of("booked")))))
                .isEqualTo(Map.of("identifier", List.of("a")));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        criteria: {Visit: {}}                             => contract.yaml:1: criteria.Visit: is no resource type of this FHIR version; a type such as Appointment
        criteria: {Appointment: {Identifier: {}}}         => contract.yaml:1: criteria.Appointment.Identifier: is no search parameter of Appointment in FHIR; one such as identifier
        criteria: {Appointment: {identifier: {agrees: true}}} => contract.yaml:1: criteria.Appointment.identifier.agrees: unknown key 'agrees'; did you mean 'agree'? known here: spelled, agree
        """)
    void faultsWhatCannotBeMeant(String yaml, String fault) {
        assertThat(Contracts.faults(yaml, CriteriaPolicyTest::compile))
                .singleElement()
                .isEqualTo(fault);
    }
}
