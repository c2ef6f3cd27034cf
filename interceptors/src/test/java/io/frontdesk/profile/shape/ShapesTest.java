package io.frontdesk.profile.shape;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapesTest {

    private static final FhirContext R4 = FhirContext.forR4Cached();
    private static final Set<String> PROFILE = Set.of("https://example.org/profile");

    private static final String VISIT = """
        {"resourceType": "Appointment", "id": "v1",
         "contained": [{"resourceType": "Location", "id": "door", "name": "Back door"}],
         "extension": [{"url": "https://example.org/room", "valueUri": "https://video.example.org/r/77"}],
         "identifier": [{"system": "https://example.org/house", "value": "a-77"}],
         "status": "booked", "priority": 3, "description": "A visit", "comment": "Rings twice",
         "start": "2026-03-10T08:30:00+01:00", "end": "2026-03-10T08:45:00+01:00",
         "reasonCode": [{"coding": [{"system": "https://example.org/c", "code": "x", "display": "Cough"}], "text": "Cold"}],
         "participant": [{"actor": {"reference": "Patient/7", "display": "Somebody"}, "status": "accepted"},
                         {"actor": {"reference": "#door"}, "status": "accepted"}]}
        """;

    private static Shapes shapes(String... constraints) {
        return new Shapes(
                R4,
                new PrePopulatedValidationSupport(R4),
                List.of(constraints).stream().map(ShapesTest::definition).toList());
    }

    private static IBaseResource definition(String element) {
        return R4.newJsonParser().parseResource("""
                {"resourceType": "StructureDefinition", "url": "https://example.org/profile",
                 "snapshot": {"element": [%s]}}
                """.formatted(element));
    }

    private static boolean sameShape(Shapes shapes, String from, String to) {
        assertThat(VISIT).contains(from);
        Optional<String> before = shapes.of(VISIT, PROFILE);
        assertThat(before).isPresent();
        return shapes.of(VISIT.replace(from, to), PROFILE).equals(before);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        "v1"                      => "v2"
        Back door                 => Front door, 2. floor
        r/77                      => r/78-x
        a-77                      => b-1
        A visit                   => Et besøg
        Rings twice               => Does not ring
        10T08:                    => 11T09:
        Cold                      => Fever
        Patient/7                 => Patient/8
        Somebody                  => Somebody else
        """)
    void passesOverValuesThatNoRuleLooksAt(String from, String to) {
        assertThat(sameShape(shapes(), from, to)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        "v1"                      => "v 1"
        Back door                 => <b>door</b>
        "id": "door"              => "id": "gate"
        example.org/room          => example.org/hall
        video.example.org         => other.example.org
        r/77                      => r/%77
        example.org/house         => urn:ietf:rfc:3986
        booked                    => pending
        "priority": 3             => "priority": 4
        "priority": 3             => "priority": "3"
        A visit                   =>
        A visit                   => Rings twice
        A visit                   => booked
        Rings twice               => ` rings`
        T08:30                    => T08:50
        T08:30                    => T08:45
        08:30:00+01:00            => 08:30:00+02:00
        2026-03-10T08:30:00+01:00 => 2026-03-10
        Cough                     => Cold
        "code": "x"               => "code": "y"
        Patient/7                 => Device/7
        Patient/7                 => Patient/7/_history/1
        #door                     => #gate
        "accepted"}]              => "accepted"}, {"status": "accepted"}]
        """)
    void keepsEverythingElse(String from, String to) {
        assertThat(sameShape(shapes(), from, to == null ? "" : to)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        A visit   | {"path": "Appointment.description", "maxLength": 9}
        A visit   | {"path": "Appointment", "constraint": [{"expression": "description.matches('^A')"}]}
        A visit   | {"path": "Appointment", "constraint": [{"expression": "description != 'Other'"}]}
        A visit   | {"path": "Appointment.comment", "patternString": "Other"}
        Cold      | {"path": "Appointment.reasonCode", "patternCodeableConcept": {"text": "Other"}}
        a-77      | {"path": "Appointment.identifier.value", "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/regex", "valueString": "a.*"}]}
        Somebody  | {"path": "Appointment", "constraint": [{"expression": "descendants().where(matches('x')).empty()"}]}
        Back door | {"path": "Appointment.description", "type": [{"code": "string"}], "binding": {}, "maxLength": 1, "constraint": [{"expression": "contained.name.length() < 3"}]}
        """)
    void keepsWhatARuleOfTheContractLooksAt(String value, String element) {
        assertThat(sameShape(shapes(), value, "Other")).isTrue();
        assertThat(sameShape(shapes(element), value, "Other")).isFalse();
    }

    @Test
    void keepsWhetherAPartIsThere() {
        Shapes looking =
                shapes("{\"path\": \"Appointment\", \"constraint\": [{\"expression\": \"x.contains('t/Patient')\"}]}");

        assertThat(sameShape(looking, "Patient/7", "Patient/8")).isTrue();
        assertThat(sameShape(looking, "Patient/7", "Patient/Patient7")).isFalse();
        assertThat(sameShape(looking, "A visit", "A visit/Patient")).isFalse();
    }

    @Test
    void isNoneWhereTheTimeOfTheVerdictCounts() {
        assertThat(shapes("{\"path\": \"Appointment\", \"constraint\": [{\"expression\": \"start > now()\"}]}")
                        .of(VISIT, PROFILE))
                .isEmpty();
    }

    @Test
    void isAnotherUnderAnotherProfile() {
        assertThat(shapes().of(VISIT, Set.of("https://example.org/other"))).isNotEqualTo(shapes().of(VISIT, PROFILE));
    }

    @Test
    void forgetsWhatHasNotBeenAskedForLongest() {
        var known = new KnownShapes(2);
        known.add("one");
        known.add("two");

        assertThat(known.contains("one")).isTrue();
        known.add("three");

        assertThat(known.contains("one")).isTrue();
        assertThat(known.contains("two")).isFalse();
    }
}
