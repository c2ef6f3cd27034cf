/** Optimistic locking: nobody overwrites a version they have not seen. */
@NullMarked
package io.frontdesk.version;

import org.jspecify.annotations.NullMarked;
