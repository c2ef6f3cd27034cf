package io.frontdesk.plain;

import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;

/**
 * A change that the owner's provider is about to carry out.
 *
 * @param id the resource that it is addressed to, without a version
 * @param held whether the change holds the resource
 * @param stored a copy of what is stored, one that is marked as deleted if it was; empty when nothing was ever stored
 */
record OwnWrite(IIdType id, boolean held, Optional<IBaseResource> stored) {}
