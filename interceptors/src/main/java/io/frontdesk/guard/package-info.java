/** Wires the guards of a contract to a HAPI server, in one place and one order. */
@NullMarked
package io.frontdesk.guard;

import org.jspecify.annotations.NullMarked;
