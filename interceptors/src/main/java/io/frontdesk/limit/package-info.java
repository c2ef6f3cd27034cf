/** How much one caller may ask for. */
@NullMarked
package io.frontdesk.limit;

import org.jspecify.annotations.NullMarked;
