/** Whose time is taken: no two active appointments of one actor overlap. */
@NullMarked
package io.frontdesk.booking;

import org.jspecify.annotations.NullMarked;
