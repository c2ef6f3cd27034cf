package io.frontdesk.token;

import io.frontdesk.caller.Caller;
import java.util.Optional;

/**
 * What is known about a good token.
 *
 * @param caller whom it stands for
 * @param boundTo the thumbprint of the one client certificate that may send it (RFC 8705 section 3.1), if it is bound to one
 */
record VerifiedToken(Caller.Authenticated caller, Optional<String> boundTo) {}
