/** What guards in shadow would have refused. */
@NullMarked
package io.frontdesk.shadow;

import org.jspecify.annotations.NullMarked;
