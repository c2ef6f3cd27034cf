/** What can become of an appointment by the requests that callers may send: walked through, and held against what must not be. */
@NullMarked
package io.frontdesk.proof;

import org.jspecify.annotations.NullMarked;
