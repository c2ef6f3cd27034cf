package io.frontdesk.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.access.ContextPolicy.Use;
import io.frontdesk.caller.Claims;
import io.frontdesk.decision.Decision;
import io.frontdesk.request.Interaction;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.Requested;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ContextPolicyTest {

    private static final String RESPONSIBLE = "http://ehealth.sundhed.dk/fhir/StructureDefinition/ehealth-responsible";
    private static final String TEAM = "http://ehealth.sundhed.dk/fhir/StructureDefinition/ehealth-ext-careteam";

    private final ContextPolicy policy = Contracts.ehealthDk().context().orElseThrow();

    /** Returns an appointment of CareTeam/t1, taken part in by CareTeam/t2, Practitioner/d1 and Patient/p1. */
    private static IBaseResource appointment() {
        return Contracts.DSTU3.newJsonParser().parseResource("""
                {"resourceType":"Appointment","status":"booked",
                 "extension":[{"url":"%s","valueReference":{"reference":"CareTeam/t1"}}],
                 "participant":[
                  {"actor":{"reference":"Patient/p1"},"status":"accepted"},
                  {"actor":{"reference":"https://desk.example.org/fhir/Practitioner/d1"},"status":"accepted",
                   "extension":[{"url":"%s","valueReference":{"reference":"CareTeam/t2"}}]}]}
                """.formatted(RESPONSIBLE, TEAM));
    }

    private static Claims claims(String type, String user, String team, String patient) {
        Map<String, Object> claims = new HashMap<>();
        Map<String, Object> context = new HashMap<>();
        put(claims, "user_type", type);
        put(claims, "user_id", user);
        put(context, "care_team_id", team);
        put(context, "patient_id", patient);
        claims.put("context", context);
        return new Claims(claims);
    }

    private static void put(Map<String, Object> map, String key, String value) {
        if (value != null) {
            map.put(key, value);
        }
    }

    private static String rule(Decision decision) {
        return decision.refusal().map(refusal -> refusal.rule().id()).orElse("");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
        PRACTITIONER | -                                             | CareTeam/t1 | -           | ``
        PRACTITIONER | -                                             | CareTeam/t2 | -           | ``
        PRACTITIONER | -                                             | CareTeam/t3 | -           | access.context
        PRACTITIONER | Practitioner/d1                               | -           | -           | ``
        PRACTITIONER | Practitioner/d1                               | CareTeam/t3 | -           | ``
        PRACTITIONER | https://desk.example.org/fhir/Practitioner/d1 | -           | -           | ``
        PRACTITIONER | https://else.example.org/fhir/Practitioner/d1 | -           | -           | access.context
        PRACTITIONER | Practitioner/d                                | -           | -           | access.context
        PRACTITIONER | practitioner/d1                               | -           | -           | access.context
        PRACTITIONER | d1                                            | -           | -           | access.context
        PRACTITIONER | Patient/p1                                    | -           | -           | ``
        PRACTITIONER | Practitioner/d1                               | -           | Patient/p1  | ``
        PRACTITIONER | Practitioner/d1                               | -           | https://desk.example.org/fhir/Patient/p1 | ``
        PRACTITIONER | Practitioner/d1                               | -           | Patient/p2  | access.context
        PRACTITIONER | -                                             | -           | Patient/p1  | access.context
        PATIENT      | Patient/p1                                    | -           | -           | ``
        PATIENT      | https://desk.example.org/fhir/Patient/p1      | -           | -           | ``
        PATIENT      | Patient/p2                                    | -           | -           | access.user
        PATIENT      | -                                             | -           | Patient/p1  | access.user
        PATIENT      | Patient/p1                                    | -           | Patient/p2  | access.context
        SYSTEM       | -                                             | -           | -           | ``
        SYSTEM       | -                                             | -           | Patient/p2  | ``
        VISITOR      | Patient/p1                                    | CareTeam/t1 | Patient/p1  | access.context
        -            | Patient/p1                                    | CareTeam/t1 | Patient/p1  | access.context
        """)
    void showsAnAppointmentToItsOwn(String type, String user, String team, String patient, String rule) {
        assertThat(rule(policy.may(claims(type, user, team, patient), appointment(), Set.of(Requested.BASE), Use.READ)))
                .isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
        PRACTITIONER | d | - | ``
        PRACTITIONER | - | t | ``
        PRACTITIONER | - | - | access.context-missing
        PATIENT      | p | - | access.user-type
        SYSTEM       | - | - | ``
        VISITOR      | p | t | access.user-type
        practitioner | p | t | access.user-type
        -            | p | t | access.user-type
        """)
    void judgesAnUpdateByTheKindOfUser(String type, String user, String team, String rule) {
        assertThat(rule(policy.mayAsk(claims(type, user, team, null), Interaction.UPDATE)))
                .isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "SYSTEM, ALL",
                "SSL, ALL",
                "PRACTITIONER, SOME",
                "PATIENT, SOME",
                "VISITOR, NONE",
                "system, NONE",
                "-, NONE",
            })
    void knowsHowMuchAKindOfUserSees(String type, Sight sight) {
        assertThat(policy.sight(claims(type, "Patient/p1", "CareTeam/t1", null)))
                .isEqualTo(sight);
    }

    @Test
    void showsNothingToAKindThatOnlyWrites() {
        ContextPolicy writing =
                Contracts.compiled("""
                userTypes:
                  claim: kind
                  types:
                    WRITER: {interactions: [create, update]}
                """, section -> ContextPolicy.compile(section, Contracts.DSTU3, "Appointment"));
        Claims writer = new Claims(Map.of("kind", "WRITER"));

        assertThat(writing.sight(writer)).isEqualTo(Sight.NONE);
        assertThat(rule(writing.maySee(writer))).isEqualTo("access.user-type");
        assertThat(rule(writing.may(writer, appointment(), Set.of(), Use.CHANGE)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void letsPatientsReadAndNothingElse(Interaction interaction) {
        boolean read = Set.of(Interaction.READ, Interaction.VREAD, Interaction.SEARCH, Interaction.OPERATION)
                .contains(interaction);

        assertThat(rule(policy.mayAsk(claims("PATIENT", "Patient/p1", null, null), interaction)))
                .isEqualTo(read ? "" : "access.user-type");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
        PATIENT      | Patient/p1 | -                                        | ``
        PATIENT      | Patient/p1 | Patient/p1                               | ``
        PATIENT      | Patient/p1 | https://desk.example.org/fhir/Patient/p1 | ``
        PATIENT      | Patient/p1 | Patient/p2                               | access.context-not-allowed
        PATIENT      | Patient/p1 | https://else.example.org/fhir/Patient/p1 | access.context-not-allowed
        PATIENT      | -          | Patient/p1                               | access.context-not-allowed
        PRACTITIONER | Practitioner/d1 | Patient/p2                          | ``
        """)
    void letsPatientsWorkInNoOtherPatientsContext(String type, String user, String patient, String rule) {
        assertThat(rule(policy.mayAsk(claims(type, user, null, patient), Interaction.READ, Set.of(Requested.BASE))))
                .isEqualTo(rule);
    }

    @Test
    void takesNoListForAKindOfUser() {
        Claims claims = new Claims(Map.of("user_type", List.of("SYSTEM")));

        assertThat(rule(policy.mayAsk(claims, Interaction.READ))).isEqualTo("access.user-type");
        assertThat(rule(policy.may(claims, appointment(), Set.of(), Use.CHANGE)))
                .isEqualTo("access.context");
    }

    private static final String BY_PROFILE = """
        userTypes:
          claim: user_type
          types:
            PRACTITIONER:
              interactions: [read, update]
              anyOf:
              - {name: Owner, claim: team, elements: [participant.actor], profiles: ["http://example.org/group"]}
              - {name: CareTeam, claim: team, elements: [slot], to: [read]}
              - {name: CareTeam, claim: team, elements: [slot], notProfiles: ["http://example.org/group"]}
        always:
        - {name: Patient, claim: patient, elements: [participant.actor], notProfiles: ["http://example.org/group"]}
        """;

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
        slot,  -,     READ,   -
        slot,  -,     CHANGE, -
        slot,  group, READ,   -
        slot,  group, CHANGE, Owner
        actor, group, CHANGE, -
        actor, group, READ,   -
        actor, -,     READ,   Owner
        both,  -,     CHANGE, Patient
        both,  group, CHANGE, -
        """)
    void asksForWhatTheProfileAndTheUseAskFor(String where, String label, Use use, String outside) {
        ContextPolicy byProfile =
                Contracts.compiled(BY_PROFILE, section -> ContextPolicy.compile(section, Contracts.R4, "Appointment"));
        boolean both = where.equals("both");
        var appointment = new org.hl7.fhir.r4.model.Appointment();
        if (!where.equals("actor")) {
            appointment.addSlot().setReference("CareTeam/t1");
        }
        if (!where.equals("slot")) {
            appointment.addParticipant().getActor().setReference("CareTeam/t1");
        }
        if (label != null) {
            appointment.getMeta().addProfile("http://example.org/" + label);
        }
        Map<String, Object> claims = new HashMap<>(Map.of("user_type", "PRACTITIONER", "team", "CareTeam/t1"));
        if (both) {
            claims.put("patient", "Patient/p1");
        }

        Decision decision = byProfile.may(new Claims(claims), appointment, Set.of(), use);

        assertThat(decision.refusal().map(refusal -> refusal.facts().get("context")))
                .isEqualTo(Optional.ofNullable(outside));
    }

    private static final String SECTION = """
        userTypes:
          claim: kind
          types:
            DOCTOR:
              interactions: [read]
              anyOf:
              - {name: Doctor, claim: user, elements: [participant.actor]}
        always:
        - {name: Patient, claim: patient, elements: [participant.actor], mandatory: %s}
        """;

    private static ContextPolicy policy(String mandatory) {
        return Contracts.compiled(
                SECTION.formatted(mandatory),
                section -> ContextPolicy.compile(section, Contracts.DSTU3, "Appointment"));
    }

    @Test
    void asksForAPatientWhereThatIsMandatory() {
        Claims without = new Claims(Map.of("kind", "DOCTOR", "user", "Practitioner/d1"));
        Claims with = new Claims(Map.of("kind", "DOCTOR", "user", "Practitioner/d1", "patient", "Patient/p1"));

        assertThat(rule(policy("true").mayAsk(without, Interaction.READ))).isEqualTo("access.context-missing");
        assertThat(rule(policy("true").mayAsk(with, Interaction.READ))).isEmpty();
        assertThat(rule(policy("false").mayAsk(without, Interaction.READ))).isEmpty();
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', textBlock = """
        [read]                | [look]           | contract.yaml:5: userTypes.types.DOCTOR.interactions[0]: 'look' is no interaction; a FHIR interaction such as read or update
        [participant.actor]}  | [participant.who]} | contract.yaml:7: userTypes.types.DOCTOR.anyOf[0].elements[0]: 'participant.who' is no element of Appointment; an element such as participant.actor
        claim: kind           | claims: kind     | contract.yaml:1: userTypes.claim: is missing; a text is expected
        name: Patient         | nam: Patient     | contract.yaml:9: always[0].nam: unknown key 'nam'; did you mean 'name'? known here: name, claim, values, elements, mandatory, user, profiles, notProfiles, to, search, criteria
        mandatory: false      | mandatory: no    | contract.yaml:9: always[0].mandatory: is the text 'no'; true or false is expected
        """)
    void faultsASectionThatIsWrong(String right, String wrong, String fault) {
        String yaml = SECTION.formatted("false").replace(right, wrong);

        assertThat(Contracts.faults(yaml, section -> ContextPolicy.compile(section, Contracts.DSTU3, "Appointment")))
                .contains(fault);
    }
}
