/** Reading request bodies strictly and within limits. */
@NullMarked
package io.frontdesk.body;

import org.jspecify.annotations.NullMarked;
