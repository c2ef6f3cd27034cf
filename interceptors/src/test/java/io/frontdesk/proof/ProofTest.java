package io.frontdesk.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.frontdesk.access.RightsGuard;
import io.frontdesk.contract.Contract;
import io.frontdesk.guard.Judges;
import io.frontdesk.proof.Finding.Property;
import io.frontdesk.source.SourceFolder;
import io.frontdesk.status.StatusGuard;
import io.frontdesk.testing.ChangedContract;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.Walks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProofTest {

    @TempDir
    private Path folder;

    static List<String> builtIn() {
        return SourceFolder.builtInNames();
    }

    @ParameterizedTest
    @MethodSource("builtIn")
    void provesEveryBuiltInContract(String name) {
        var proof = Proof.of(Contracts.builtIn(name).status(), Walks.through(name));

        assertThat(proof.findings()).isEmpty();
        assertThat(proof.walked().permitted()).isPositive();
        assertThat(proof.walked().rightless()).isEmpty();
    }

    @Test
    void walksTheWholeOfTheStatusTableAndNothingBesides() {
        Contract core = Contracts.core();
        var walked = Walks.through("core");

        for (String from : core.status().states()) {
            for (String to : core.status().states()) {
                boolean listed =
                        core.status().next(from).contains(to) || from.equals(to) && !from.equals("entered-in-error");
                assertThat(walked.leads(from, to)).as(from + " to " + to).isEqualTo(listed);
            }
            assertThat(walked.leads(from, Stage.DELETED))
                    .as(from)
                    .isEqualTo(
                            List.of("proposed", "pending", "waitlist", "booked").contains(from));
        }
        assertThat(walked.leads(Stage.DELETED, "booked")).isTrue();
        assertThat(walked.leads(Stage.DELETED, "cancelled")).isFalse();
        assertThat(walked.refused("cancelled", "booked")).containsExactly("status.transition");
        assertThat(walked.refused("entered-in-error", "booked")).containsExactly("status.final");
    }

    @Test
    void findsThatAFinalStatusIsLeftByDeletingAndBringingBack() {
        var proof = Proof.of(changed("core")
                .with(
                        "deletable: [proposed, pending, waitlist, booked]",
                        "deletable: [proposed, pending, waitlist, booked, entered-in-error]")
                .compiled());

        Finding finding = only(proof);
        assertThat(finding.property()).isEqualTo(Property.FINAL);
        assertThat(finding.text()).isEqualTo("What is 'entered-in-error', which is final, can become 'booked'.");
        assertThat(finding.remedy()).contains("status.deletable", "deletedId");
        assertThat(finding.steps()).hasSize(4);
        assertThat(finding.steps().get(0))
                .hasToString("POST [base]/Appointment, by the right Appointment.*: (nothing) -> booked");
        assertThat(finding.steps().get(1).toString())
                .startsWith("PUT [base]/Appointment/1, by ")
                .endsWith(": booked -> entered-in-error");
        assertThat(finding.steps().get(2).toString())
                .startsWith("DELETE [base]/Appointment/1, by ")
                .endsWith(": entered-in-error -> (deleted)");
        assertThat(finding.steps().get(3).toString())
                .startsWith("PUT [base]/Appointment/1, by ")
                .endsWith(": (deleted) -> booked");
    }

    @Test
    void findsAStatusThatNoPatchSets() {
        var proof = Proof.of(changed("millennium-2024")
                .with("codes: [arrived, checked-in, fulfilled, cancelled]", "codes: [arrived, checked-in, cancelled]")
                .compiled());

        Finding finding = only(proof);
        assertThat(finding.property()).isEqualTo(Property.REACHED);
        assertThat(finding.stage()).isEqualTo("fulfilled");
        assertThat(finding.text()).contains("into 'fulfilled'", "refused by status.initial");
        assertThat(finding.steps()).isEmpty();
    }

    @Test
    void findsAStatusForWhichNobodyHasTheRight() {
        var proof = Proof.of(changed("fr-sas")
                .with("initial: [pending, booked, fulfilled, noshow, cancelled]", "initial: [pending]")
                .with("conditional-update: [\"{type}.update\", \"{type}.write\"]", "conditional-update: []")
                .with("give: [Appointment.create, Appointment.update]", "give: [Appointment.create]")
                .compiled());

        assertThat(proof.findings())
                .allSatisfy(finding -> assertThat(finding.property()).isEqualTo(Property.REACHED))
                .extracting(Finding::stage)
                .containsExactly("booked", "cancelled", "fulfilled", "noshow");
    }

    @Test
    void findsARightThatEveryTokenGives() {
        var proof = Proof.of(changed("core")
                .with(
                        "    interactions:\n      create",
                        "    grants: [{claim: sub, give: [Appointment.create]}]\n    interactions:\n      create")
                .compiled());

        Finding finding = only(proof);
        assertThat(finding.property()).isEqualTo(Property.RIGHT);
        assertThat(finding.text()).isEqualTo("Somebody writes without a right: a token without rights.");
        assertThat(finding.steps())
                .singleElement()
                .hasToString("POST [base]/Appointment, by a token without rights: (nothing) -> booked");
    }

    @Test
    void findsThatTheGuardOfStatusesIsLeftOut() {
        var proof = without(StatusGuard.class);

        assertThat(proof.findings())
                .filteredOn(finding -> finding.property() == Property.FINAL)
                .singleElement()
                .extracting(Finding::steps, LIST)
                .hasSize(2);
    }

    @Test
    void findsThatTheGuardOfRightsIsLeftOut() {
        var proof = without(RightsGuard.class);

        assertThat(proof.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.property()).isEqualTo(Property.RIGHT);
            assertThat(finding.text()).endsWith(": nobody known.");
            assertThat(finding.steps()).hasSize(1);
        });
    }

    @Test
    void saysWhatItTookForGranted() {
        assertThat(Walks.through("millennium-2024").assumed()).contains("field.one-slot", "slot.unknown");
    }

    private static Proof without(Class<?> guard) {
        Contract core = Contracts.core();
        Judges all = Judges.of(core);
        Judges fewer = new Judges(
                less(all.ofRequests(), guard),
                less(all.ofEntries(), guard),
                less(all.ofWrites(), guard),
                less(all.ofDeletions(), guard));
        return Proof.of(core.status(), new Walk(core, fewer).walk());
    }

    private static <T> List<T> less(List<T> guards, Class<?> guard) {
        List<T> less = new ArrayList<>(guards);
        less.removeIf(guard::isInstance);
        return less;
    }

    private static Finding only(Proof proof) {
        assertThat(proof.findings()).hasSize(1);
        return proof.findings().get(0);
    }

    private ChangedContract changed(String name) {
        return ChangedContract.of(name, folder);
    }
}
