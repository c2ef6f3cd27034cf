/** What the tests of the library share: contracts, a guarded server in this process, and its answers. */
@NullMarked
package io.frontdesk.testing;

import org.jspecify.annotations.NullMarked;
