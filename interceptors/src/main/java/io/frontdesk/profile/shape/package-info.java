/** Which appointments a validator cannot tell apart, because they differ only in values that no rule looks at. */
@NullMarked
package io.frontdesk.profile.shape;

import org.jspecify.annotations.NullMarked;
