package io.frontdesk.profile;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.source.Faults;
import io.frontdesk.source.Sections;
import io.frontdesk.source.SourceFolder;
import io.frontdesk.testing.Examples;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds every example of the Danish contract against its profiles. */
class ProfileExamplesTest {

    private static final String PLAIN = "http://ehealth.sundhed.dk/fhir/StructureDefinition/ehealth-appointment";
    private static final String VIDEO = "http://ehealth.sundhed.dk/fhir/StructureDefinition/ehealth-videoappointment";
    private static final String SECTION = """
        mode: %s
        apply:
          - claims: VIDEO
            validate: [VIDEO]
            store: [VIDEO, PLAIN]
          - validate: [PLAIN]
            store: [PLAIN]
        """.replace("VIDEO", VIDEO).replace("PLAIN", PLAIN);

    private static final FhirContext DSTU3 = FhirContext.forDstu3Cached();
    private static final SourceFolder FOLDER = SourceFolder.builtIn("ehealth-dk");
    private static final Examples EXAMPLES = new Examples("ehealth-dk", DSTU3);
    private static Definitions definitions = Definitions.none(DSTU3);
    private static ProfilePolicy policy = ProfilePolicy.none();

    @BeforeAll
    static void compile() {
        var faults = new Faults();
        definitions = Definitions.read(FOLDER, DSTU3, faults);
        policy = policy("enforce", faults);
        policy.warmUp();
        assertThat(faults.sorted()).isEmpty();
    }

    private static ProfilePolicy policy(String mode, Faults faults) {
        return ProfilePolicy.compile(
                Sections.parse("contract.yaml", SECTION.formatted(mode), faults).orElseThrow(), definitions, DSTU3);
    }

    private static IBaseResource example(String name) throws IOException {
        return EXAMPLES.read("examples/" + name);
    }

    static Stream<String> valid() throws IOException {
        return EXAMPLES.named("valid");
    }

    @ParameterizedTest
    @MethodSource("valid")
    void permitsEveryValidExample(String name) throws IOException {
        IBaseResource appointment = example(name.substring("examples/".length()));

        assertThat(policy.check(appointment, true).refusal()).isEmpty();
        assertThat(policy.label(appointment).refusal()).isEmpty();
        assertThat(policy.check(appointment, true).refusal()).isEmpty();
    }

