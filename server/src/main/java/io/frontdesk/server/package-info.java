/** The standalone server: command line, wiring, store and operations. */
@NullMarked
package io.frontdesk.server;

import org.jspecify.annotations.NullMarked;
