package io.frontdesk.field;

import java.time.Instant;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseParameters;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * A write as rules see it.
 *
 * @param before what is stored; nothing on create
 * @param after what would be stored
 * @param at when it is written
 * @param both the same as expressions see it
 */
record Change(Optional<IBaseResource> before, IBaseResource after, Instant at, IBaseParameters both) {}
