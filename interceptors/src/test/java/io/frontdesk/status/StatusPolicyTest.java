package io.frontdesk.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.contract.Contract;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.testing.Contracts;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StatusPolicyTest {

    /**
     * What core answers to every move, the stored status on the left and the proposed one above: yes, no (another one may
     * follow), fin(al), or fro(zen). The first line is for new appointments.
     */
    private static final String CORE = """
        from             proposed pending booked waitlist arrived checked-in fulfilled cancelled noshow entered-in-error
        -                yes      yes     yes    yes      no      no         no        no        no     no
        proposed         yes      yes     yes    yes      no      no         no        yes       no     yes
        pending          no       yes     yes    yes      no      no         no        yes       no     yes
        booked           no       yes     yes    no       yes     yes        yes       yes       yes    yes
        waitlist         yes      yes     yes    yes      no      no         no        yes       no     yes
        arrived          no       no      no     no       yes     yes        yes       yes       no     yes
        checked-in       no       no      no     no       no      yes        yes       yes       no     yes
        fulfilled        no       no      no     no       no      no         yes       no        no     yes
        cancelled        no       no      no     no       no      no         no        yes       no     yes
        noshow           no       no      no     no       no      no         no        no        yes    yes
        entered-in-error fin      fin     fin    fin      fin     fin        fin       fin       fin    fro
        """;

    /** As above for ehealth-dk: everything goes, but out of cancelled and entered-in-error. */
    private static final String EHEALTH_DK = """
        from             proposed pending booked arrived fulfilled cancelled noshow entered-in-error
        -                yes      yes     yes    yes     yes       yes       yes    yes
        proposed         yes      yes     yes    yes     yes       yes       yes    yes
        pending          yes      yes     yes    yes     yes       yes       yes    yes
        booked           yes      yes     yes    yes     yes       yes       yes    yes
        arrived          yes      yes     yes    yes     yes       yes       yes    yes
        fulfilled        yes      yes     yes    yes     yes       yes       yes    yes
        cancelled        fin      fin     fin    fin     fin       yes       fin    fin
        noshow           yes      yes     yes    yes     yes       yes       yes    yes
        entered-in-error fin      fin     fin    fin     fin       fin       fin    yes
        """;

    private static final Map<String, String> RULES = Map.of(
            "yes", "",
            "no", "status.transition",
            "fin", "status.final",
            "fro", "status.frozen");

    static Stream<Arguments> moves() {
        return Stream.concat(
                moves("core", Contracts.core(), CORE), moves("ehealth-dk", Contracts.ehealthDk(), EHEALTH_DK));
    }

    private static Stream<Arguments> moves(String name, Contract contract, String table) {
        List<String[]> rows = table.lines().map(line -> line.split(" +")).toList();
        String[] header = rows.get(0);
        return rows.stream()
                .skip(1)
                .flatMap(row -> Stream.iterate(1, i -> i < header.length, i -> i + 1)
                        .map(i -> Arguments.of(name, row[0], header[i], row[i], contract.status())));
    }

    @ParameterizedTest(name = "{0}: {1} to {2}: {3}")
    @MethodSource("moves")
    void allowsOnlyListedMoves(String contract, String from, String to, String expected, StatusPolicy policy) {
        Decision decision = from.equals("-") ? policy.start(to) : policy.move(from, to);

        String rule = from.equals("-") && expected.equals("no") ? "status.initial" : RULES.get(expected);
        assertThat(decision.refusal().map(refusal -> refusal.rule().id()).orElse(""))
                .isEqualTo(rule);
        decision.refusal().ifPresent(refusal -> {
            assertThat(refusal.elements()).containsExactly("Appointment.status");
            assertThat(refusal.rule().status()).isEqualTo(422);
            assertThat(refusal.facts()).containsEntry("to", to).containsKey("allowed");
        });
    }

    @Test
    void knowsEveryStateOfItsFhirVersion() {
        assertThat(Contracts.core().status().states()).containsExactlyInAnyOrder(header(CORE));
        assertThat(Contracts.ehealthDk().status().states()).containsExactlyInAnyOrder(header(EHEALTH_DK));
    }

    private static String[] header(String table) {
        String[] header = table.lines().findFirst().orElseThrow().split(" +");
        return Arrays.copyOfRange(header, 1, header.length);
    }

    @Test
    void namesFromAndToAndWhatMayFollow() {
        Refusal refusal =
                Contracts.core().status().move("fulfilled", "booked").refusal().orElseThrow();

        assertThat(refusal.text()).isEqualTo("The status cannot change from 'fulfilled' to 'booked'.");
        assertThat(refusal.remedy()).isEqualTo("From 'fulfilled' it may become entered-in-error.");
        assertThat(refusal.facts())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("from", "fulfilled", "to", "booked", "allowed", "entered-in-error"));
    }

    @Test
    void refusesMovesFromAndToStatesThatItDoesNotKnow() {
        assertThat(Contracts.core().status().move("nonsense", "booked").refusal())
                .isPresent();
        assertThat(Contracts.core().status().move("booked", "nonsense").refusal())
                .isPresent();
        assertThat(Contracts.core().status().start("nonsense").refusal()).isPresent();
    }

    @Test
    void deletesOnlyWhatIsDeletable() {
        StatusPolicy core = Contracts.core().status();

        for (String status : core.states()) {
            boolean open = Set.of("proposed", "pending", "waitlist", "booked").contains(status);
            assertThat(core.delete(status).refusal().isEmpty()).as(status).isEqualTo(open);
            assertThat(Contracts.ehealthDk().status().delete("cancelled").refusal())
                    .isEmpty();
        }
        Refusal refusal = core.delete("fulfilled").refusal().orElseThrow();
        assertThat(refusal.rule().id()).isEqualTo("status.undeletable");
        assertThat(refusal.remedy()).isEqualTo("Only one that is one of booked, pending, proposed, waitlist can be.");
    }

    private static final Set<String> CODES = Set.of("proposed", "booked", "cancelled");

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
        initial: [booked]\\ntransitions:\\n  booked: [cancelled]\\n  cancelled: []\\n  gone: []                     | contract.yaml:5: transitions.gone: is no status of this FHIR version; one of booked, cancelled, proposed
        initial: [booked]\\ntransitions:\\n  booked:\\n  - cancelled\\n  - gone\\n  cancelled: []                   | contract.yaml:5: transitions.booked[1]: 'gone' is no status of this FHIR version; one of booked, cancelled, proposed
        initial: [booked]\\ntransitions:\\n  booked: [cancelled]                                                   | contract.yaml:3: transitions.booked[0]: 'cancelled' is not defined; give 'cancelled' a line under status.transitions
        initial: [booked]\\ntransitions:\\n  booked: []\\n  cancelled: [booked]                                     | contract.yaml:4: transitions.cancelled: no path leads from an initial state to 'cancelled'; list it under initial or as a target of another state, or leave it out
        initial: [booked]\\ntransitions:\\n  booked: []\\n  cancelled: [proposed]\\n  proposed: [cancelled]          | contract.yaml:4: transitions.cancelled: no path leads from an initial state to 'cancelled'; list it under initial or as a target of another state, or leave it out
        initial:\\n- booked\\n- gone\\ntransitions:\\n  booked: []                                                 | contract.yaml:3: initial[1]: 'gone' is no status of this FHIR version; one of booked, cancelled, proposed
        initial: [booked, proposed]\\ntransitions:\\n  booked: []                                                 | contract.yaml:1: initial[1]: 'proposed' is not defined; give 'proposed' a line under status.transitions
        initial: [booked]\\ntransitions:\\n  booked: []\\nfrozen: [cancelled]                                      | contract.yaml:4: frozen[0]: 'cancelled' is not defined; give 'cancelled' a line under status.transitions
        initial: [booked]\\ntransitions:\\n  booked: []\\nfrozen: booked                                           | contract.yaml:4: frozen: is the text 'booked'; a list is expected
        initial: [booked]\\ntransitions:\\n  booked: []\\nterminal: [booked]                                       | contract.yaml:4: terminal: unknown key 'terminal'; known here: transitions, initial, frozen, deletable
        initial: [booked]\\ntransitions:\\n  booked: []\\ndeletable: [gone]                                        | contract.yaml:4: deletable[0]: 'gone' is no status of this FHIR version; one of booked, cancelled, proposed
        transitions:\\n  booked: []                                                                              | contract.yaml:1: initial: is missing; a list is expected
        initial: []                                                                                             | contract.yaml:1: transitions: is missing; a map is expected
        """)
    void faultsATableThatIsWrong(String yaml, String fault) {
        assertThat(Contracts.faults(yaml.replace("\\n", "\n"), section -> StatusPolicy.compile(section, CODES)))
                .contains(fault);
    }

    @Test
    void refusesEverythingFromATableWithoutStates() {
        var faults = new LinkedHashMap<String, Decision>();
        StatusPolicy empty =
                Contracts.compiled("{initial: [], transitions: {}}", section -> StatusPolicy.compile(section, CODES));
        faults.put("start", empty.start("booked"));
        faults.put("move", empty.move("booked", "cancelled"));

        assertThat(faults)
                .allSatisfy((what, decision) -> assertThat(decision.refusal()).isPresent());
    }
}
