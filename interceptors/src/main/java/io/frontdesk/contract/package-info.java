/** A contract, compiled from its folder into policies. */
@NullMarked
package io.frontdesk.contract;

import org.jspecify.annotations.NullMarked;
