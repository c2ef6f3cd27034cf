/** Elements of a resource, addressed by path in a contract and read alike in every FHIR version. */
@NullMarked
package io.frontdesk.element;

import org.jspecify.annotations.NullMarked;
