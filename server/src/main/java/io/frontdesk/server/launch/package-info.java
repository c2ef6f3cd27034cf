/** From settings to a serving process, and what it says when it is up. */
@NullMarked
package io.frontdesk.server.launch;

import org.jspecify.annotations.NullMarked;
