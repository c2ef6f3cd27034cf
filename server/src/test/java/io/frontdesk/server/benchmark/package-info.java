/** Programs that measure; none is part of the server or of a test run. */
@NullMarked
package io.frontdesk.server.benchmark;

import org.jspecify.annotations.NullMarked;
