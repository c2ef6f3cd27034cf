package io.frontdesk.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.caller.Caller;
import io.frontdesk.caller.Claims;
import io.frontdesk.decision.Decision;
import io.frontdesk.request.EntryRequests;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.Requested;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchPolicyTest {

    private static final String SECTION = """
        Appointment:
          parameters: [_id, _has, actor, date, patient, practitioner, status]
          includes: ["Appointment:actor"]
          context:
            - {type: Patient, claim: context.patient, parameters: [actor, patient]}
          mandatory:
            - {claim: kind, is: PATIENT, oneOf: [actor, patient]}
          postOnly: [patient.identifier]
        """;

    private static SearchPolicy compiled(String yaml) {
        return Contracts.compiled(yaml, section -> SearchPolicy.compile(section, Contracts.R4, List.of()));
    }

    private final SearchRulesGuard guard = new SearchRulesGuard(compiled(SECTION));

    private static Map<String, List<String>> query(String query) {
        Map<String, List<String>> parameters = new TreeMap<>();
        for (String part : query.split("&")) {
            String[] pair = part.split("=", 2);
            parameters.merge(
                    pair[0],
                    List.of(pair.length > 1 ? pair[1] : ""),
                    (first, more) -> Arrays.asList(first.get(0), more.get(0)));
        }
        return parameters;
    }

    private static Request request(
            Interaction interaction, Caller caller, Map<String, List<String>> parameters, Set<String> addressed) {
        return new Request(
                interaction,
                "Appointment",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                caller,
                Map.of(),
                parameters,
                Set.of(Requested.BASE, Requested.BASE + "/core"),
                addressed,
                Optional.empty());
    }

    private static Caller caller(String kind, String patient) {
        Map<String, Object> claims = new HashMap<>();
        claims.put("kind", kind);
        if (patient != null) {
            claims.put("context", Map.of("patient", patient));
        }
        return new Caller.Authenticated("somebody", new Claims(claims));
    }

    private String rule(Caller caller, String query) {
        Map<String, List<String>> parameters = query(query);
        return rule(guard.beforeBody(request(Interaction.SEARCH, caller, parameters, parameters.keySet())));
    }

    private static String rule(Decision decision) {
        return decision.refusal().map(refusal -> refusal.rule().id()).orElse("");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        patient=257                                                     | ``
        patient=Patient/257                                             | ``
        patient:Patient=257                                             | ``
        patient:Patient=Patient/257                                     | ``
        patient=https://desk.example.org/fhir/Patient/257               | ``
        patient=https://desk.example.org/fhir/core/Patient/257          | ``
        patient=Patient/257/_history/3                                  | ``
        patient=257,Patient/257                                         | ``
        patient=257,                                                    | ``
        patient=                                                        | ``
        actor=257                                                       | ``
        actor=Patient/257&actor=Practitioner/601                        | ``
        actor=Practitioner/601                                          | ``
        actor:Practitioner=601                                          | ``
        actor=https://organization.example.org/fhir/Practitioner/601    | ``
        actor:Location=258                                              | ``
        practitioner=258                                                | ``
        patient:missing=true                                            | ``
        _id=258                                                         | ``
        date=2026-03-09&status=booked                                   | ``
        patient=258                                                     | search.context
        patient=Patient/258                                             | search.context
        patient:Patient=258                                             | search.context
        patient:Patient=Patient/258                                     | search.context
        actor=Patient/258                                               | search.context
        actor:Patient=258                                               | search.context
        actor=258                                                       | search.context
        patient=https://desk.example.org/fhir/Patient/258               | search.context
        patient=https://else.example.org/fhir/Patient/257               | search.context
        patient=http://desk.example.org/fhir/Patient/257                | search.context
        patient=257,258                                                 | search.context
        patient=258,257                                                 | search.context
        patient=257&patient=258                                         | search.context
        patient=258&patient=257                                         | search.context
        actor=Practitioner/601,Patient/258                              | search.context
        patient=257&actor=Patient/258                                   | search.context
        patient=Patient\\/257                                           | search.context
        patient=Patient/257/                                            | search.context
        patient=patient/257                                             | search.context
        patient=Patient/25                                              | search.context
        patient=urn:uuid:257                                            | search.context
        patient=257$258                                                 | search.context
        patient=%2C258                                                  | search.context
        patient.name=x                                                  | search.context
        patient:Patient.name=x                                          | search.context
        patient:identifier=x                                            | search.post-only
        patient:not=257                                                 | search.context
        actor.identifier=x                                              | search.context
        actor:missing.name=x                                            | search.context
        """)
    void keepsToThePatientInContext(String query, String rule) {
        assertThat(rule(caller("DOCTOR", "https://desk.example.org/fhir/Patient/257"), query))
                .isEqualTo(rule);
        assertThat(rule(caller("DOCTOR", "Patient/257"), query)).isEqualTo(rule);
    }

    @Test
    void asksNothingOfWhoHasNoContext() {
        assertThat(rule(caller("DOCTOR", null), "patient=258&actor=Patient/259"))
                .isEmpty();
        assertThat(rule(caller("DOCTOR", null), "patient.name=x")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        status=booked               | search.mandatory
        _id=1                       | search.mandatory
        patient=                    | search.mandatory
        patient:missing=false       | search.mandatory
        practitioner=Practitioner/1 | search.mandatory
        patient=257                 | ``
        actor:Patient=257           | ``
        actor=Practitioner/1        | ``
        patient=&actor=257          | ``
        """)
    void makesAKindOfUserSayForWhom(String query, String rule) {
        assertThat(rule(caller("PATIENT", null), query)).isEqualTo(rule);
        assertThat(rule(caller("DOCTOR", null), query)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        patient.identifier=1         | search.post-only
        patient:Patient.identifier=1 | search.post-only
        patient:identifier=1         | search.post-only
        patient.name=1               | ``
        patient=1                    | ``
        """)
    void keepsPersonalDataOutOfAddresses(String query, String rule) {
        Map<String, List<String>> parameters = query(query);
        Caller doctor = caller("DOCTOR", null);

        assertThat(rule(guard.beforeBody(request(Interaction.SEARCH, doctor, parameters, parameters.keySet()))))
                .isEqualTo(rule);
        assertThat(rule(guard.beforeBody(request(Interaction.SEARCH, doctor, parameters, Set.of()))))
                .isEmpty();
        assertThat(rule(guard.beforeBody(request(Interaction.SEARCH, doctor, parameters, Set.of("status")))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        specialty=1                        | search.parameter
        status:not=booked                  | ``
        Status=booked                      | search.parameter
        _source=x                          | search.parameter
        _lastUpdated=2026                  | search.parameter
        _sort=-date,status                 | ``
        _sort=-date,specialty              | search.parameter
        _sort=                             | ``
        _count=3&_summary=count&_total=none | ``
        _has:Encounter:appointment:status=x | ``
        patient.name=x                     | ``
        _include=Appointment:actor         | ``
        _include=Appointment:location      | search.parameter
        _include=*                         | search.parameter
        _include:iterate=Patient:general-practitioner | search.parameter
        _revinclude=Encounter:appointment  | search.parameter
        """)
    void offersWhatIsListed(String query, String rule) {
        assertThat(rule(caller("DOCTOR", null), query)).isEqualTo(rule);
    }

    @Test
    void offersEveryIncludeByTheStar() {
        SearchRulesGuard starred =
                new SearchRulesGuard(compiled("Appointment: {includes: [\"*\", \"Appointment:actor\"]}"));
        Map<String, List<String>> parameters = query("_include=Appointment:location&specialty=1");

        assertThat(rule(starred.beforeBody(
                        request(Interaction.SEARCH, caller("DOCTOR", null), parameters, parameters.keySet()))))
                .isEmpty();
    }

    @Test
    void judgesCriteriaButDemandsNothingOfThem() {
        Caller patient = caller("PATIENT", "Patient/257");
        Map<String, List<String>> other = query("patient=258");
        Map<String, List<String>> unlisted = query("specialty=1");
        Map<String, List<String>> own = query("_id=1");

        assertThat(rule(guard.beforeBody(request(Interaction.CONDITIONAL_UPDATE, patient, other, other.keySet()))))
                .isEqualTo("search.context");
        assertThat(rule(guard.beforeBody(
                        request(Interaction.CONDITIONAL_UPDATE, patient, unlisted, unlisted.keySet()))))
                .isEqualTo("search.parameter");
        assertThat(rule(guard.beforeBody(request(Interaction.CONDITIONAL_UPDATE, patient, own, own.keySet()))))
                .isEmpty();
        assertThat(rule(guard.beforeBody(request(Interaction.READ, patient, other, other.keySet()))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Appointment?patient=258, search.context",
        "https://desk.example.org/fhir/Appointment?actor=Patient/258, search.context",
        "Appointment?patient.identifier=1, search.post-only",
        "Appointment?specialty=1, search.parameter",
        "Appointment?patient=257, ''",
    })
    void judgesASearchWithinABundleAlike(String url, String rule) {
        Request bundle = request(Interaction.BUNDLE, caller("DOCTOR", "Patient/257"), Map.of(), Set.of());
        String relative = EntryRequests.relative(url, bundle);

        assertThat(rule(guard.beforeBody(EntryRequests.of(bundle, "GET", relative, Map.of()))))
                .isEqualTo(rule);
    }

    @Test
    void letsTheServersOwnCodeAskAnything() {
        Map<String, List<String>> parameters = query("specialty=1&patient=258");

        assertThat(rule(guard.beforeBody(
                        request(Interaction.SEARCH, new Caller.Internal(), parameters, parameters.keySet()))))
                .isEmpty();
    }

    @Test
    void saysNothingAgainThatMayBePersonal() {
        Decision decision = guard.beforeBody(
                request(Interaction.SEARCH, caller("DOCTOR", null), query("1234567890=x"), Set.of("1234567890")));

        assertThat(decision.refusal().orElseThrow().text()).isEqualTo("The search parameter is not offered.");
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', textBlock = """
        date, patient       | date, patiend      | contract.yaml:2: Appointment.parameters[4]: 'patiend' is no search parameter of Appointment; one of FHIR's, or of a SearchParameter in definitions/
        _id, _has           | _id, _text         | contract.yaml:2: Appointment.parameters[1]: '_text' is no search parameter of Appointment; one of FHIR's, or of a SearchParameter in definitions/
        type: Patient       | type: patient      | contract.yaml:5: Appointment.context[0].type: 'patient' is no resource type; a type such as Patient
        oneOf: [actor, patient] | oneOf: []      | contract.yaml:7: Appointment.mandatory[0].oneOf: names no parameter; a parameter such as patient
        postOnly            | postonly           | contract.yaml:8: Appointment.postonly: unknown key 'postonly'; did you mean 'postOnly'? known here: context, mandatory, parameters, includes, postOnly, compartments, company, dates, implied, sort, oneOf, page
        Appointment:actor   | actor              | contract.yaml:3: Appointment.includes[0]: 'actor' is no include; * or one such as Appointment:actor
        Appointment:        | Appointments:      | contract.yaml:1: Appointments: is no resource type of this FHIR version; a type such as Appointment
        """)
    void faultsASectionThatIsWrong(String right, String wrong, String fault) {
        String yaml = SECTION.replaceFirst(
                java.util.regex.Pattern.quote(right), java.util.regex.Matcher.quoteReplacement(wrong));

        assertThat(Contracts.faults(yaml, section -> SearchPolicy.compile(section, Contracts.R4, List.of())))
                .contains(fault);
    }
}
