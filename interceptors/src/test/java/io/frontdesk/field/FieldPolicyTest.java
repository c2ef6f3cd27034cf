package io.frontdesk.field;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.testing.Contracts;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FieldPolicyTest {

    private static final String RULE = """
        fields:
        - rule: house
          element: participant.actor
          must: "%s"
          text: "Not in this house."
          remedy: "Go elsewhere."
        """;

    private static final List<FhirContext> VERSIONS = List.of(Contracts.R4, Contracts.DSTU3);

    private static FieldPolicy compiled(FhirContext fhir, String yaml) {
        return Contracts.compiled(yaml, section -> FieldPolicy.compile(section, fhir, "Appointment"));
    }

    private static List<String> faults(FhirContext fhir, String yaml) {
        return Contracts.faults(yaml, section -> FieldPolicy.compile(section, fhir, "Appointment"));
    }

    private static IBaseResource appointment(FhirContext fhir, String more) {
        return fhir.newJsonParser().parseResource("""
            {"resourceType":"Appointment","id":"a1","meta":{"profile":["http://example.org/video"]},
             "extension":[{"url":"http://example.org/answers","valueReference":{"reference":"CareTeam/t1"}}],
             "status":"booked","start":"2026-03-09T09:00:00+01:00","end":"2026-03-09T09:20:00+01:00",%s
             "participant":[
              {"actor":{"reference":"Patient/p1","identifier":{"system":"urn:x","value":"1"}},"status":"accepted"},
              {"actor":{"reference":"Practitioner/d1"},"status":"tentative"}]}
            """.formatted(more));
    }

    private static boolean holds(
            FhirContext fhir, String must, Optional<IBaseResource> stored, IBaseResource proposed) {
        return compiled(fhir, RULE.formatted(must)).judge(stored, proposed) instanceof Decision.Permit;
    }

    static Stream<Arguments> expressions() {
        return VERSIONS.stream()
                .flatMap(fhir -> Stream.of(
                                "status = 'booked' | true",
                                "Appointment.status = 'booked' | true",
                                "%resource.status = 'booked' | true",
                                "%after.status in ('booked' ; 'pending') | true",
                                "status = 'pending' | false",
                                "participant.all(actor.reference.startsWith('Patient/')) | false",
                                "participant.where(actor.reference.startsWith('Patient/')).count() = 1 | true",
                                "participant.where(actor.reference.startsWith('Patient/')).where(status = 'accepted').exists() | true",
                                "participant.actor.identifier.where(system = 'urn:x').value = '1' | true",
                                "extension('http://example.org/answers').value.reference = 'CareTeam/t1' | true",
                                "extension('http://example.org/answers').value is Reference | true",
                                "(extension('http://example.org/answers').value as Reference).reference.exists() | true",
                                "meta.profile contains 'http://example.org/video' | true",
                                "end > start | true",
                                "start > now() | false",
                                "description.exists() or comment.exists() | false",
                                "comment.contains('x') | false",
                                "participant.select(actor.reference).isDistinct() | true",
                                "participant.status.all($this in ('accepted' ; 'tentative')) | true",
                                "(status = 'booked').not() | false",
                                "%before.exists() | false")
                        .map(line -> line.split(" \\| "))
                        .map(line -> Arguments.of(fhir, line[0].replace(" ; ", " | "), Boolean.valueOf(line[1]))));
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void judgesByFhirPath(FhirContext fhir, String must, boolean holds) {
        assertThat(holds(fhir, must, Optional.empty(), appointment(fhir, ""))).isEqualTo(holds);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void comparesWithWhatIsStored(FhirContext fhir) {
        IBaseResource stored = appointment(fhir, "\"comment\":\"one\",");
        IBaseResource same = appointment(fhir, "\"comment\":\"one\",");
        IBaseResource other = appointment(fhir, "\"comment\":\"two\",");
        String must = "%before.empty() or %before.comment = comment";

        assertThat(holds(fhir, must, Optional.of(stored), same)).isTrue();
        assertThat(holds(fhir, must, Optional.of(stored), other)).isFalse();
        assertThat(holds(fhir, must, Optional.empty(), other)).isTrue();
    }

    static List<FhirContext> versions() {
        return VERSIONS;
    }

    @ParameterizedTest
    @CsvSource({
        "start > now(),2026-03-07T12:00:00Z,2026-03-11T12:00:00Z",
        "start > today(),2026-03-07T12:00:00Z,2026-03-11T12:00:00Z",
        "participant.all(%after.start > now ( )),2026-03-07T12:00:00Z,2026-03-11T12:00:00Z",
        "'now()'.length() = 5 and timeOfDay().exists() and now() < start,2026-03-07T12:00:00Z,2026-03-11T12:00:00Z"
    })
    void goesByTheTimeOfTheWrite(String must, Instant holds, Instant fails) {
        for (FhirContext fhir : VERSIONS) {
            FieldPolicy policy = compiled(fhir, RULE.formatted(must));
            IBaseResource any = appointment(fhir, "");

            assertThat(policy.judge(Optional.empty(), any, holds)).isInstanceOf(Decision.Permit.class);
            assertThat(policy.judge(Optional.of(any), any, holds)).isInstanceOf(Decision.Permit.class);
            assertThat(policy.judge(Optional.empty(), any, fails)).isInstanceOf(Decision.Refuse.class);
            assertThat(policy.judge(Optional.of(any), any, fails)).isInstanceOf(Decision.Refuse.class);
        }
    }

    /** To the second and across zones in R4; HAPI's engine of DSTU3 compares the texts. */
    @Test
    void comparesInstants() {
        FieldPolicy policy = compiled(Contracts.R4, RULE.formatted("start > now()"));
        IBaseResource any = appointment(Contracts.R4, "");

        assertThat(policy.judge(Optional.empty(), any, Instant.parse("2026-03-09T07:59:59Z")))
                .isInstanceOf(Decision.Permit.class);
        assertThat(policy.judge(Optional.empty(), any, Instant.parse("2026-03-09T08:00:01Z")))
                .isInstanceOf(Decision.Refuse.class);
    }

    @Test
    void faultsATimeThatIsReadFromSomething() {
        assertThat(faults(Contracts.R4, RULE.formatted("start.now() > start")))
                .singleElement()
                .asString()
                .contains("'now()' is read from nothing; write it alone");
    }

    @ParameterizedTest
    @MethodSource("versions")
    void tellsTheRuleItsElementAndTheContractsWords(FhirContext fhir) {
        FieldPolicy policy = compiled(fhir, """
            fields:
            - {rule: first, element: status, must: "status.exists()", text: a, remedy: b}
            - rule: no-comment
              element: comment
              must: "comment.empty()"
              status: 409
              code: conflict
              text: "Comments are not kept here."
              remedy: "Leave out comment."
            """);

        Refusal refusal = policy.judge(Optional.empty(), appointment(fhir, "\"comment\":\"secret\","))
                .refusal()
                .orElseThrow();

        assertThat(refusal.id()).isEqualTo("field.no-comment");
        assertThat(refusal.rule().id()).isEqualTo("field.rule");
        assertThat(refusal.elements()).containsExactly("Appointment.comment");
        assertThat(refusal.text()).isEqualTo("Comments are not kept here.");
        assertThat(refusal.remedy()).isEqualTo("Leave out comment.");
        assertThat(refusal.own().status()).contains(409);
        assertThat(refusal.own().issueType()).contains("conflict");
        assertThat(refusal.facts()).containsEntry("rule", "no-comment");
    }

    @ParameterizedTest
    @CsvSource({"'[create]', true, false", "'[update]', false, true", "'[create, update]', true, true", "'', true, true"
    })
    void holdsWhereTheContractSaysSo(String on, boolean create, boolean update) {
        FieldPolicy policy =
                compiled(Contracts.R4, RULE.formatted("false") + (on.isEmpty() ? "" : "  on: " + on + "\n"));
        IBaseResource any = appointment(Contracts.R4, "");

        assertThat(policy.judge(Optional.empty(), any).refusal().isPresent()).isEqualTo(create);
        assertThat(policy.judge(Optional.of(any), any).refusal().isPresent()).isEqualTo(update);
    }

    @Test
    void isAboutWhatItsConditionNames() {
        FieldPolicy policy = compiled(Contracts.R4, RULE.formatted("false") + "  when: \"status = 'pending'\"\n");

        assertThat(policy.judge(Optional.empty(), appointment(Contracts.R4, "")))
                .isInstanceOf(Decision.Permit.class);
        assertThat(compiled(Contracts.R4, RULE.formatted("false") + "  when: \"status = 'booked'\"\n")
                        .judge(Optional.empty(), appointment(Contracts.R4, ""))
                        .refusal())
                .isPresent();
    }

    @Test
    void warnsOfEveryRuleThatOnlyWarnsAndRefusesForAnother() {
        String warnings = """
            fields:
            - {rule: one, element: comment, must: "comment.exists()", mode: warn, text: a, remedy: b}
            - {rule: off, element: comment, must: "comment.exists()", mode: "off", text: a, remedy: b}
            - {rule: two, element: slot, must: "slot.exists()", mode: warn, text: a, remedy: b}
            """;
        IBaseResource any = appointment(Contracts.R4, "");

        Decision warned = compiled(Contracts.R4, warnings).judge(Optional.empty(), any);
        Decision refused = compiled(
                        Contracts.R4, warnings + "- {rule: no, element: slot, must: \"false\", text: a, remedy: b}\n")
                .judge(Optional.empty(), any);

        assertThat(warned.refusal()).isEmpty();
        assertThat(warned.warnings()).extracting(Refusal::id).containsExactly("field.one", "field.two");
        assertThat(refused.refusal().map(Refusal::id)).contains("field.no");
    }

    @ParameterizedTest
    @MethodSource("versions")
    void takesOnlyTheListedValues(FhirContext fhir) {
        String yaml = """
            fields:
            - {rule: house, element: participant.status, values: [%s]}
            """;
        IBaseResource any = appointment(fhir, "");

        assertThat(compiled(fhir, yaml.formatted("accepted, tentative")).judge(Optional.empty(), any))
                .isInstanceOf(Decision.Permit.class);
        Refusal refusal = compiled(fhir, yaml.formatted("accepted, needs-action"))
                .judge(Optional.empty(), any)
                .refusal()
                .orElseThrow();
        assertThat(refusal.text()).contains("participant.status");
        assertThat(refusal.remedy()).isEqualTo("Send one of accepted, needs-action.");
        assertThat(refusal.own().text()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void keepsWhatIsFrozen(FhirContext fhir) {
        FieldPolicy whole = compiled(fhir, """
            fields:
            - {rule: house, element: comment, frozen: true}
            """);
        IBaseResource without = appointment(fhir, "");
        IBaseResource one = appointment(fhir, "\"comment\":\"one\",");
        IBaseResource two = appointment(fhir, "\"comment\":\"two\",");

        assertThat(whole.judge(Optional.empty(), one).refusal()).isEmpty();
        assertThat(whole.judge(Optional.of(one), one).refusal()).isEmpty();
        assertThat(whole.judge(Optional.of(without), without).refusal()).isEmpty();
        assertThat(whole.judge(Optional.of(one), two).refusal()).isPresent();
        assertThat(whole.judge(Optional.of(one), without).refusal()).isPresent();
        assertThat(whole.judge(Optional.of(without), one).refusal()).isPresent();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void keepsTheValuesOfThoseWhoStay(FhirContext fhir) {
        FieldPolicy policy = compiled(fhir, """
            fields:
            - {rule: house, element: participant.status, frozen: true, by: participant.actor.reference}
            """);
        IBaseResource stored = participants(fhir, "p1=accepted d1=tentative");

        assertThat(Stream.of("d1=tentative p1=accepted", "p1=accepted", "p1=accepted d1=tentative d2=declined")
                        .map(now -> policy.judge(Optional.of(stored), participants(fhir, now))
                                .refusal()))
                .allMatch(Optional::isEmpty);
        assertThat(Stream.of("p1=declined d1=tentative", "p1=accepted d1=accepted", "p1=tentative d1=accepted")
                        .map(now -> policy.judge(Optional.of(stored), participants(fhir, now))
                                .refusal()))
                .allMatch(Optional::isPresent);
    }

    private static IBaseResource participants(FhirContext fhir, String statusByActor) {
        String participants = Arrays.stream(statusByActor.split(" "))
                .map(one -> one.split("="))
                .map(one ->
                        "{\"actor\":{\"reference\":\"Practitioner/%s\"},\"status\":\"%s\"}".formatted(one[0], one[1]))
                .reduce((one, other) -> one + "," + other)
                .orElseThrow();
        return fhir.newJsonParser()
                .parseResource("{\"resourceType\":\"Appointment\",\"participant\":[" + participants + "]}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        participant.actr.exists()                 | 'actr' is no element of Appointment.participant
        participants.exists()                     | 'participants' is no element of Appointment
        participant.where(actor.ref.exists()).exists() | 'ref' is no element of Reference
        valueReference.exists()                   | 'valueReference' is no element of Appointment
        extension('x').valueUri.exists()          | 'valueUri' is no element of Extension
        %before.sttus = status                    | 'sttus' is no element of Appointment
        status                                    | does not say yes or no
        participant.actor.first()                 | does not say yes or no
        status & 'x'                              | does not say yes or no
        participant.count()                       | does not say yes or no
        %stored.exists()                          | '%stored' is no variable here
        participant.actor.resolve().exists()      | the function 'resolve' is not offered here
        status.startsWith(description)            | 'description' has nothing to be read from; begin with %after
        status.exists(                            | cannot be evaluated
        status.exists() and                       | cannot be evaluated
        status.exsts()                            | does not say yes or no
        status = 'booked                          | cannot be evaluated
        """)
    void faultsWhatNoAppointmentCanHold(String must, String fault) {
        for (FhirContext fhir : VERSIONS) {
            assertThat(faults(fhir, RULE.formatted(must)))
                    .singleElement()
                    .asString()
                    .startsWith("contract.yaml:4: fields[0].must: " + fault);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        rule: house      | rule: House        | fields[0].rule: 'House' is no name of a rule; lower case letters, digits and hyphens
        participant.actor | participant.actr  | fields[0].element: 'actr' is no element of Appointment.participant; an element such as participant.actor
        element:         | on: [delete]\\n  element: | fields[0].on[0]: is 'delete'; one of create, update is expected
        element:         | mode: shout\\n  element: | fields[0].mode: is 'shout'; one of enforce, off, warn is expected
        element:         | status: 500\\n  element: | fields[0].status: is the number 500; a whole number from 400 to 499 is expected
        element:         | code: odd\\n  element: | fields[0].code: 'odd' is no FHIR issue type; one of invalid
        element:         | values: [a]\\n  element: | fields[0]: demands 2 things; exactly one of must, values, frozen, changes, future
        text:            | txt:                | fields[0].text: is missing; a text is expected
        remedy:          | remdy:              | fields[0].remdy: unknown key 'remdy'; did you mean 'remedy'?
        element:         | changes: [status]\\n  element: | fields[0]: demands 2 things; exactly one of must
        element:         | when: nothing\\n  element: | fields[0].when: 'nothing' is no element of Appointment
        """)
    void faultsWhatIsNoRule(String right, String wrong, String fault) {
        String yaml = RULE.formatted("true").replace(right, wrong.replace("\\n", "\n"));

        assertThat(faults(Contracts.R4, yaml)).anyMatch(line -> line.contains(fault));
    }

    private static final String SOURCE =
            "{\"url\":\"http://hapifhir.io/fhir/StructureDefinition/resource-meta-source\"," + "\"valueUri\":\"#1\"}";
    private static final String OTHER = "{\"url\":\"urn:x\",\"valueString\":\"y\"}";

    private static final String AMEND = """
        fields:
        - {rule: amend, on: [update], changes: [description, comment, "extension('http://example.org/answers')"]}
        """;

    private static List<String> changed(FhirContext fhir, String from, String to) {
        IBaseResource stored = appointment(fhir, "\"comment\":\"one\",\"slot\":[{\"reference\":\"Slot/1\"}],");
        String json = fhir.newJsonParser().encodeResourceToString(stored);
        assertThat(json).contains(from);
        IBaseResource proposed = fhir.newJsonParser().parseResource(json.replace(from, to));
        return compiled(fhir, AMEND)
                .judge(Optional.of(stored), proposed)
                .refusal()
                .map(Refusal::elements)
                .orElseGet(List::of);
    }

    static Stream<Arguments> changes() {
        return VERSIONS.stream()
                .flatMap(fhir -> Stream.of(
                        Arguments.of(fhir, "\"one\"", "\"two\"", ""),
                        Arguments.of(fhir, "\"comment\":\"one\",", "\"comment\":\"one\",\"description\":\"new\",", ""),
                        Arguments.of(fhir, "\"comment\":\"one\",", "", ""),
                        Arguments.of(fhir, "CareTeam/t1", "CareTeam/t2", ""),
                        Arguments.of(fhir, "T09:00:00+01:00", "T08:00:00.000Z", ""),
                        Arguments.of(fhir, "\"status\":\"booked\"", "\"status\":\"cancelled\"", "status"),
                        Arguments.of(fhir, "T09:00:00+01:00", "T09:00:00.001+01:00", "start"),
                        Arguments.of(fhir, "Slot/1", "Slot/2", "slot"),
                        Arguments.of(fhir, "\"value\":\"1\"", "\"value\":\"2\"", "participant"),
                        Arguments.of(fhir, "\"accepted\"", "\"declined\"", "participant"),
                        Arguments.of(fhir, "http://example.org/video", "http://example.org/other", "meta"),
                        Arguments.of(fhir, "http://example.org/answers", "http://example.org/more", "extension"),
                        Arguments.of(fhir, "\"meta\":{", "\"meta\":{\"extension\":[" + SOURCE + "],", ""),
                        Arguments.of(fhir, "\"meta\":{", "\"meta\":{\"extension\":[" + OTHER + "],", "meta"),
                        Arguments.of(fhir, "\"extension\":[", "\"extension\":[" + SOURCE + ",", "extension"),
                        Arguments.of(
                                fhir,
                                "\"status\":\"booked\"",
                                "\"status\":\"booked\",\"_status\":{\"extension\":[{\"url\":\"urn:x\",\"valueString\":\"y\"}]}",
                                "status"),
                        Arguments.of(fhir, "\"comment\":", "\"priority\":1,\"comment\":", "priority"),
                        Arguments.of(
                                fhir,
                                "\"status\":\"booked\"",
                                "\"contained\":[{\"resourceType\":\"Location\",\"id\":\"l\"}],\"status\":\"booked\"",
                                "contained")));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void letsNothingElseChangeThanIsListed(FhirContext fhir, String from, String to, String element) {
        assertThat(changed(fhir, from, to))
                .isEqualTo(element.isEmpty() ? List.of() : List.of("Appointment." + element));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void letsWhatIsNewBeAnythingAndComparesContainedResources(FhirContext fhir) {
        String organization = "\"contained\":[{\"resourceType\":\"Organization\",\"id\":\"1\",\"name\":\"%s\"}],"
                + "\"supportingInformation\":[{\"reference\":\"#1\"}],";
        IBaseResource one = appointment(fhir, organization.formatted("A"));
        IBaseResource other = appointment(fhir, organization.formatted("B"));

        assertThat(compiled(fhir, AMEND).judge(Optional.empty(), one).refusal()).isEmpty();
        assertThat(compiled(fhir, AMEND)
                        .judge(Optional.of(one), appointment(fhir, organization.formatted("A")))
                        .refusal())
                .isEmpty();
        assertThat(compiled(fhir, AMEND).judge(Optional.of(one), other).refusal())
                .hasValueSatisfying(refusal -> assertThat(refusal.elements()).contains("Appointment.contained"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-09T07:59:59Z, false, false",
        "2026-03-09T08:00:00Z, true, true",
        "2026-03-09T08:30:00Z, true, true"
    })
    void refusesWhatHasBegunByTheMomentWhateverTheZone(Instant now, boolean created, boolean updated) {
        for (FhirContext fhir : VERSIONS) {
            FieldPolicy policy = Contracts.compiled(
                    "fields: [{rule: to-come, element: start, future: true}]",
                    section -> FieldPolicy.compile(section, fhir, "Appointment"));
            IBaseResource early = appointment(fhir, "");
            IBaseResource late = fhir.newJsonParser()
                    .parseResource("{\"resourceType\":\"Appointment\",\"start\":\"2027-03-09T09:00:00+01:00\"}");

            assertThat(policy.judge(Optional.empty(), early, now).refusal().isPresent())
                    .isEqualTo(created);
            assertThat(policy.judge(Optional.of(early), late, now).refusal().isPresent())
                    .isEqualTo(updated);
            assertThat(policy.judge(Optional.of(late), late, now).refusal()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        {rule: a, changes: [nothing]}                     => 'nothing' is no element at the top of Appointment
        {rule: a, changes: [participant.status]}          => 'participant.status' is no element at the top of Appointment
        {rule: a, element: status, future: true}          => 'status' is no moment
        {rule: a, element: participant.actor, future: true} => 'participant.actor' is no moment
        {rule: a, element: start, future: false}          => demands nothing
        {rule: a, future: true}                           => element: is missing
        """)
    void faultsWhatCannotChangeOrPass(String rule, String fault) {
        for (FhirContext fhir : VERSIONS) {
            assertThat(faults(fhir, "fields: [" + rule + "]")).anyMatch(line -> line.contains(fault));
        }
    }

    @Test
    void faultsANameThatIsUsedTwiceAndAFrozenElementApart() {
        String yaml = """
            fields:
            - {rule: a, element: status, values: [booked]}
            - {rule: a, element: participant.status, frozen: true, by: comment}
            """;

        assertThat(faults(Contracts.R4, yaml))
                .containsExactly(
                        "contract.yaml:3: fields[1].rule: 'a' is the name of an earlier rule too; give each rule its own",
                        "contract.yaml:3: fields[1].by: 'comment' and participant.status are in no common element;"
                                + " a path beside element");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        extension('http://example.org/answers').value.reference.startsWith('CareTeam') | {"url":"http://example.org/answers","valueString":"x"}
        extension('http://example.org/answers').value.where($this > 3).exists() | {"url":"http://example.org/answers","valueReference":{"reference":"Patient/1"}}
        extension('http://example.org/answers').value = true                | {"url":"http://example.org/answers","valueQuantity":{"value":1e300}}
        extension('http://example.org/answers').value.toInteger() > 0       | {"url":"http://example.org/answers","valueString":"99999999999999999999"}
        extension('http://example.org/answers').value.matches('(a;b)*c')    | {"url":"http://example.org/answers","valueString":"LONG"}
        """)
    void refusesWhatCannotBeJudgedAndNeverFails(String must, String extension) {
        for (FhirContext fhir : VERSIONS) {
            IBaseResource hostile = fhir.newJsonParser()
                    .parseResource("{\"resourceType\":\"Appointment\",\"status\":\"booked\",\"extension\":["
                            + extension.replace("LONG", "ab".repeat(20_000)) + "]}");

            assertThat(holds(fhir, must.replace(";", "|"), Optional.empty(), hostile))
                    .isFalse();
        }
    }

    @Test
    void servesManyThreadsAtOnce() {
        FieldPolicy policy = compiled(Contracts.R4, """
            fields:
            - {rule: house, element: participant.status, frozen: true, by: participant.actor.reference}
            """);
        AtomicInteger wrong = new AtomicInteger();

        IntStream.range(0, 2_000).parallel().forEach(i -> {
            String now = i % 2 == 0 ? "accepted" : "declined";
            boolean refused = policy.judge(
                            Optional.of(participants(Contracts.R4, "p" + i + "=accepted")),
                            participants(Contracts.R4, "p" + i + "=" + now))
                    .refusal()
                    .isPresent();
            if (refused != now.equals("declined")) {
                wrong.incrementAndGet();
            }
        });

        assertThat(wrong).hasValue(0);
    }

    @Test
    void permitsEverythingWithoutRules() {
        assertThat(compiled(Contracts.R4, "fields: []\n").judge(Optional.empty(), appointment(Contracts.R4, "")))
                .isEqualTo(Decision.permit());
    }
}
