/** Other resources than the one that is being written, in the same storage transaction. */
@NullMarked
package io.frontdesk.store;

import org.jspecify.annotations.NullMarked;
