/** How the log is written. What may stand in it is for those who log. */
@NullMarked
package io.frontdesk.server.log;

import org.jspecify.annotations.NullMarked;
