package io.frontdesk.server;

import ca.uhn.fhir.jpa.dao.JpaDaoResourceLinkResolver;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * HAPI's resolver of references, for a store without a DAO for every type.
 *
 * <p>A reference to a type that is not served is like one to a resource that is not there: kept as it is, or refused if
 * referential integrity is asked for. HAPI's own answers it with an internal error.
 */
final class ServedTypesLinkResolver extends JpaDaoResourceLinkResolver {

    @Override
    public void validateTypeOrThrowException(Class<? extends IBaseResource> type) {
        // Every type of the FHIR version may be referred to.
    }
}
