package io.frontdesk.architecture.planted.answer;

import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;

public final class Refusals {
    public void refuse(String why) {
        throw new ForbiddenOperationException(why);
    }
}
