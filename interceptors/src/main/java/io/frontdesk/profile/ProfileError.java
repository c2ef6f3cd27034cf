package io.frontdesk.profile;

/**
 * One way in which a resource does not conform.
 *
 * @param element the FHIRPath of the element
 * @param message what is wrong; may quote the resource
 */
record ProfileError(String element, String message) {}
