package io.frontdesk.architecture.planted.write;

import ca.uhn.fhir.rest.api.server.RequestDetails;

public record RequestReadingPolicy(RequestDetails request) {}
