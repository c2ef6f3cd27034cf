/** A contract held against a running server: what each request should be answered, and what it is answered. */
@NullMarked
package io.frontdesk.server.check;

import org.jspecify.annotations.NullMarked;
