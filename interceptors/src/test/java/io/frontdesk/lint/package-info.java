@NullMarked
package io.frontdesk.lint;

import org.jspecify.annotations.NullMarked;
