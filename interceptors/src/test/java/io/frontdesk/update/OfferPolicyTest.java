package io.frontdesk.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.request.Interaction;
import io.frontdesk.testing.Contracts;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OfferPolicyTest {

    private static final Set<String> TYPES = Set.of("Appointment", "Patient", "Slot");

    private final OfferPolicy core = Contracts.core().update().offers();

    @ParameterizedTest
    @EnumSource
    void offersOnAppointmentsWhatTheContractListsAndNothingElse(Interaction interaction) {
        Set<Interaction> offered = EnumSet.of(
                Interaction.CREATE,
                Interaction.READ,
                Interaction.VREAD,
                Interaction.HISTORY_INSTANCE,
                Interaction.HISTORY_TYPE,
                Interaction.SEARCH,
                Interaction.UPDATE,
                Interaction.PATCH,
                Interaction.DELETE,
                Interaction.CONDITIONAL_CREATE,
                Interaction.CONDITIONAL_UPDATE,
                Interaction.CONDITIONAL_PATCH,
                Interaction.CONDITIONAL_DELETE,
                Interaction.CAPABILITIES,
                Interaction.PAGE);

        assertThat(core.offers(interaction, "Appointment", true, Optional.empty()) instanceof Decision.Permit)
                .isEqualTo(offered.contains(interaction));
    }

    @ParameterizedTest
    @EnumSource
    void offersOnTheWholeSystemWhatTheContractListsAndNothingElse(Interaction interaction) {
        Set<Interaction> always = EnumSet.of(Interaction.CAPABILITIES, Interaction.PAGE);
        Set<Interaction> bundles = EnumSet.of(Interaction.BUNDLE, Interaction.TRANSACTION, Interaction.BATCH);

        assertThat(core.offers(interaction, "", false, Optional.empty()) instanceof Decision.Permit)
                .isEqualTo(always.contains(interaction) || bundles.contains(interaction));
        assertThat(
                        Contracts.ehealthDk().update().offers().offers(interaction, "", false, Optional.empty())
                                instanceof Decision.Permit)
                .isEqualTo(always.contains(interaction));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        OPERATION | Appointment       | false | DELETE, GET, PATCH, POST, PUT
        CONDITIONAL_PATCH | Patient   | false | GET, POST, PUT
        HISTORY_INSTANCE | Patient    | true  | DELETE, GET, PATCH, PUT
        UPDATE  | AppointmentResponse | true  | GET
        CREATE  | AppointmentResponse | false | GET
        READ    | Basic               | true  | ``
        """)
    void namesTheMethodsOfTheAddress(Interaction interaction, String type, boolean onOne, String allow) {
        Refusal refusal = core.offers(interaction, type, onOne, Optional.empty())
                .refusal()
                .orElseThrow();

        assertThat(refusal.rule().status()).isEqualTo(405);
        assertThat(refusal.headers()).containsEntry("Allow", allow);
    }

    @ParameterizedTest
    @CsvSource({
        "Appointment, false, false",
        "Appointment, true, false",
        "Patient, false, true",
        "Patient, true, false",
        "AppointmentResponse, false, false",
        "Basic, false, false",
    })
    void createsUnderAnUnknownIdOnlyWhereListedAndWithoutAVersion(String type, boolean versionNamed, boolean creates) {
        assertThat(core.mayCreateUnder(type, "x", versionNamed) instanceof Decision.Permit)
                .isEqualTo(creates);
    }

    @ParameterizedTest
    @CsvSource({
        "Appointment, $validate, false",
        "Encounter, $everything, true",
        "Appointment, $meta-add, false",
        "Appointment, $everything, false",
        "Patient, $everything, true",
        "Patient, $everythin, false",
        "Basic, $meta, false",
        "'', $meta, false",
    })
    void offersTheOperationsThatAreListed(String type, String operation, boolean offered) {
        assertThat(core.offers(Interaction.OPERATION, type, true, Optional.of(operation)) instanceof Decision.Permit)
                .isEqualTo(offered);
    }

    @Test
    void offersTheHistoryOfAllWhereItIsListed() {
        OfferPolicy policy = Contracts.compiled("""
                system: [history-system]
                interactions:
                - {types: [Slot], offer: [read], unknownId: refuse}
                """, section -> OfferPolicy.compile(section, TYPES));

        assertThat(policy.offers(Interaction.HISTORY_SYSTEM, "", false, Optional.empty()))
                .isEqualTo(Decision.permit());
        assertThat(policy.offers(Interaction.SEARCH_SYSTEM, "", false, Optional.empty()))
                .isNotEqualTo(Decision.permit());
    }

    @Test
    void bringsBackADeletedResourceOnlyWhereListed() {
        assertThat(core.mayRevive("Appointment").refusal()).isEmpty();
        assertThat(core.mayRevive("AppointmentResponse")
                        .refusal()
                        .orElseThrow()
                        .rule()
                        .status())
                .isEqualTo(410);
        assertThat(Contracts.ehealthDk()
                        .update()
                        .offers()
                        .mayRevive("Appointment")
                        .refusal())
                .isPresent();
    }

    @Test
    void listsItsTypesInOrder() {
        OfferPolicy policy = Contracts.compiled("""
                interactions:
                - {types: [Slot, Appointment], offer: [read], unknownId: refuse}
                """, section -> OfferPolicy.compile(section, TYPES));

        assertThat(policy.types()).containsExactly("Appointment", "Slot");
        assertThat(policy.on("Slot")).containsExactly(Interaction.READ);
        assertThat(policy.on("Patient")).isEmpty();
    }

    @Test
    void offersWhatIsNotPublishedWithoutTellingOfIt() {
        OfferPolicy policy = Contracts.compiled("""
                interactions:
                - {types: [Slot], offer: [create], unpublished: [read, delete], unknownId: refuse}
                """, section -> OfferPolicy.compile(section, TYPES));

        assertThat(policy.on("Slot")).containsExactly(Interaction.READ, Interaction.CREATE, Interaction.DELETE);
        assertThat(policy.published("Slot")).containsExactly(Interaction.CREATE);
        assertThat(policy.offers(Interaction.READ, "Slot", true, Optional.empty()))
                .isInstanceOf(Decision.Permit.class);
        Refusal refusal = policy.offers(Interaction.PATCH, "Slot", true, Optional.empty())
                .refusal()
                .orElseThrow();
        assertThat(refusal.remedy()).isEqualTo("On Slot it offers create.");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
        - {types: [Visit], offer: [read], unknownId: refuse}  | contract.yaml:2: interactions[0].types[0]: 'Visit' is no resource type of this FHIR version; a type such as Patient
        - {types: [Slot, Slot], offer: [read], unknownId: refuse}  | contract.yaml:2: interactions[0].types[1]: 'Slot' stands in two groups; list it once
        - {types: [Slot], offer: [read, look], unknownId: refuse} | contract.yaml:2: interactions[0].offer[1]: 'look' is no interaction; a FHIR interaction such as read or update
        - {types: [Slot], offer: [read], unknownId: keep}     | contract.yaml:2: interactions[0].unknownId: is 'keep'; one of create, refuse is expected
        - {types: [Slot], offer: [read], unknownId: refuse, operations: [$expunge]} | contract.yaml:2: interactions[0].operations[0]: HAPI's '$expunge' changes what is stored past the guards; leave it out, and change resources by PUT, PATCH and DELETE
        - {types: [Slot], offer: [read]}                      | contract.yaml:2: interactions[0].unknownId: is missing; one of create, refuse is expected
        - {type: [Slot], offer: [read], unknownId: refuse}    | contract.yaml:2: interactions[0].types: is missing; a list is expected
        """)
    void faultsAGroupThatIsWrong(String group, String fault) {
        assertThat(Contracts.faults("interactions:\n" + group, section -> OfferPolicy.compile(section, TYPES)))
                .contains(fault);
    }
}
