/** Rights and context: whether a caller may do and see what they ask for. */
@NullMarked
package io.frontdesk.access;

import org.jspecify.annotations.NullMarked;
