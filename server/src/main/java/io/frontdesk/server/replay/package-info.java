/** A contract over the writes of the past: which of them it would have refused. */
@NullMarked
package io.frontdesk.server.replay;

import org.jspecify.annotations.NullMarked;
