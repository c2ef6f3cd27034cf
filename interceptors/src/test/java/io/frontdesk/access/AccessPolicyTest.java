package io.frontdesk.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.caller.Claims;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.Requested;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Appointment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessPolicyTest {

    private static final String RIGHTS = """
        rights:
          claims: [roles]
          anyCaller: [ValueSet]
          interactions: {read: ["{type}.read"], search-type: ["{type}.read"], update: ["{type}.write"]}
        """;
    private static final String ABSENT = """
        scopes:
          claims: [scope]
          versions: [v1]
          wildcards: true
          absent: {claim: gty, is: client-credentials, give: ["user/*.*"]}
        """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        client-credentials |                        | true
        client-credentials | user/Appointment.write | true
        client-credentials | user/Appointment.read  | false
        client-credentials | openid                 | false
        authorization_code |                        | false
                           |                        | false
        """)
    void givesTokensWithoutAnyScopeWhatTheContractSays(String grant, String scope, boolean allowed) {
        Map<String, Object> claims = new HashMap<>();
        if (grant != null) {
            claims.put("gty", grant);
        }
        if (scope != null) {
            claims.put("scope", scope);
        }

        assertThat(may(policy(ABSENT), claims, Interaction.UPDATE)).isEqualTo(allowed);
    }

    @Test
    void faultsScopesOfNoneThatDoNotCount() {
        assertThat(Contracts.faults(
                        ABSENT.replace("user/*.*", "user/*.cruds"),
                        section -> AccessPolicy.compile(section, Contracts.R4)))
                .singleElement()
                .asString()
                .contains("scopes.absent.give[0]: 'user/*.cruds' allows nothing");
    }

    private static final String SCOPES = """
        scopes: {claims: [scope, scp], versions: [v1, v2], wildcards: true, patientClaim: patient}
        """;

    private static AccessPolicy policy(String yaml) {
        return Contracts.compiled(yaml, section -> AccessPolicy.compile(section, Contracts.R4));
    }

    private static Decision ask(AccessPolicy policy, Map<String, ?> claims, Interaction interaction, String type) {
        Optional<String> operation = interaction == Interaction.OPERATION ? Optional.of("$op") : Optional.empty();
        return policy.mayAsk(Requested.of(interaction, type, operation, new Claims(claims)));
    }

    private static boolean may(AccessPolicy policy, Map<String, ?> claims, Interaction interaction) {
        return ask(policy, claims, interaction, "Appointment") instanceof Decision.Permit;
    }

    private static Refusal refusal(AccessPolicy policy, Map<String, ?> claims, Interaction interaction, String type) {
        return ask(policy, claims, interaction, type).refusal().orElseThrow();
    }

    /** Every interaction and the letters that it needs; what is not marked no scope allows. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "CREATE, c",
        "READ, r",
        "VREAD, r",
        "HISTORY_INSTANCE, r",
        "SEARCH, s",
        "SEARCH_SYSTEM, s",
        "HISTORY_TYPE, s",
        "HISTORY_SYSTEM, s",
        "PAGE, s",
        "UPDATE, u",
        "PATCH, u",
        "DELETE, d",
        "CONDITIONAL_CREATE, cs",
        "CONDITIONAL_UPDATE, us",
        "CONDITIONAL_PATCH, us",
        "CONDITIONAL_DELETE, ds",
        "OPERATION, ''",
        "TRANSACTION, ''",
        "BATCH, ''",
        "CAPABILITIES, ''",
        "UNKNOWN, ''",
    })
    void allowsAnInteractionByItsLetters(Interaction interaction, String needed) {
        AccessPolicy policy = policy(SCOPES);
        for (String letters : List.of("c", "r", "u", "d", "s", "cs", "us", "ds", "rs", "cud", "cruds")) {
            boolean enough = !needed.isEmpty() && needed.chars().allMatch(letter -> letters.indexOf(letter) >= 0);

            assertThat(may(policy, Map.of("scope", "user/Appointment." + letters), interaction))
                    .as(letters)
                    .isEqualTo(enough);
            assertThat(may(policy, Map.of("scope", "user/Patient." + letters), interaction))
                    .isFalse();
        }
    }

    @Test
    void allowsWhatSeveralScopesPermitTogether() {
        AccessPolicy policy = policy(SCOPES);

        assertThat(may(policy, Map.of("scope", "openid user/Appointment.u x user/*.s"), Interaction.CONDITIONAL_UPDATE))
                .isTrue();
        assertThat(may(policy, Map.of("scp", List.of("openid", "user/Appointment.u")), Interaction.UPDATE))
                .isTrue();
        assertThat(may(policy, Map.of("scope", "user/Appointment.r", "scp", List.of("user/*.u")), Interaction.UPDATE))
                .isTrue();
    }

    /** Its answer would tell of resources that the caller may not be shown. */
    @Test
    void takesNoLimitedScopeForACondition() {
        AccessPolicy policy = policy(SCOPES);

        assertThat(may(policy, Map.of("scope", "user/Appointment.us?status=booked"), Interaction.CONDITIONAL_UPDATE))
                .isFalse();
        assertThat(may(
                        policy,
                        Map.of("scope", "patient/Appointment.us", "patient", "p1"),
                        Interaction.CONDITIONAL_UPDATE))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user/Appointment.read,user/Appointment.write",
                "user/Appointment.read\tuser/Appointment.write",
                "user/Appointment.read\nuser/Appointment.write",
                "user/Appointment.rs?state=booked",
                "user/Appointment.rs?status:not=booked",
                "user/Appointment.rs?status=booked&state=booked",
                "user/Appointment.rs?date=2020-01-01",
                "user/Appointment.rs?patient.name=Berg",
                "patient/Appointment.rs",
            })
    void grantsNothingByAScopeThatIsUnderstoodInPart(String scope) {
        AccessPolicy policy = policy(SCOPES);

        assertThat(may(policy, Map.of("scope", scope), Interaction.READ)).isFalse();
        assertThat(may(policy, Map.of("scope", scope), Interaction.SEARCH)).isFalse();
        assertThat(policy.sight(new Claims(Map.of("scope", scope)), "Appointment"))
                .isEqualTo(Sight.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "p1, true",
        "Patient/p1, true",
        "'', false",
        "Patient/, false",
        "Practitioner/p1, false",
        "patient/p1, false",
        "Patient/p1/_history/1, false",
        "https://desk.example.org/fhir/Patient/p1, false",
        "p1 p2, false",
        "'p1,p2', false",
    })
    void needsThePatientOfPatientScopes(String patient, boolean allowed) {
        Map<String, ?> claims = Map.of("scope", "patient/Appointment.rs", "patient", patient);

        assertThat(may(policy(SCOPES), claims, Interaction.READ)).isEqualTo(allowed);
        assertThat(may(policy(SCOPES.replace(", patientClaim: patient", "")), claims, Interaction.READ))
                .isFalse();
        assertThat(may(
                        policy(SCOPES),
                        Map.of("scope", "patient/Appointment.rs", "patient", List.of(patient)),
                        Interaction.READ))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "user/Appointment.rs, ALL",
        "system/*.s, ALL",
        "user/Appointment.r, ALL",
        "user/Patient.rs, NONE",
        "patient/Appointment.rs, SOME",
        "patient/*.read, SOME",
        "user/Appointment.rs?status=booked, SOME",
        "patient/Appointment.rs user/Appointment.rs?status=booked, SOME",
        "patient/Appointment.rs user/Appointment.s, ALL",
        "'', NONE",
    })
    void knowsHowMuchACallerMaySee(String scope, Sight sight) {
        var claims = new Claims(Map.of("scope", scope, "patient", "p1"));

        assertThat(policy(SCOPES).sight(claims, "Appointment")).isEqualTo(sight);
        assertThat(policy(RIGHTS + SCOPES + "require: either").sight(claims, "Appointment"))
                .isEqualTo(sight);
        assertThat(policy(RIGHTS + SCOPES + "require: both").sight(claims, "Appointment"))
                .isEqualTo(Sight.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "roles, true, true, false, false",
        "scopes, true, false, true, false",
        "both, true, false, false, false",
        "either, true, true, true, false",
    })
    void asksForRolesOrScopesAsTheContractSays(
            String require, boolean both, boolean roleOnly, boolean scopeOnly, boolean neither) {
        AccessPolicy policy = policy(RIGHTS + SCOPES + "require: " + require);
        Map<String, ?> role = Map.of("roles", List.of("Appointment.read", "Appointment.write"));
        Map<String, ?> scope = Map.of("scope", "user/Appointment.rus");
        Map<String, ?> all = Map.of("roles", List.of("Appointment.read", "Appointment.write"), "scope", "user/*.rus");

        for (Interaction interaction : List.of(Interaction.READ, Interaction.SEARCH, Interaction.UPDATE)) {
            assertThat(may(policy, all, interaction)).isEqualTo(both);
            assertThat(may(policy, role, interaction)).isEqualTo(roleOnly);
            assertThat(may(policy, scope, interaction)).isEqualTo(scopeOnly);
            assertThat(may(policy, Map.of(), interaction)).isEqualTo(neither);
        }
        assertThat(policy.sight(new Claims(role), "Appointment")).isEqualTo(roleOnly ? Sight.ALL : Sight.NONE);
        assertThat(policy.sight(new Claims(scope), "Appointment")).isEqualTo(scopeOnly ? Sight.ALL : Sight.NONE);
        assertThat(ask(policy, Map.of(), Interaction.READ, "ValueSet")).isInstanceOf(Decision.Permit.class);
        assertThat(policy.sight(Claims.NONE, "ValueSet")).isEqualTo(Sight.ALL);
    }

    @Test
    void namesTheScopeThatIsMissing() {
        Refusal refusal =
                refusal(policy(SCOPES), Map.of("scope", "user/Appointment.rs"), Interaction.UPDATE, "Appointment");

        assertThat(refusal.rule()).isEqualTo(Rule.ACCESS_RIGHT);
        assertThat(refusal.text()).isEqualTo("The token carries no scope to update on Appointment.");
        assertThat(refusal.remedy()).isEqualTo("The scope user/Appointment.u would allow it.");
        assertThat(refusal.headers())
                .containsEntry("WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"user/Appointment.u\"");
    }

    @ParameterizedTest
    @CsvSource({
        "'[v1, v2]', CONDITIONAL_UPDATE, Appointment, user/Patient.r, user/Appointment.us",
        "[v2], READ, Appointment, system/Patient.r, system/Appointment.r",
        "[v1], READ, Appointment, user/Patient.read, user/Appointment.read",
        "[v1], PATCH, Appointment, patient/Patient.read, user/Appointment.write",
        "[v1], CONDITIONAL_CREATE, Appointment, '', user/Appointment.read user/Appointment.write",
        "'[v1, v2]', HISTORY_SYSTEM, '', '', user/*.s",
    })
    void namesAScopeOfTheContractAndOfTheCallersLevel(
            String versions, Interaction interaction, String type, String held, String missing) {
        AccessPolicy policy = policy(SCOPES.replace("[v1, v2]", versions));
        Map<String, ?> claims = Map.of("scope", held);

        assertThat(refusal(policy, claims, interaction, type).facts()).containsEntry("scope", missing);
        assertThat(may(policy, Map.of("scope", missing), interaction)).isTrue();
    }

    @Test
    void namesNoScopeWhereNoneWouldDo() {
        Refusal byScopes = refusal(policy(SCOPES), Map.of(), Interaction.OPERATION, "Appointment");
        Refusal byEither =
                refusal(policy(RIGHTS + SCOPES + "require: either"), Map.of(), Interaction.OPERATION, "Appointment");

        assertThat(byScopes.remedy()).isEqualTo("No scope allows it here.");
        assertThat(byScopes.headers()).isEmpty();
        assertThat(byEither.remedy()).isEqualTo("No right allows it here.");
        assertThat(byEither.headers()).isEmpty();
    }

    @Test
    void namesBothWaysOutWhereEitherIsEnough() {
        Refusal refusal =
                refusal(policy(RIGHTS + SCOPES + "require: either"), Map.of(), Interaction.UPDATE, "Appointment");

        assertThat(refusal.rule()).isEqualTo(Rule.ACCESS_RIGHT);
        assertThat(refusal.text()).isEqualTo("The token carries no right to update on Appointment.");
        assertThat(refusal.remedy())
                .isEqualTo("Use a token that carries one of Appointment.write in roles."
                        + " The scope user/Appointment.u would allow it.");
        assertThat(refusal.headers()).containsKey("WWW-Authenticate");
        assertThat(refusal.facts()).containsEntry("rights", "Appointment.write");
    }

    @ParameterizedTest
    @CsvSource({
        "Appointment.write, user/Appointment.r, true",
        "Appointment.read, user/Appointment.u, false",
        "Appointment.read, user/Appointment.r, false",
    })
    void challengesOnlyWhereAScopeIsWhatIsMissing(String role, String scope, boolean challenged) {
        Refusal refusal = refusal(
                policy(RIGHTS + SCOPES + "require: both"),
                Map.of("roles", List.of(role), "scope", scope),
                Interaction.UPDATE,
                "Appointment");

        assertThat(refusal.headers().containsKey("WWW-Authenticate")).isEqualTo(challenged);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
        require: roles                                    | require: asks for roles, but there is no section rights; add rights, or ask for scopes
        require: neither                                  | require: is 'neither'; one of both, either, roles, scopes is expected
        scopes: {claims: [scope], versions: [v3]}         | scopes.versions[0]: 'v3' is no version of SMART scopes; v1 or v2
        scopes: {claims: [scope], versions: []}           | scopes.versions: names no version; v1, v2 or both
        scopes: {claims: [], versions: [v1]}              | scopes.claims: names no claim; a claim such as scope
        scopes: {claims: [scope]}                         | scopes.versions: is missing; a list is expected
        scopes: {versions: [v2]}                          | scopes.claims: is missing; a list is expected
        scopes: {claims: [a], versions: [v2], wildcard: true} | scopes.wildcard: unknown key 'wildcard'; did you mean 'wildcards'?
        scopes: {claims: [a], versions: [v2], wildcards: 1} | scopes.wildcards: is the number 1; true or false is expected
        """)
    void faultsWhatIsWrongInScopes(String wrong, String fault) {
        String yaml = wrong.startsWith("scopes") ? wrong + "\n" : SCOPES + wrong + "\n";

        assertThat(Contracts.faults(yaml, section -> AccessPolicy.compile(section, Contracts.R4)))
                .anyMatch(line -> line.contains(": " + fault));
    }

    @Test
    void faultsWhatIsMissing() {
        assertThat(Contracts.faults("{}", section -> AccessPolicy.compile(section, Contracts.R4)))
                .anyMatch(line -> line.endsWith("gives nobody any right; add rights, scopes or both"));
        assertThat(Contracts.faults(RIGHTS + SCOPES, section -> AccessPolicy.compile(section, Contracts.R4)))
                .containsExactly(
                        "contract.yaml:1: require: is missing; one of both, either, roles, scopes is expected");
        assertThat(Contracts.faults(RIGHTS + "require: either", section -> AccessPolicy.compile(section, Contracts.R4)))
                .containsExactly("contract.yaml:5: require: asks for scopes, but there is no section scopes;"
                        + " add scopes, or ask for roles");
    }

    private static final String LEVELS = """
        scopes:
          claims: [scope]
          versions: [v1, v2]
          patientClaim: patient
          levels: {patient: [read], user: [read, write]}
          patientNever: ["urn:secret|R"]
        """;

    @ParameterizedTest
    @CsvSource({
        "patient/Appointment.read, READ, true",
        "patient/Appointment.rs, SEARCH, true",
        "patient/Appointment.write, PATCH, false",
        "patient/Appointment.cruds, PATCH, false",
        "patient/Appointment.c, CREATE, false",
        "user/Appointment.write, PATCH, true",
        "user/Appointment.read, READ, true",
        "system/Appointment.read, READ, false",
        "system/Appointment.write, PATCH, false",
    })
    void permitsNoMoreThanALevelMay(String scope, Interaction interaction, boolean permitted) {
        assertThat(may(policy(LEVELS), Map.of("scope", scope, "patient", "p1"), interaction))
                .isEqualTo(permitted);
    }

    @Test
    void tellsTheScopesOfEachLevelAndNoneThatWouldNotHelp() {
        AccessPolicy policy = policy(LEVELS);

        assertThat(policy.scopes(List.of("Appointment")))
                .containsExactlyInAnyOrder(
                        "patient/Appointment.read",
                        "patient/Appointment.rs",
                        "user/Appointment.read",
                        "user/Appointment.write",
                        "user/Appointment.cruds");
        assertThat(refusal(policy, Map.of("scope", "system/Appointment.read"), Interaction.PATCH, "Appointment")
                        .headers())
                .isEmpty();
        assertThat(refusal(policy, Map.of(), Interaction.PATCH, "Appointment").headers())
                .containsEntry("WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"user/Appointment.u\"");
    }

    @ParameterizedTest
    @CsvSource({
        "patient/Appointment.read, urn:secret, R, false",
        "patient/Appointment.read, urn:secret, N, true",
        "patient/Appointment.read, urn:other, R, true",
        "user/Appointment.read, urn:secret, R, true",
        "patient/Appointment.read user/Appointment.read, urn:secret, R, true",
    })
    void showsNoPatientWhatIsSensitive(String scope, String system, String code, boolean shown) {
        Appointment appointment = new Appointment();
        appointment.addParticipant().getActor().setReference("Patient/p1");
        appointment.getMeta().addSecurity(system, code, null);
        Request request = Requested.of(Interaction.READ, Map.of("scope", scope, "patient", "p1"));

        assertThat(policy(LEVELS).mayShow(request, appointment) instanceof Decision.Permit)
                .isEqualTo(shown);
    }

    @Test
    void faultsWhatALevelCannotPermit() {
        assertThat(Contracts.faults(
                        LEVELS.replace("patient: [read]", "patient: [look]"),
                        section -> AccessPolicy.compile(section, Contracts.R4)))
                .anyMatch(line -> line.contains("levels.patient[0]: is 'look'; one of read, write is expected"));
    }
}
