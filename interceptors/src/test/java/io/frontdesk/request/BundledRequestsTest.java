package io.frontdesk.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.testing.Requested;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Appointment;
import org.junit.jupiter.api.Test;

class BundledRequestsTest {

    private final Request first = Requested.of(Interaction.UPDATE, Map.of());
    private final Request second = Requested.of(Interaction.UPDATE, Map.of());
    private final BundledRequests bundle = new BundledRequests(List.of(first, second), Map.of(), Map.of());

    private static Appointment visit(String id) {
        Appointment visit = new Appointment();
        visit.setId(id);
        return visit;
    }

    @Test
    void findsTheSecondThatWritesOneResource() {
        assertThat(bundle.writes(first, visit("1"))).isTrue();
        assertThat(bundle.writes(first, visit("1"))).isTrue();
        assertThat(bundle.writes(second, visit("2"))).isTrue();
        assertThat(bundle.writes(second, visit("1"))).isFalse();
    }

    @Test
    void takesNewResourcesWithoutAnIdForDifferentOnes() {
        assertThat(bundle.writes(first, new Appointment())).isTrue();
        assertThat(bundle.writes(second, new Appointment())).isTrue();
        assertThat(bundle.idle()).isEmpty();
    }

    @Test
    void tellsWhichWroteNothing() {
        bundle.writes(second, new Appointment());

        assertThat(bundle.idle()).containsExactly(first);
    }
}
