package io.frontdesk.patch;

import static io.frontdesk.patch.Patches.POLICY;
import static io.frontdesk.patch.Patches.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.decision.Decision;
import io.frontdesk.request.PatchOperation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever the patch: all of it is listed, or it is refused; and the order of its operations makes no difference. */
class PatchPolicyProperties {

    private static final Set<String> LISTED = Set.of(
            "replace /status",
            "add /slot",
            "replace /slot",
            "add /reasonCode",
            "add /cancelationReason",
            "replace /extension",
            "add /extension",
            "replace /comment",
            "remove /description",
            "replace /patient-status",
            "add /contained/0/telecom/0/value",
            "replace /contained/0/telecom/0/value",
            "add /contained/0/telecom/0/period/start",
            "replace /contained/0/telecom/0/period/start");

    private static ObjectNode stored() {
        return json("{\"resourceType\":\"Appointment\",\"status\":\"proposed\",\"comment\":\"old\"}");
    }

    @Property
    void everyOperationIsListedOrThePatchIsRefused(@ForAll("patches") List<PatchOperation> patch) {
        if (POLICY.judge(patch) instanceof Decision.Permit) {
            assertThat(patch).allMatch(operation -> LISTED.contains(operation.op() + " " + operation.path()));
            assertThat(patch).extracting(PatchOperation::path).doesNotContain("status", "/id", "/meta");
        }
    }

    @Property
    void theOrderOfOperationsMakesNoDifference(@ForAll("patches") List<PatchOperation> patch, @ForAll Random random) {
        List<PatchOperation> shuffled = new ArrayList<>(patch);
        Collections.shuffle(shuffled, random);
        ObjectNode one = stored();
        ObjectNode other = stored();

        assertThat(POLICY.judge(shuffled)).isEqualTo(POLICY.judge(patch));
        if (POLICY.judge(patch) instanceof Decision.Permit) {
            assertThat(POLICY.judge(shuffled, stored())).isEqualTo(POLICY.judge(patch, stored()));
            POLICY.apply(patch, one);
            POLICY.apply(shuffled, other);
            assertThat(other).isEqualTo(one);
        }
    }

    @Property
    void doingItTwiceIsDoingItOnce(@ForAll("patches") List<PatchOperation> patch) {
        if (POLICY.judge(patch) instanceof Decision.Permit) {
            ObjectNode once = stored();
            POLICY.apply(patch, once);
            ObjectNode twice = once.deepCopy();

            POLICY.apply(patch, twice);

            assertThat(twice).isEqualTo(once);
        }
    }

    @Provide
    Arbitrary<List<PatchOperation>> patches() {
        Arbitrary<String> names = Arbitraries.of(LISTED.stream().sorted().toList());
        Arbitrary<String> wild = Combinators.combine(
                        Arbitraries.of("add", "replace", "remove", "test", "move", "copy", ""),
                        Arbitraries.of(
                                "/status",
                                "status",
                                "/slot",
                                "/slot/0",
                                "/id",
                                "/meta",
                                "/",
                                "",
                                "/comment",
                                "/patient-status"))
                .as((op, path) -> op + " " + path);
        Arbitrary<String> values = Arbitraries.of(
                "\"booked\"",
                "\"cancelled\"",
                "\"arrived\"",
                "\"accepted\"",
                "\"2026-03-09\"",
                "[{\"reference\":\"Slot/7\"}]",
                "[]",
                "[{\"text\":\"a\"}]",
                "{\"coding\":[{\"system\":\"http://reasons.example.org\"}]}",
                "[{\"url\":\"urn:why\"}]",
                "[{\"url\":\"urn:other\"}]",
                "null",
                "7",
                "{}");
        Arbitrary<PatchOperation> operations = Combinators.combine(
                        Arbitraries.frequencyOf(Tuple.of(9, names), Tuple.of(1, wild)), values)
                .as((name, value) -> new PatchOperation(
                        name.substring(0, name.indexOf(' ')),
                        name.substring(name.indexOf(' ') + 1),
                        Patches.tree(value)));
        // So that patches of several right operations come up.
        Arbitrary<List<PatchOperation>> known = Arbitraries.of(
                        "replace /status \"booked\" ; add /slot [{\"reference\":\"Slot/7\"}] ; add /reasonCode []",
                        "replace /slot [{\"reference\":\"Slot/7\"}] ; replace /comment \"x\" ; add /extension [{\"url\":\"urn:other\"}] ; replace /extension [{\"url\":\"urn:why\"}]",
                        "add /contained/0/telecom/0/value \"a\" ; add /contained/0/telecom/0/period/start \"2026\" ; remove /description",
                        "replace /status \"cancelled\" ; add /cancelationReason {\"coding\":[{\"system\":\"http://reasons.example.org\"}]}")
                .map(Patches::patch);
        return Arbitraries.oneOf(operations.list().ofMinSize(1).ofMaxSize(4), known);
    }
}
