/** The contract's own rules about the elements of an appointment. */
@NullMarked
package io.frontdesk.field;

import org.jspecify.annotations.NullMarked;
