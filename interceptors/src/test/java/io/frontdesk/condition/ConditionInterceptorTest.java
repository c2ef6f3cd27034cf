package io.frontdesk.condition;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import io.frontdesk.answer.AnswerPolicy;
import io.frontdesk.answer.Refusals;
import io.frontdesk.caller.Caller;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.request.Requests;
import io.frontdesk.store.Partition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConditionInterceptorTest {

    private final List<Set<String>> held = new ArrayList<>();
    private final ConditionInterceptor interceptor = new ConditionInterceptor(
            criteria -> {
                held.add(criteria);
                return () -> {};
            },
            (details, type) -> new Partition(
                    true, Optional.ofNullable(details.getTenantId()).map(Integer::valueOf)),
            new Refusals(FhirContext.forR4Cached(), AnswerPolicy.standard()));

    private void update(@Nullable String tenant) {
        ServletRequestDetails details = new ServletRequestDetails();
        details.setTenantId(tenant);
        Requests.replace(
                details,
                new Request(
                        Interaction.CONDITIONAL_UPDATE,
                        "Appointment",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        new Caller.Internal(),
                        Map.of(),
                        Map.of("identifier", List.of("1")),
                        Set.of()));
        interceptor.hold(details);
        interceptor.release(details);
    }

    @Test
    void holdsTheCriteriaOfAPartitionAlone() {
        update("1");
        update("2");
        update(null);

        assertThat(held)
                .containsExactly(
                        Set.of("1:Appointment?identifier=1"),
                        Set.of("2:Appointment?identifier=1"),
                        Set.of("Appointment?identifier=1"));
    }
}
