package io.frontdesk.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.frontdesk.access.Hidden;
import io.frontdesk.body.BodyIds;
import io.frontdesk.element.BoundCodes;
import io.frontdesk.source.Fault;
import io.frontdesk.source.SourceFolder;
import io.frontdesk.testing.Contracts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractReaderTest {

    private static final String CONTRACT = """
        contract: house
        title: House rules
        fhirVersion: R4
        era: 2024-02-29
        access:
          rights:
            claims: [roles]
            interactions: {read: ["{type}.read"]}
        version: {ifMatch: required}
        status:
          initial: [booked]
          transitions:
            booked: [cancelled]
            cancelled: []
        update:
          mode: replace
          bodyId: must-match
          references: any
          interactions:
          - {types: [Appointment], offer: [read], unknownId: refuse}
        extensions: {order: as-sent}
        """;

    @TempDir
    private Path folder;

    private Contract read(String yaml) throws IOException {
        return Contracts.of(yaml, folder);
    }

    private List<String> faults(String yaml) throws IOException {
        ContractException wrong = catchThrowableOfType(ContractException.class, () -> read(yaml));
        assertThat(wrong).isNotNull();
        assertThat(wrong.getMessage().lines()).hasSameSizeAs(wrong.faults());
        return wrong.faults().stream()
                .map(Fault::toString)
                .map(fault -> fault.replace(folder + "/", ""))
                .toList();
    }

    @Test
    void readsTheSmallestContract() throws IOException {
        Contract contract = read(CONTRACT);

        assertThat(contract.name()).isEqualTo("house");
        assertThat(contract.title()).isEqualTo("House rules");
        assertThat(contract.fhir()).isSameAs(Contracts.R4);
        assertThat(contract.era()).hasToString("2024-02-29");
        assertThat(contract.context()).isEmpty();
        assertThat(contract.hidden()).isEqualTo(Hidden.NOT_FOUND);
        assertThat(contract.update().ids()).isEqualTo(BodyIds.MUST_MATCH);
        assertThat(contract.update().referencesMustExist()).isFalse();
        assertThat(contract.status().states()).containsExactlyInAnyOrder("booked", "cancelled");
    }

    @Test
    void readsEveryBuiltInContract() {
        assertThat(SourceFolder.builtInNames())
                .containsExactly(
                        "candid",
                        "canvas",
                        "core",
                        "ehealth-dk",
                        "ehealth-dk-r4",
                        "fr-sas",
                        "gp-connect",
                        "millennium-2019",
                        "millennium-2024");
        assertThat(Contracts.ehealthDkR4().fhir()).isSameAs(Contracts.R4);
        assertThat(Contracts.core().name()).isEqualTo("core");
        assertThat(Contracts.ehealthDk().name()).isEqualTo("ehealth-dk");
        assertThat(Contracts.ehealthDk().fhir()).isSameAs(Contracts.DSTU3);
        assertThat(Contracts.ehealthDk().context()).isPresent();
        assertThat(Contracts.ehealthDk().hidden()).isEqualTo(Hidden.FORBIDDEN);
    }

    @ParameterizedTest
    @CsvSource({"'', true", "'[json-patch]', false", "'[json-patch, fhirpath-patch]', true"})
    void readsWhichPatchesAreRead(String patches, boolean fhirPath) throws IOException {
        String more = patches.isEmpty() ? "" : "\n  patches: " + patches;

        assertThat(read(CONTRACT.replace("bodyId: must-match", "bodyId: must-match" + more))
                        .update()
                        .fhirPathPatch())
                .isEqualTo(fhirPath);
    }

    @Test
    void readsJsonPatchesAloneWhereItListsWhatTheyMayDo() throws IOException {
        String patch = "\npatch:\n  operations: [{op: [replace], path: /status, value: {codes: [booked]}}]\n";

        assertThat(read(CONTRACT).patch()).isEmpty();
        assertThat(read(CONTRACT + patch).patch()).isPresent();
        assertThat(read(CONTRACT + patch).update().fhirPathPatch()).isFalse();
        assertThat(faults(CONTRACT.replace("bodyId:", "patches: [json-patch, fhirpath-patch]\n  bodyId:") + patch))
                .anyMatch(line -> line.startsWith("contract.yaml:17: update.patches: is no list of patches"));
    }

    @Test
    void readsNoPostForAPatchUnlessTold() throws IOException {
        assertThat(read(CONTRACT).update().methodOverride()).isFalse();
        assertThat(read(CONTRACT.replace("bodyId:", "methodOverride: true\n  bodyId:"))
                        .update()
                        .methodOverride())
                .isTrue();
        assertThat(faults(CONTRACT.replace("bodyId:", "unknownIdFirst: true\n  system: [batch]\n  bodyId:")))
                .anyMatch(line -> line.contains("update.unknownIdFirst: cannot be kept for the entries of a bundle"));
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', textBlock = """
        contract: house      | contrat: house         | contract.yaml:1: contrat: unknown key 'contrat'; did you mean 'contract'?
        contract: house      | contrat: house         | contract.yaml:1: contract: is missing; a text is expected
        fhirVersion: R4      | fhirVersion: R5        | contract.yaml:3: fhirVersion: is 'R5'; one of DSTU3, R4 is expected
        era: 2024-02-29      | era: 2023-02-29        | contract.yaml:4: era: '2023-02-29' is no day; a day such as 2019-11-08
        [booked]             | [checked-out]          | contract.yaml:11: status.initial[0]: 'checked-out' is no status of this FHIR version; one of arrived, booked, cancelled, checked-in, entered-in-error, fulfilled, noshow, pending, proposed, waitlist
        [cancelled]          | [noshow]               | contract.yaml:13: status.transitions.booked[0]: 'noshow' is not defined; give 'noshow' a line under status.transitions
        booked: [cancelled]  | booked: []             | contract.yaml:14: status.transitions.cancelled: no path leads from an initial state to 'cancelled'
        mode: replace        | mode: mix              | contract.yaml:16: update.mode: is 'mix'; one of merge, replace is expected
        bodyId: must-match   | bodyId: must-match\\n  patches: [xml-patch] | contract.yaml:18: update.patches: is no list of patches that are read; [json-patch], or in R4 fhirpath-patch as well
        bodyId: must-match   | bodyId: x              | contract.yaml:17: update.bodyId: is 'x'; one of ignored, must-match, must-match-if-sent is expected
        references: any      | reference: any         | contract.yaml:18: update.reference: unknown key 'reference'; did you mean 'references'?
        order: as-sent       | order: [as-sent]       | contract.yaml:21: extensions.order: is a list; one of as-sent, by-url is expected
        extensions: {        | lunch: {}\\nextensions: { | contract.yaml:21: lunch: unknown key 'lunch'
        extensions: {        | booking: {slots: {statuses: {booked: busy}}}\\nextensions: { | contract.yaml:21: booking.slots: nothing can be stored that appointments would hold; offer [Slot, Schedule] in update.interactions
        extensions: {        | booking: {}\\nextensions: { | contract.yaml:21: booking: keeps nobody's time; add active and actors, or slots
        extensions: {        | booking: {actors: [{types: [Device]}]}\\nextensions: { | contract.yaml:21: booking.active: is missing; a list is expected
        access:              | access:\\n  context: {always: [{name: a, claim: b, elements: [slot], search: room}]} | contract.yaml:6: access.context: 'room' is no search parameter of Appointment; one of FHIR's
        access:              | access:\\n  hidden: gone | contract.yaml:6: access.hidden: is the text 'gone'; not-found or forbidden
        unknownId: refuse    | unknownId: refuse, operations: [everything] | contract.yaml:20: update.interactions[0].operations[0]: 'everything' is no name of an operation; a name with its dollar sign, such as $everything
        extensions: {        | fields: [{rule: a, element: status, frozen: maybe}]\\nextensions: { | contract.yaml:21: fields[0].frozen: is the text 'maybe'; true or false is expected
        extensions: {        | fields: [{rule: a, element: status, must: status.exist(), text: b, remedy: c}]\\nextensions: { | contract.yaml:21: fields[0].must: does not say yes or no
        version: {           | versions: {            | contract.yaml:1: version: is missing; a map is expected
        """)
    void namesFileLineKeyAndRemedyOfAFault(String right, String wrong, String fault) throws IOException {
        String yaml = CONTRACT.replace(right, wrong.replace("\\n", "\n"));

        assertThat(faults(yaml)).anyMatch(line -> line.startsWith(fault));
    }

    @Test
    void tellsEveryFaultAtOnceInTheOrderOfTheFile() throws IOException {
        List<String> faults = faults(CONTRACT.replace("era: 2024-02-29", "era: soon")
                .replace("ifMatch: required", "ifMatch: always")
                .replace("[read]", "[look]"));

        assertThat(faults)
                .extracting(fault -> fault.substring(0, fault.indexOf(": ")))
                .containsExactly("contract.yaml:4", "contract.yaml:9", "contract.yaml:20");
    }

    @Test
    void knowsTheStatesOfEachFhirVersion() {
        assertThat(BoundCodes.at(Contracts.DSTU3, "Appointment.status"))
                .containsExactly(
                        "arrived",
                        "booked",
                        "cancelled",
                        "entered-in-error",
                        "fulfilled",
                        "noshow",
                        "pending",
                        "proposed");
        assertThat(BoundCodes.at(Contracts.R4, "Appointment.status"))
                .hasSize(10)
                .contains("checked-in", "waitlist")
                .doesNotContain("?");
    }
}
