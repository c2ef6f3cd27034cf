package io.frontdesk.architecture.planted.write;

import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;

public final class ThrowingInterceptor {
    public void refuse() {
        throw new ForbiddenOperationException("refused where it was found");
    }
}
