/** The order in which extensions are stored and told. */
@NullMarked
package io.frontdesk.extension;

import org.jspecify.annotations.NullMarked;
