@NullMarked
package io.frontdesk.proof;

import org.jspecify.annotations.NullMarked;
