/**
 * A JSON interface of another make beside the FHIR endpoint, over the same store and behind the same guards: what a client
 * sends is translated into a FHIR request, which the endpoint answers as any other, and the answer is translated back.
 */
@NullMarked
package io.frontdesk.facade;

import org.jspecify.annotations.NullMarked;
