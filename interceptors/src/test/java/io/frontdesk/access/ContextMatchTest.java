package io.frontdesk.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.caller.Claims;
import io.frontdesk.decision.Decision;
import io.frontdesk.request.Interaction;
import io.frontdesk.source.Section;
import io.frontdesk.testing.Contracts;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Vendors who keep to their own identifier system: CN=Alpha has one by the contract, and a token may name one itself. */
class ContextMatchTest {

    private static final String CONTEXT = """
        always:
        - name: system
          claim: certificate.subject
          values: {CN=Alpha: "urn:a"}
          elements: [identifier.system]
          criteria: identifier
          mandatory: %s
        - {name: system, claim: identifier_system, elements: [identifier.system], criteria: identifier}
        """;

    private static final ContextPolicy POLICY = Contracts.compiled(CONTEXT.formatted(false), ContextMatchTest::compile);
    private static final Claims ALPHA = certificate("CN=Alpha");
    private static final Claims UNMAPPED = certificate("CN=Beta");

    private static ContextPolicy compile(Section section) {
        return ContextPolicy.compile(section, Contracts.R4, "Appointment");
    }

    private static Claims certificate(String subject) {
        return new Claims(Map.of("certificate", Map.of("subject", subject)));
    }

    private static IBaseResource appointment(String system) {
        return Contracts.R4.newJsonParser().parseResource("""
                {"resourceType":"Appointment","identifier":[{"system":"%s","value":"1"}]}
                """.formatted(system));
    }

    private static boolean permits(Decision decision) {
        return decision instanceof Decision.Permit;
    }

    @Test
    void reachesTheAppointmentsOfTheMappedSystemAlone() {
        assertThat(permits(POLICY.may(ALPHA, appointment("urn:a"), Set.of(), ContextPolicy.Use.CHANGE)))
                .isTrue();
        assertThat(permits(POLICY.may(ALPHA, appointment("urn:b"), Set.of(), ContextPolicy.Use.CHANGE)))
                .isFalse();
        assertThat(permits(POLICY.may(ALPHA, appointment("CN=Alpha"), Set.of(), ContextPolicy.Use.CHANGE)))
                .isFalse();
        assertThat(POLICY.sight(ALPHA)).isEqualTo(Sight.SOME);
    }

    @Test
    void leavesCallersWithoutAMappedSystemAlone() {
        assertThat(permits(POLICY.may(UNMAPPED, appointment("urn:b"), Set.of(), ContextPolicy.Use.CHANGE)))
                .isTrue();
        assertThat(POLICY.sight(UNMAPPED)).isEqualTo(Sight.ALL);
        assertThat(permits(POLICY.mayAsk(UNMAPPED, Interaction.CREATE))).isTrue();
    }

    @Test
    void turnsCallersWithoutAMappedSystemAwayWhereOneIsMandatory() {
        ContextPolicy mandatory = Contracts.compiled(CONTEXT.formatted(true), ContextMatchTest::compile);

        assertThat(mandatory
                        .mayAsk(UNMAPPED, Interaction.CREATE)
                        .refusal()
                        .orElseThrow()
                        .rule()
                        .id())
                .isEqualTo("access.context-missing");
        assertThat(permits(mandatory.mayAsk(ALPHA, Interaction.CREATE))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1; urn:a|1; true",
                "urn:a|1; urn:a|1; true",
                "urn:b|1; urn:b|1; false",
                "|1; |1; false",
                "urn:a|; urn:a|; true",
                "1,urn:b|2; 1,urn:b|2; false",
                "urn:a|1,urn:b|2; urn:a|1,urn:b|2; false",
                "urn:a|1 2; urn:a|1,2; false",
                "1 urn:b|2; urn:a|1 urn:b|2; false",
                "1 2; urn:a|1 urn:a|2; true"
            })
    void keepsCriteriaWithinTheSystem(String sent, String meant, boolean within) {
        boolean several = sent.contains(" ") && meant.contains(" ");
        List<String> tokens = several ? Arrays.asList(sent.split(" ")) : List.of(sent.replace(' ', ','));

        Map<String, List<String>> confined =
                POLICY.confined(ALPHA, Map.of("identifier", tokens, "_format", List.of("j")));

        assertThat(String.join(several ? " " : ",", confined.getOrDefault("identifier", List.of())))
                .isEqualTo(meant);
        assertThat(confined.get("_format")).containsExactly("j");
        assertThat(permits(POLICY.mayName(ALPHA, confined))).isEqualTo(within);
        assertThat(permits(POLICY.mayName(UNMAPPED, Map.of("identifier", tokens))))
                .isTrue();
    }

    @Test
    void refusesCriteriaThatSayNothingOfTheSystem() {
        assertThat(permits(POLICY.mayName(ALPHA, Map.of("status", List.of("booked")))))
                .isFalse();
        assertThat(permits(POLICY.mayName(ALPHA, Map.of()))).isFalse();
    }

    @Test
    void takesBothClaimsTogether() {
        Claims both = new Claims(Map.of("certificate", Map.of("subject", "CN=Alpha"), "identifier_system", "urn:b"));

        assertThat(permits(POLICY.may(both, appointment("urn:a"), Set.of(), ContextPolicy.Use.CHANGE)))
                .isFalse();
        assertThat(permits(POLICY.mayName(both, POLICY.confined(both, Map.of("identifier", List.of("1"))))))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        always: []        => contract.yaml:1: says nothing; give userTypes or always
        always: [{name: a, claim: b, elements: [status], criteria: date}] => contract.yaml:1: always[0].criteria: 'date' is no search parameter of type token; one such as identifier
        always: [{name: a, claim: b, elements: [status], criteria: none}] => contract.yaml:1: always[0].criteria: 'none' is no search parameter of type token; one such as identifier
        """)
    void faultsWhatCannotBeMeant(String yaml, String fault) {
        assertThat(Contracts.faults(yaml, ContextMatchTest::compile))
                .singleElement()
                .isEqualTo(fault);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        {name: clinic, claim: clinic, elements: [identifier.system], search: org}                        => [north]
        {name: clinic, claim: other, elements: [identifier.system], search: org}                         => none
        {name: clinic, claim: clinic, elements: [identifier.system]}                                     => none
        {name: clinic, claim: clinic, elements: [identifier.system], search: org, to: [change]}          => none
        {name: clinic, claim: clinic, elements: [identifier.system], search: org, notProfiles: ["urn:p"]} => none
        {name: clinic, claim: list, elements: [identifier.system], search: org}                          => [a\\,b]
        """)
    void searchesWithinTheContextWhereAParameterSaysIt(String match, String within) {
        ContextPolicy policy = Contracts.compiled("always: [" + match + "]", ContextMatchTest::compile);

        var searched =
                policy.searched(new Claims(Map.of("clinic", "north", "list", "a,b")), Map.of("date", List.of("2026")));

        assertThat(searched.map(parameters -> parameters.get("org").toString()).orElse("none"))
                .isEqualTo(within);
        searched.ifPresent(parameters -> assertThat(parameters.get("date")).containsExactly("2026"));
    }

    @Test
    void addsItsCriterionToTheClientsOwn() {
        ContextPolicy policy = Contracts.compiled(
                "always: [{name: clinic, claim: clinic, elements: [identifier.system], search: org}]",
                ContextMatchTest::compile);

        assertThat(policy.searched(new Claims(Map.of("clinic", "north")), Map.of("org", List.of("south")))
                        .orElseThrow()
                        .get("org"))
                .containsExactly("south", "north");
    }
}
