/** Who is asking, and what their token says about them. */
@NullMarked
package io.frontdesk.caller;

import org.jspecify.annotations.NullMarked;
