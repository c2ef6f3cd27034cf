package io.frontdesk.profile;

import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * One conformance resource of a contract.
 *
 * @param type the FHIR type
 * @param id the id under which it is published
 * @param url the canonical URL, without version
 * @param file what faults call the file it stands in
 * @param resource the resource, a StructureDefinition with its snapshot; must not be changed, since all readers share it
 */
public record Definition(String type, String id, String url, String file, IBaseResource resource) {}
