/** The server's own certificate, and the client certificates that it takes. */
@NullMarked
package io.frontdesk.server.tls;

import org.jspecify.annotations.NullMarked;
