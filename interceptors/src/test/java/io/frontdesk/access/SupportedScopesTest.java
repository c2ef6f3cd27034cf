package io.frontdesk.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.request.Interaction;
import io.frontdesk.testing.Contracts;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SupportedScopesTest {

    private static SupportedScopes scopes(String yaml) {
        return Contracts.compiled(yaml, SupportedScopes::compile);
    }

    private final SupportedScopes both = scopes("{versions: [v1, v2], wildcards: true}");
    private final SupportedScopes readers = scopes("{versions: [v1], levels: {patient: [read], user: [read, write]}}");

    @ParameterizedTest
    @CsvSource({
        "v1, user/Appointment.read, true",
        "v1, user/Appointment.rs, false",
        "v2, user/Appointment.rs, true",
        "v2, user/Appointment.read, false",
        "v2, user/*.rs, false"
    })
    void understandsTheSpellingsThatCount(String version, String text, boolean understood) {
        assertThat(scopes("{versions: [" + version + "]}").parse(text).isPresent())
                .isEqualTo(understood);
    }

    @Test
    void permitsAllWhereNoLevelIsListedAndElseWhatIsListed() {
        assertThat(both.permitted(Scope.Level.SYSTEM)).isEqualTo(EnumSet.allOf(Permission.class));
        assertThat(readers.permitted(Scope.Level.PATIENT))
                .containsExactlyInAnyOrder(Permission.READ, Permission.SEARCH);
        assertThat(readers.permitted(Scope.Level.SYSTEM)).isEmpty();
        assertThat(SupportedScopes.none().permitted(Scope.Level.USER)).isEmpty();
    }

    @Test
    void spellsThemOut() {
        assertThat(readers.all(List.of("Appointment")))
                .containsExactly("patient/Appointment.read", "user/Appointment.read", "user/Appointment.write");
        assertThat(readers.enough(Interaction.UPDATE, "Appointment")).containsExactly("user/Appointment.write");
        assertThat(both.enough(Interaction.READ, "Appointment"))
                .contains("user/Appointment.read", "user/Appointment.r", "patient/Appointment.r");
        assertThat(both.single("Slot")).contains("system/Slot.read", "system/Slot.d", "system/Slot.cruds");
    }

    @Test
    void namesWhatToAskFor() {
        assertThat(both.asked(Scope.Level.USER, "", Set.of(Permission.SEARCH))).isEqualTo("user/*.s");
        assertThat(readers.asked(Scope.Level.USER, "Slot", Set.of(Permission.UPDATE, Permission.SEARCH)))
                .isEqualTo("user/Slot.read user/Slot.write");
        assertThat(readers.asked(Scope.Level.SYSTEM, "Slot", Set.of(Permission.READ)))
                .isEmpty();
        assertThat(readers.asked(Scope.Level.USER, "", Set.of(Permission.READ))).isEmpty();
        assertThat(readers.asked(Scope.Level.USER, "Slot", Set.of())).isEmpty();
    }

    @Test
    void leavesPatientsOutWhereNobodyCanBeOne() {
        assertThat(both.capabilities())
                .containsExactly("permission-v1", "permission-v2", "permission-user", "permission-patient");
        assertThat(both.withoutPatients().capabilities()).doesNotContain("permission-patient");
        assertThat(both.withoutPatients().all(List.of("Slot"))).noneMatch(scope -> scope.startsWith("patient/"));
        assertThat(both.withoutPatients().parse("patient/Slot.rs")).isPresent();
    }

    @Test
    void faultsWhatIsNoVersionAndNoPermission() {
        assertThat(Contracts.faults("{versions: [v3], levels: {user: [rs]}}", SupportedScopes::compile))
                .anySatisfy(fault -> assertThat(fault).contains("'v3' is no version of SMART scopes"))
                .anySatisfy(fault -> assertThat(fault).contains("is 'rs'"));
        assertThat(Contracts.faults("{versions: []}", SupportedScopes::compile))
                .anySatisfy(fault -> assertThat(fault).contains("names no version"));
    }
}
