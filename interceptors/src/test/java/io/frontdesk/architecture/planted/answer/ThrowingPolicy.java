package io.frontdesk.architecture.planted.answer;

import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;

public final class ThrowingPolicy {
    public void decide() {
        throw new ForbiddenOperationException("a policy must answer instead");
    }
}
