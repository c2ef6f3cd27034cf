package io.frontdesk.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletSubRequestDetails;
import io.frontdesk.request.Requests;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeletionConflictInterceptorTest {

    private final DeletionConflictInterceptor interceptor = new DeletionConflictInterceptor();
    private final SystemRequestDetails details = new SystemRequestDetails();

    DeletionConflictInterceptorTest() {
        details.setRetry(true);
        details.setMaxRetries(8);
    }

    @Test
    void letsADeletionBeRefusedAtOnce() {
        interceptor.beforeRefusal(details);

        assertThat(details.isRetry()).isFalse();
    }

    @Test
    void letsABundleThatMayTakeTheReferenceAwayCollideOnce() {
        ServletRequestDetails whole = new ServletRequestDetails();
        whole.setRetry(true);
        whole.setMaxRetries(8);
        Requests.bundle(whole, List.of(), Map.of(), Map.of());

        interceptor.beforeRefusal(new ServletSubRequestDetails(whole));

        assertThat(whole.isRetry()).isTrue();
        assertThat(whole.getMaxRetries()).isEqualTo(1);
    }

    @Test
    void takesADeletionThatNobodyHasAskedFor() {
        assertThatNoException().isThrownBy(() -> interceptor.beforeRefusal(null));
    }
}
