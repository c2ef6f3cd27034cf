/** The servers that share one database, and that all of them hold to the same contract. */
@NullMarked
package io.frontdesk.node;

import org.jspecify.annotations.NullMarked;
