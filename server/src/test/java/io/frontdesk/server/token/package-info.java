/** Tokens of an issuer of our own, good and hostile, against a whole server. */
@NullMarked
package io.frontdesk.server.token;

import org.jspecify.annotations.NullMarked;
