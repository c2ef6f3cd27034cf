/** An appointment as an event of a calendar (RFC 5545). */
@NullMarked
package io.frontdesk.calendar;

import org.jspecify.annotations.NullMarked;
