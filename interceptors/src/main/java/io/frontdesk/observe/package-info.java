/** Who is told what guards decide. */
@NullMarked
package io.frontdesk.observe;

import org.jspecify.annotations.NullMarked;
