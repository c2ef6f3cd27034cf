/** Files of a contract as values that know the file, line and key path they stand at, and the faults found in them. */
@NullMarked
package io.frontdesk.source;

import org.jspecify.annotations.NullMarked;
