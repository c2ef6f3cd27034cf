/** What must be stored along with a change of an appointment. */
@NullMarked
package io.frontdesk.effect;

import org.jspecify.annotations.NullMarked;
