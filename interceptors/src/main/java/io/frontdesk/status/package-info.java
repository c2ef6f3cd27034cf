/** The status table of appointments. */
@NullMarked
package io.frontdesk.status;

import org.jspecify.annotations.NullMarked;
