package io.frontdesk.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.testing.Contracts;
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

/** Holds every example of the Danish R4 contract against its profiles. */
class ProfileExamplesR4Test {

    private static final String PROFILE = "http://ehealth.sundhed.dk/fhir/StructureDefinition/ehealth-";
    private static final Examples EXAMPLES = new Examples("ehealth-dk-r4", Contracts.R4);
    private static final ProfilePolicy POLICY = Contracts.ehealthDkR4().profiles();

    @BeforeAll
    static void warmUp() {
        POLICY.warmUp();
    }

    private static IBaseResource example(String name) throws IOException {
        return EXAMPLES.read("examples/" + name);
    }

    static Stream<String> valid() throws IOException {
        return EXAMPLES.named("valid");
    }

    @ParameterizedTest
    @MethodSource("valid")
    void permitsEveryValidExampleAndStoresItUnderItsProfileAlone(String name) throws IOException {
        String file = name.substring("examples/".length());
        String profile = file.substring("valid/ehealth-".length()).replaceFirst("(appointment)-.*", "$1");
        IBaseResource appointment = example(file);

        assertThat(POLICY.label(appointment).refusal()).isEmpty();
        assertThat(POLICY.check(appointment, true).refusal()).isEmpty();
        assertThat(appointment.getMeta().getProfile())
                .<String>extracting(IPrimitiveType::getValueAsString)
                .containsExactly(PROFILE + profile);
    }

    /** One row for each field rule of the published profiles that an example can break. */
    private static final String BROKEN = """
        appointment-no-responsible                     | Appointment                              | ehealth-responsible': a matching slice is required
        appointment-two-responsible                    | Appointment                              | Appointment.extension:responsible: max allowed = 1
        appointment-responsible-not-participating      | Appointment                              | responsible-1
        appointment-responsible-is-a-patient           | Appointment.extension[0].value           | points at a Patient; CareTeam or Practitioner is expected
        appointment-one-participant                    | Appointment                              | Appointment.participant: minimum required = 2
        appointment-no-appointment-type                | Appointment                              | Appointment.appointmentType: minimum required = 1
        appointment-unknown-appointment-type           | Appointment.appointmentType              | Unknown code
        appointment-two-reasons                        | Appointment                              | Appointment.reasonCode: max allowed = 1
        appointment-unknown-reason                     | Appointment.reasonCode[0]                | Unknown code
        appointment-no-service-type                    | Appointment                              | Slice 'Appointment.serviceType:appointmentType': a matching slice is required
        appointment-service-type-of-another-profile    | Appointment                              | Slice 'Appointment.serviceType:appointmentType': a matching slice is required
        appointment-two-patients                       | Appointment                              | single-patient-appointment
        appointment-legal-basis-without-episode        | Appointment.extension[1]                 | governance-1
        appointment-legal-basis-without-responsible-organization | Appointment.extension[1]       | responsible-2
        appointment-two-supporting-information         | Appointment                              | Appointment.supportingInformation: max allowed = 1
        appointment-supporting-information-is-a-condition | Appointment.supportingInformation[0]  | points at a Condition; EpisodeOfCare or CarePlan is expected
        appointment-actor-is-a-device                  | Appointment.participant[2].actor         | points at a Device; Patient or Practitioner or RelatedPerson or Location is expected
        appointment-two-care-teams-of-a-participant    | Appointment.participant[0]               | Appointment.participant.extension:careteam: max allowed = 1
        appointment-start-without-end                  | Appointment                              | app-2
        appointment-cancelation-reason-while-booked    | Appointment                              | app-4
        videoappointment-no-times                      | Appointment                              | Appointment.start: minimum required = 1
        videoappointment-service-type-of-another-profile | Appointment                            | Slice 'Appointment.serviceType:appointmentType': a matching slice is required
        videoappointment-two-patients                  | Appointment                              | single-patient-appointment
        videoappointment-two-video-rooms               | Appointment                              | Appointment.identifier:vdxMeetingId: max allowed = 1
        videoappointment-max-participants-is-a-text    | Appointment.extension[1]                 | allows for the types [integer]
        group-appointment-no-assigning-care-team       | Appointment.participant[1]               | ehealth-assigning-careteam': a matching slice is required
        group-appointment-creator-is-a-practitioner    | Appointment.extension[1].value           | points at a Practitioner; CareTeam is expected
        group-appointment-deadline-is-a-text           | Appointment.extension[1]                 | allows for the types [dateTime]
        group-appointment-service-type-of-another-profile | Appointment                           | Slice 'Appointment.serviceType:appointmentType': a matching slice is required
        group-appointment-responsible-not-participating | Appointment                             | responsible-1
        group-videoappointment-no-description          | Appointment                              | Appointment.description: minimum required = 1
        group-videoappointment-service-type-of-another-profile | Appointment                      | Slice 'Appointment.serviceType:appointmentType': a matching slice is required
        """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = BROKEN)
    void refusesEveryInvalidExample(String name, String element, String message) throws IOException {
        Refusal refusal = POLICY.check(example("invalid/ehealth-" + name + ".json"), true)
                .refusal()
                .orElseThrow();

        assertThat(refusal.rule()).isEqualTo(Rule.PROFILE);
        assertThat(refusal.elements()).contains(element);
        assertThat(refusal.text()).contains(message);
        assertThat(refusal.text()).isEqualTo(refusal.facts().get("message") + ".");
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

        assertThat(EXAMPLES.named("invalid")).containsExactlyInAnyOrderElementsOf(named);
    }

    @Test
    void refusesAClaimNobodyKnows() throws IOException {
        assertThat(POLICY.check(example("invalid/ehealth-videoappointment-unknown-profile.json"), true)
                        .refusal()
                        .map(Refusal::rule))
                .contains(Rule.PROFILE_UNKNOWN);
    }
}
