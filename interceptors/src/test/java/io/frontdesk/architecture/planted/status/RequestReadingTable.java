package io.frontdesk.architecture.planted.status;

import ca.uhn.fhir.rest.api.server.RequestDetails;

public final class RequestReadingTable {
    public String whoMoves(RequestDetails request) {
        return request.getResourceName();
    }
}
