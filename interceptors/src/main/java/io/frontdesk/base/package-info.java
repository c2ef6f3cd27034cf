/** The rules that FHIR itself sets for a resource, without any profile. */
@NullMarked
package io.frontdesk.base;

import org.jspecify.annotations.NullMarked;
