/** The operations by which clients find, hold and book free time, on HAPI JPA. */
@NullMarked
package io.frontdesk.jpa.booking;

import org.jspecify.annotations.NullMarked;
