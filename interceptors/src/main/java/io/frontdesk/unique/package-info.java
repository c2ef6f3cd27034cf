/** Elements whose values no two resources of the store share. */
@NullMarked
package io.frontdesk.unique;

import org.jspecify.annotations.NullMarked;
