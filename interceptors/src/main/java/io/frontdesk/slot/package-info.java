/** The Slots that appointments hold, and keeping them in step. */
@NullMarked
package io.frontdesk.slot;

import org.jspecify.annotations.NullMarked;
