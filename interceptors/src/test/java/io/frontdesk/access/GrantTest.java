package io.frontdesk.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.caller.Claims;
import io.frontdesk.decision.Decision;
import io.frontdesk.request.Interaction;
import io.frontdesk.source.Section;
import io.frontdesk.testing.Contracts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrantTest {

    private static final String RIGHTS = """
        claims: [roles]
        interactions:
          read: ["{type}.read"]
          update: ["{type}.write"]
          operation: ["{type}{operation}"]
        grants:
        - claim: certificate.subject
          is: "CN=booking,O=Example Clinic"
          and: [{claim: certificate.issuer, is: CN=Example Clinic CA}]
          give: [Appointment.write]
        - {claim: groups, is: desk, give: [Appointment.read, Patient$everything]}
        """;

    private static RightsPolicy compile(Section section) {
        return RightsPolicy.compile(section, Contracts.R4.getResourceTypes());
    }

    private static boolean may(Map<String, ?> claims, Interaction interaction) {
        return Contracts.compiled(RIGHTS, GrantTest::compile)
                        .may(new Claims(claims), interaction, "Appointment", Optional.empty())
                instanceof Decision.Permit;
    }

    private static Map<String, ?> certificate(String subject, String issuer) {
        return Map.of("certificate", Map.of("subject", subject, "issuer", issuer));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
        CN=booking,O=Example Clinic|CN=Example Clinic CA|true
        CN=booking,O=Example Clinic|CN=Another CA|false
        CN=booking,O=Example Clinic|cn=example clinic ca|false
        CN=booking|CN=Example Clinic CA|false
        CN=booking,O=Example Clinic |CN=Example Clinic CA|false
        CN=booking, O=Example Clinic|CN=Example Clinic CA|false
        O=Example Clinic,CN=booking|CN=Example Clinic CA|false
        """)
    void givesOnlyWhenEveryConditionHoldsByTheLetter(String subject, String issuer, boolean given) {
        assertThat(may(certificate(subject, issuer), Interaction.UPDATE)).isEqualTo(given);
        assertThat(may(certificate(subject, issuer), Interaction.READ)).isFalse();
    }

    @Test
    void givesToAMemberOfAGroup() {
        assertThat(may(Map.of("groups", List.of("office", "desk")), Interaction.READ))
                .isTrue();
        assertThat(may(Map.of("groups", "desk"), Interaction.READ)).isTrue();
        assertThat(may(Map.of("groups", List.of("office")), Interaction.READ)).isFalse();
        assertThat(may(Map.of("groups", Map.of("desk", true)), Interaction.READ))
                .isFalse();
    }

    @Test
    void addsToTheRolesOfTheToken() {
        Map<String, ?> both = Map.of("roles", List.of("Appointment.write"), "groups", List.of("desk"));

        assertThat(may(both, Interaction.READ)).isTrue();
        assertThat(may(both, Interaction.UPDATE)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"CN=booking, true", "CN=anybody, true", "'', false"})
    void givesWhateverTheClaimSaysWhereNothingIsAskedOfIt(String subject, boolean given) {
        RightsPolicy rights = Contracts.compiled("""
                interactions: {read: ["{type}.read"]}
                grants: [{claim: certificate.subject, give: [Appointment.read]}]
                """, GrantTest::compile);
        Claims claims = subject.isEmpty() ? new Claims(Map.of()) : new Claims(certificate(subject, "CN=CA"));

        assertThat(rights.may(claims, Interaction.READ, "Appointment", Optional.empty()) instanceof Decision.Permit)
                .isEqualTo(given);
    }

    @Test
    void needsNoClaimWithRolesBesideGrants() {
        RightsPolicy rights = Contracts.compiled(RIGHTS.replace("claims: [roles]\n", ""), GrantTest::compile);
        Decision decision = rights.may(new Claims(Map.of()), Interaction.READ, "Appointment", Optional.empty());

        assertThat(decision.refusal().orElseThrow().remedy())
                .isEqualTo("Use a token that carries one of Appointment.read.");
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', textBlock = """
        give: [Appointment.write] | give: [Appointment.wirte] | grants[0].give[0]: 'Appointment.wirte' allows nothing; a right of rights.interactions, such as Appointment.read
        give: [Appointment.write] | give: [Apointment.write]  | grants[0].give[0]: 'Apointment.write' allows nothing
        give: [Appointment.write] | give: []                  | grants[0].give: gives nothing; at least one right
        give: [Appointment.write] | given: [Appointment.read] | grants[0].give: is missing
        give: [Appointment.write] | given: [Appointment.read] | grants[0].given: unknown key 'given'; did you mean 'give'?
        claim: groups             | claims: groups            | grants[1].claim: is missing
        is: desk                  | was: desk                 | grants[1].was: unknown key 'was'
        {claim: certificate.issuer, is: CN=Example Clinic CA} | {claim: x, is: y, no: z} | grants[0].and[0].no: unknown key 'no'
        """)
    void faultsWhatGivesNothing(String right, String wrong, String fault) {
        assertThat(Contracts.faults(RIGHTS.replace(right, wrong), GrantTest::compile))
                .anyMatch(line -> line.contains(": " + fault));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        patient/*.read          | true
        patient/*.read conf/N   | true
        conf/N patient/*.read   | true
        patient/*.reading       | false
        xpatient/*.read         | false
        patient/*.write         | false
        PATIENT/*.READ          | false
        """)
    void findsAWordOfAClaim(String scope, boolean given) {
        String rights = """
            interactions: {read: ["{type}.read"]}
            grants: [{claim: requested_scope, has: "patient/*.read", give: [Appointment.read]}]
            """;
        RightsPolicy policy = Contracts.compiled(rights, GrantTest::compile);

        assertThat(
                        policy.may(
                                        new Claims(Map.of("requested_scope", scope)),
                                        Interaction.READ,
                                        "Appointment",
                                        Optional.empty())
                                instanceof Decision.Permit)
                .isEqualTo(given);
        assertThat(
                        policy.may(
                                        new Claims(Map.of("requested_scope", List.of("conf/N", scope))),
                                        Interaction.READ,
                                        "Appointment",
                                        Optional.empty())
                                instanceof Decision.Permit)
                .isEqualTo(given);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        {claim: c, has: a, is: a, give: [Appointment.read]}   => has: and is say two things of one claim
        {claim: c, has: "a b", give: [Appointment.read]}      => has: 'a b' is no single word
        """)
    void faultsAWordThatIsNone(String grant, String fault) {
        assertThat(Contracts.faults(
                        "interactions: {read: [\"{type}.read\"]}\ngrants: [" + grant + "]\n", GrantTest::compile))
                .anyMatch(line -> line.contains(fault));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {claim: c, is: a, and: [{claim: d.e, is: b}], give: [Appointment.read]}
        {claim: c, has: a, give: [Appointment.read]}
        {claim: c, give: [Appointment.read]}
        """)
    void tellsClaimsThatMeetItsConditions(String grant) {
        RightsPolicy policy = Contracts.compiled(
                "interactions: {read: [\"{type}.read\"]}\ngrants: [" + grant + "]\n", GrantTest::compile);

        assertThat(policy.grants())
                .allSatisfy(given ->
                        assertThat(given.to(new Claims(given.claims()))).containsExactly("Appointment.read"));
    }
}
