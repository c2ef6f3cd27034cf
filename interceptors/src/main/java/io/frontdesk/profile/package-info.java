/** A contract's FHIR definitions: read, expanded and published; and the profiles that appointments are held to. */
@NullMarked
package io.frontdesk.profile;

import org.jspecify.annotations.NullMarked;
