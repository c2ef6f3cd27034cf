/** The values that a contract lists for elements, and what becomes of others. */
@NullMarked
package io.frontdesk.catalogue;

import org.jspecify.annotations.NullMarked;
