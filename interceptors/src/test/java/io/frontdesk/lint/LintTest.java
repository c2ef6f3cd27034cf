package io.frontdesk.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.frontdesk.source.SourceFolder;
import io.frontdesk.testing.ChangedContract;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.Walks;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LintTest {

    private static final String MILLENNIUM = "millennium-2019";
    private static final String LATER = "millennium-2024";

    private static final String NO_COMMENT = """
            {"resourceType": "StructureDefinition", "id": "no-comment", "url": "http://example.org/no-comment",
             "name": "NoComment", "status": "active", "fhirVersion": "4.0.1", "kind": "resource", "abstract": false,
             "type": "Appointment", "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Appointment",
             "derivation": "constraint",
             "differential": {"element": [
               {"id": "Appointment", "path": "Appointment"},
               {"id": "Appointment.comment", "path": "Appointment.comment", "max": "0"}]}}
            """;

    @TempDir
    private Path folder;

    static List<String> builtIn() {
        return SourceFolder.builtInNames();
    }

    @ParameterizedTest
    @MethodSource("builtIn")
    void smellsNothingInABuiltInContract(String name) {
        assertThat(Lint.of(SourceFolder.builtIn(name), Contracts.builtIn(name), Walks.through(name)))
                .isEmpty();
    }

    /** A built-in contract, words in it and those put in their place, and what is smelled where. */
    static Stream<Arguments> planted() {
        return Stream.of(
                arguments(
                        "core",
                        "entered-in-error: []",
                        "entered-in-error: [entered-in-error]",
                        "status.itself",
                        "status.transitions.entered-in-error[0]"),
                arguments(
                        LATER,
                        "codes: [arrived, checked-in, fulfilled, cancelled]",
                        "codes: [arrived, checked-in, cancelled]",
                        "status.unreachable",
                        "status.transitions.fulfilled"),
                arguments(
                        MILLENNIUM,
                        "proposed: []  ",
                        "proposed: [booked] ",
                        "status.move-unused",
                        "status.transitions.proposed[0]"),
                arguments(
                        MILLENNIUM,
                        "initial: [proposed, booked]",
                        "initial: [proposed, booked]\n  deletable: [proposed]",
                        "status.deletable-unused",
                        "status.deletable"),
                arguments(
                        MILLENNIUM,
                        "statuses: {booked: busy,",
                        "statuses: {noshow: busy, booked: busy,",
                        "status.elsewhere",
                        "booking.slots.statuses.noshow"),
                arguments(
                        MILLENNIUM,
                        "on: [arrived, checked-in]",
                        "on: [arrived, noshow]",
                        "status.elsewhere",
                        "effects[0].on[1]"),
                arguments(
                        MILLENNIUM,
                        "codes: [arrived, checked-in, cancelled]",
                        "codes: [arrived, checked-in, cancelled, noshow]",
                        "status.elsewhere",
                        "patch.operations[0].value.codes[3]"),
                arguments(
                        MILLENNIUM,
                        "codes: [arrived, checked-in, cancelled]",
                        "codes: [arrived, checked-in, cancelled, proposed]",
                        "patch.dead",
                        "patch.operations[0]"),
                arguments(
                        MILLENNIUM,
                        "path: /status, value: {codes",
                        "path: /note, to: [/participant/status], value: {codes",
                        "patch.outside",
                        "patch.operations[0].to"),
                arguments(
                        LATER,
                        "path: /comment, value: {type: string}",
                        "path: /comment, value: {type: CodeableConcept}",
                        "patch.outside",
                        "patch.operations[8].path"),
                arguments(
                        LATER,
                        "path: /comment, value: {type: string}, needs: [replace /slot]",
                        "path: /comment, value: {type: string}, needs: [replace /start]",
                        "patch.company-unlisted",
                        "patch.operations[8].needs[0]"),
                arguments(
                        LATER,
                        "- /contained/0/telecom/0/period/start\n        -",
                        "- /contained/0/telecom/0/period/begin\n        -",
                        "patch.company-unlisted",
                        "patch.together[0].paths[2]"),
                arguments(MILLENNIUM, "search-type, patch]", "search-type, update]", "patch.unused", "patch"),
                arguments(
                        MILLENNIUM,
                        "search-type, patch]\n",
                        "search-type, patch]\n      deletedId: create\n",
                        "offer.deleted-unused",
                        "update.interactions[0].deletedId"),
                arguments(
                        MILLENNIUM,
                        "user: [read, write]\n      system: [read, write]",
                        "user: [read]\n      system: [read]",
                        "rights.nobody",
                        "update.interactions[0].offer[0]"),
                arguments(
                        "fr-sas",
                        "history-instance: [\"{type}.read\"]",
                        "history-instance: [\"{type}.read\"]\n      delete: [\"{type}.delete\"]",
                        "rights.unused",
                        "access.rights.interactions.delete"),
                arguments(
                        "fr-sas",
                        "conditional-update: [\"{type}.update\", \"{type}.write\"]\n",
                        "update: [\"{type}.update\", \"{type}.write\"]\n",
                        "rights.nobody",
                        "update.interactions[0].offer[1]"),
                field(
                        "when: \"status = 'booked'\"\n    must: \"slot",
                        "when: \"status = 'waitlist'\"\n    must: \"slot",
                        "field.never",
                        "fields[2].when"),
                field(
                        "when: \"status = 'booked'\"\n    must: \"slot",
                        "when: \"slot.exists() and status = 'arrived'\"\n    must: \"slot",
                        "field.never",
                        "fields[2].when"),
                field(
                        "must: \"implicitRules.empty()\"",
                        "must: \"status in ('proposed'|'booked'|'arrived'|'checked-in'|'cancelled')\"",
                        "field.never",
                        "fields[0].must"),
                field("must: \"implicitRules.empty()\"", "must: \"1 = 2\"", "field.always", "fields[0].must"),
                field(
                        "element: participant.type\n    on: [create]\n    must: \"participant.type.empty()\"",
                        "element: participant.status\n    values: [accepted, acepted]",
                        "field.value-unknown",
                        "fields[7].values[1]"),
                arguments(
                        MILLENNIUM,
                        "      search.key: {",
                        "      booking.overlap: {status: 409}\n      search.key: {",
                        "refusal.never",
                        "answers.refusals.rules[\"booking.overlap\"]"));
    }

    private static Arguments field(String words, String others, String rule, String key) {
        return arguments(MILLENNIUM, words, others, rule, key);
    }

    @ParameterizedTest(name = "{3}: {2}")
    @MethodSource("planted")
    void smellsWhatWasPlantedAndSaysWhere(String name, String words, String others, String rule, String key) {
        var contract = changed(name, words, others);

        List<Smell> smells = Lint.of(contract.folder(), contract.compiled());

        assertThat(smells.stream()
                        .map(smell -> smell.rule() + " " + smell.fault().key()))
                .as("%s", smells)
                .contains(rule + " " + key);
        assertThat(smells).allSatisfy(smell -> {
            assertThat(smell.fault().line()).isGreaterThan(1);
            assertThat(smell.fault().wrong()).isNotBlank();
            assertThat(smell.fault().right()).isNotBlank();
        });
    }

    @Test
    void smellsAPatchPathThatEveryProfileForbids() {
        String row = "    - {op: [replace], path: /status,";
        var contract = changed(MILLENNIUM, row, "    - {op: [replace], path: /comment, value: {type: string}}\n" + row)
                .with(
                        "\nextensions:",
                        "\nprofiles:\n  mode: enforce\n  apply: [{validate: [\"http://example.org/no-comment\"]}]\n\nextensions:")
                .adding("definitions/no-comment.json", NO_COMMENT);

        assertThat(Lint.of(contract.folder(), contract.compiled()))
                .singleElement()
                .asString()
                .contains(
                        ": patch.operations[0].path: '/comment' is forbidden by the profiles (max 0): Appointment.comment; ",
                        "[patch.outside]");
    }

    @Test
    void smellsNothingWhereItIsSaidTwiceThatNothingIsDeleted() {
        var contract =
                changed(MILLENNIUM, "initial: [proposed, booked]", "initial: [proposed, booked]\n  deletable: []");

        assertThat(Lint.of(contract.folder(), contract.compiled())).isEmpty();
    }

    @Test
    void smellsARightThatEveryTokenHas() {
        var contract = changed("fr-sas", "claim: certificate.subject, give", "claim: iss, give");

        assertThat(Lint.of(contract.folder(), contract.compiled()))
                .extracting(Smell::rule)
                .containsExactly("rights.none-asked");
    }

    @Test
    void explainsWhatItSmellsWithFileLineAndRemedy() {
        var contract = changed("core", "waitlist, booked]\n\nupdate", "waitlist, booked, entered-in-error]\n\nupdate");

        assertThat(Lint.of(contract.folder(), contract.compiled()))
                .singleElement()
                .asString()
                .startsWith(folder.resolve("contract.yaml") + ":")
                .contains(
                        ": status.transitions.entered-in-error: is final and does not stay so: POST [base]/Appointment, by ")
                .contains("; then DELETE [base]/Appointment/1")
                .contains("take it out of status.deletable")
                .endsWith(" [status.final-left]");
    }

    private ChangedContract changed(String name, String words, String others) {
        return ChangedContract.of(name, folder).with(words, others);
    }
}
