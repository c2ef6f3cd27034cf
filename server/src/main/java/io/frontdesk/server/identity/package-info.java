/** The development identity: a token issuer for one machine. */
@NullMarked
package io.frontdesk.server.identity;

import org.jspecify.annotations.NullMarked;
