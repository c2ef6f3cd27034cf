package io.frontdesk.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.caller.Claims;
import io.frontdesk.contract.Contract;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.request.Interaction;
import io.frontdesk.source.Section;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.Requested;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RightsPolicyTest {

    private static Claims roles(String... roles) {
        return new Claims(Map.of("realm_access", Map.of("roles", List.of(roles))));
    }

    private static Decision ask(
            Contract contract, Claims claims, Interaction interaction, String type, Optional<String> operation) {
        return contract.access().mayAsk(Requested.of(interaction, type, operation, claims));
    }

    private static boolean may(Contract contract, String role, Interaction interaction, String type) {
        return ask(contract, roles(role), interaction, type, Optional.empty()) instanceof Decision.Permit;
    }

    /** Every interaction and every kind of role; what is not marked is refused. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        CREATE             | create write * | create write *
        READ               | read *         | read *
        VREAD              | read *         | read *
        SEARCH             | search *       | search *
        UPDATE             | update write * | update write *
        PATCH              | patch write *  | patch write *
        DELETE             | delete *       | -
        HISTORY_INSTANCE   | read *         | -
        HISTORY_TYPE       | read *         | -
        HISTORY_SYSTEM     | -              | -
        SEARCH_SYSTEM      | -              | -
        TRANSACTION        | -              | -
        BATCH              | -              | -
        OPERATION          | -              | -
        CAPABILITIES       | -              | -
        PAGE               | -              | -
        CONDITIONAL_CREATE | create write * | create write *
        CONDITIONAL_UPDATE | update write * | update write *
        CONDITIONAL_PATCH  | patch write *  | -
        CONDITIONAL_DELETE | delete *       | -
        BUNDLE             | -              | -
        UNKNOWN            | -              | -
        """)
    void allowsOnlyWhatARoleSays(Interaction interaction, String onCore, String onEhealthDk) {
        Map<Contract, String> contracts = Map.of(Contracts.core(), onCore, Contracts.ehealthDk(), onEhealthDk);
        contracts.forEach((rights, enough) -> {
            for (String verb : List.of("create", "write", "read", "search", "update", "patch", "delete", "*")) {
                assertThat(may(rights, "Appointment." + verb, interaction, "Appointment"))
                        .as("Appointment.%s", verb)
                        .isEqualTo(List.of(enough.split(" ")).contains(verb));
                assertThat(may(rights, "Patient." + verb, interaction, "Appointment"))
                        .as("Patient.%s", verb)
                        .isFalse();
            }
        });
    }

    @Test
    void leavesNoInteractionOut() throws NoSuchMethodException {
        String table = RightsPolicyTest.class
                .getDeclaredMethod("allowsOnlyWhatARoleSays", Interaction.class, String.class, String.class)
                .getAnnotation(CsvSource.class)
                .textBlock();

        assertThat(table.lines()
                        .map(line -> line.substring(0, line.indexOf('|')).strip()))
                .containsExactlyInAnyOrderElementsOf(
                        List.of(Interaction.values()).stream().map(Enum::name).toList());
    }

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            quoteCharacter = '`',
            value = {
                "appointment.update",
                "Appointment.Update",
                "APPOINTMENT.UPDATE",
                "Appointment.updat",
                "Appointment.updates",
                "Appointment.update ",
                " Appointment.update",
                "xAppointment.update",
                "Appointment",
                "Appointment.",
                "Appointment*",
                "*",
                "*.*",
                ".*",
                "*.update",
                "{type}.update",
                "AppointmentResponse.update",
                "Appointment.u*",
                "`Appointment.update,Appointment.read`",
                "``",
            })
    void comparesRolesByTheLetter(String role) {
        assertThat(may(Contracts.core(), role, Interaction.UPDATE, "Appointment"))
                .isFalse();
    }

    @Test
    void findsTheRightAmongOthers() {
        assertThat(ask(
                                Contracts.core(),
                                roles("x", "Appointment.update"),
                                Interaction.UPDATE,
                                "Appointment",
                                Optional.empty())
                        .refusal())
                .isEmpty();
    }

    @Test
    void looksForRolesInTheListedClaimsAlone() {
        Claims elsewhere = new Claims(Map.of(
                "roles", List.of("Appointment.update"),
                "resource_access", Map.of("frontdesk", Map.of("roles", List.of("Appointment.update"))),
                "scope", "Appointment.update"));

        assertThat(ask(Contracts.core(), elsewhere, Interaction.UPDATE, "Appointment", Optional.empty())
                        .refusal())
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "$close, $close, true",
        "Appointment$close, $close, true",
        "Patient$close, $close, false",
        "close, $close, false",
        "$closed, $close, false",
        "$clos, $close, false",
        "Appointment.*, $close, false",
        "$, $close, false",
    })
    void allowsOperationsByTheirNames(String role, String operation, boolean allowed) {
        Decision decision =
                ask(Contracts.ehealthDk(), roles(role), Interaction.OPERATION, "Appointment", Optional.of(operation));

        assertThat(decision instanceof Decision.Permit).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({"READ, true", "VREAD, true", "SEARCH, true", "CREATE, false", "UPDATE, false", "PATCH, false"})
    void showsDefinitionsToEveryCaller(Interaction interaction, boolean allowed) {
        assertThat(may(Contracts.core(), "none", interaction, "StructureDefinition"))
                .isEqualTo(allowed);
    }

    @Test
    void namesWhatWouldBeEnough() {
        Refusal refusal = ask(Contracts.ehealthDk(), roles(), Interaction.PATCH, "Appointment", Optional.empty())
                .refusal()
                .orElseThrow();

        assertThat(refusal.text()).isEqualTo("The token carries no right to patch on Appointment.");
        assertThat(refusal.remedy())
                .isEqualTo("Use a token that carries one of Appointment.patch, Appointment.write, Appointment.*"
                        + " in realm_access.roles.");
        assertThat(refusal.facts()).containsEntry("interaction", "patch").containsEntry("type", "Appointment");
    }

    @Test
    void faultsAnInteractionThatFhirDoesNotHave() {
        assertThat(Contracts.faults(
                        "claims: [roles]\ninteractions:\n  read: [a]\n  look: [b]\n", RightsPolicyTest::compile))
                .containsExactly("contract.yaml:4: interactions.look: is no interaction;"
                        + " a FHIR interaction such as read, update, search-type");
    }

    private static RightsPolicy compile(Section section) {
        return RightsPolicy.compile(section, Contracts.R4.getResourceTypes());
    }

    @Test
    void faultsUnknownAndMissingKeys() {
        assertThat(Contracts.faults("claim: [roles]\ninteractions: {}\n", RightsPolicyTest::compile))
                .anyMatch(fault -> fault.startsWith("contract.yaml:1: claims: is missing"))
                .anyMatch(fault ->
                        fault.startsWith("contract.yaml:1: claim: unknown key 'claim'; did you mean 'claims'?"));
    }
}