    /** One row for each field rule of the published profiles that an example can break. */
    private static final String BROKEN = """
        appointment-no-responsible                     | Appointment                              | ehealth-responsible': a matching slice is required
        appointment-two-responsible                    | Appointment                              | Appointment.extension:responsible: max allowed = 1
        appointment-responsible-not-participating      | Appointment                              | The responsible entity must be a participating party
        appointment-responsible-is-a-patient           | Appointment.extension[0].value           | points at a Patient; CareTeam or Practitioner or Organization is expected
        appointment-one-participant                    | Appointment                              | Appointment.participant: minimum required = 2
        appointment-no-appointment-type                | Appointment                              | Appointment.appointmentType: minimum required = 1
        appointment-unknown-appointment-type           | Appointment.appointmentType              | Unknown code
        appointment-two-reasons                        | Appointment                              | Appointment.reason: max allowed = 1
        appointment-unknown-reason                     | Appointment.reason[0].coding[0]          | Unknown code
        appointment-actor-is-a-device                  | Appointment.participant[2].actor         | points at a Device; Patient or Practitioner or RelatedPerson or Location is expected
        appointment-careteam-is-a-practitioner         | Appointment.participant[2].extension[0].value | points at a Practitioner; CareTeam is expected
        appointment-participant-without-actor-and-type | Appointment.participant[2]               | app-1
        appointment-start-without-end                  | Appointment                              | app-2
        appointment-booked-without-times               | Appointment                              | app-3
        videoappointment-no-reason                     | Appointment                              | Appointment.reason: minimum required = 1
        videoappointment-unknown-reason                | Appointment.reason[0].coding[0]          | Unknown code
        videoappointment-reason-of-another-system      | Appointment.reason[0].coding[0]          | not found in the value set
        videoappointment-no-description                | Appointment                              | Appointment.description: minimum required = 1
        videoappointment-no-start                      | Appointment                              | Appointment.start: minimum required = 1
        videoappointment-no-appointment-type           | Appointment                              | Appointment.appointmentType: minimum required = 1
        videoappointment-one-participant               | Appointment                              | Appointment.participant: minimum required = 2
        videoappointment-responsible-not-participating | Appointment                              | The responsible entity must be a participating party
        videoappointment-end-meeting-is-a-text         | Appointment.extension[1]                 | allows for the types [boolean]
        videoappointment-max-participants-is-a-text    | Appointment.extension[2]                 | allows for the types [integer]
        videoappointment-two-max-participants          | Appointment                              | Appointment.extension:maxParticipants: max allowed = 1
        videoappointment-two-pin-codes                 | Appointment                              | Appointment.extension:pinCode: max allowed = 1
        videoappointment-two-video-rooms               | Appointment                              | Appointment.identifier:vdxMeetingId: max allowed = 1
        """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = BROKEN)
    void refusesEveryInvalidExample(String name, String element, String message) throws IOException {
        Refusal refusal = policy.check(example("invalid/ehealth-" + name + ".json"), true)
                .refusal()
                .orElseThrow();

        assertThat(refusal.rule()).isEqualTo(Rule.PROFILE);
        assertThat(refusal.elements()).contains(element);
        assertThat(refusal.text()).contains(message);
        assertThat(refusal.text()).isEqualTo(refusal.facts().get("message") + ".");
        assertThat(refusal.remedy()).contains("StructureDefinition?url=" + (name.startsWith("video") ? VIDEO : PLAIN));
    }

    @Test
    void namesTheProfileWhereItCannotBeRead() throws IOException {
        IBaseResource appointment = example("invalid/ehealth-videoappointment-two-pin-codes.json");
        Refusal refusal = policy.check(appointment, false).refusal().orElseThrow();

        assertThat(refusal.remedy()).isEqualTo("Correct these elements, as the profile " + VIDEO + " demands.");
    }

    @Test
    void leavesNoInvalidExampleOut() throws IOException {
        List<String> named = Stream.concat(
                        BROKEN.lines()
                                .map(row -> row.substring(0, row.indexOf('|')).strip()),
                        Stream.of("videoappointment-unknown-profile"))
                .map(name -> "examples/invalid/ehealth-" + name + ".json")
                .sorted()
                .toList();

        assertThat(EXAMPLES.named("invalid")).containsExactlyElementsOf(named);
    }

    @Test
    void refusesAClaimNobodyKnows() throws IOException {
        IBaseResource appointment = example("invalid/ehealth-videoappointment-unknown-profile.json");
        Refusal refusal = policy.check(appointment, true).refusal().orElseThrow();

        assertThat(refusal.rule()).isEqualTo(Rule.PROFILE_UNKNOWN);
        assertThat(refusal.text()).contains("https://example.org/fhir/StructureDefinition/house-call");
        assertThat(refusal.remedy()).contains(VIDEO, PLAIN);
        assertThat(refusal.elements()).containsExactly("Appointment.meta.profile");
        assertThat(policy.label(appointment).refusal()).contains(refusal);
    }

    @Test
    void storesAVideoAppointmentUnderBothLabelsAndJudgesItByTheVideoProfileAlone() throws IOException {
        IBaseResource video = example("valid/ehealth-videoappointment-without-responsible.json");

        policy.label(video);
        policy.label(video);

        assertThat(labels(video)).containsExactly(VIDEO, PLAIN);
        assertThat(policy.check(video, true).refusal()).isEmpty();
    }

    @Test
    void labelsWhatClaimsNothingAsPlain() throws IOException {
        IBaseResource plain = example("valid/ehealth-appointment-without-claim.json");

        policy.label(plain);

        assertThat(labels(plain)).containsExactly(PLAIN);
    }

    private static List<String> labels(IBaseResource resource) {
        return resource.getMeta().getProfile().stream()
                .<String>map(IPrimitiveType::getValueAsString)
                .toList();
    }

    @Test
    void permitsInWarnAndOffMode() throws IOException {
        var faults = new Faults();
        IBaseResource invalid = example("invalid/ehealth-appointment-one-participant.json");

        assertThat(policy("warn", faults).check(invalid, true).refusal()).isEmpty();
        assertThat(policy("off", faults).check(invalid, true).refusal()).isEmpty();
        assertThat(ProfilePolicy.none().check(invalid, true).refusal()).isEmpty();
        assertThat(faults.sorted()).isEmpty();
    }

    @Test
    void leavesOtherResourcesAlone() {
        IBaseResource patient = DSTU3.newJsonParser().parseResource("{\"resourceType\":\"Patient\"}");

        assertThat(policy.label(patient).and(() -> policy.check(patient, true)).refusal())
                .isEmpty();
        assertThat(labels(patient)).isEmpty();
    }

    @Test
    void repeatsNoPatientDataInARefusal() throws IOException {
        IBaseResource appointment = example("invalid/ehealth-videoappointment-max-participants-is-a-text.json");

        Refusal refusal = policy.check(appointment, true).refusal().orElseThrow();

        assertThat(refusal.toString()).doesNotContain("four").contains("…");
    }
}
