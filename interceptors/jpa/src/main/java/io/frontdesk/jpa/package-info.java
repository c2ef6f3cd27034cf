/** What guards need of HAPI's JPA server, whoever has built that: other resources, what was booked before, operations. */
@NullMarked
package io.frontdesk.jpa;

import org.jspecify.annotations.NullMarked;
