package io.frontdesk.server.architecture.planted.feature;

import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;

public record JpaBound(IFhirResourceDao<?> dao) {}
