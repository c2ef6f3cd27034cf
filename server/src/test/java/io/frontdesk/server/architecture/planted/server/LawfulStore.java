package io.frontdesk.server.architecture.planted.server;

import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;

public record LawfulStore(IFhirResourceDao<?> dao) {}
