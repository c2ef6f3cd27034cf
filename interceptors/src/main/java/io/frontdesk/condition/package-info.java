/** Conditional interactions: what their criteria must be, and that two of them do not both create. */
@NullMarked
package io.frontdesk.condition;

import org.jspecify.annotations.NullMarked;
