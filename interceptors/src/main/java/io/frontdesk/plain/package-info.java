/** Guards servers whose resource providers store and find for themselves, and call no hooks when they do. */
@NullMarked
package io.frontdesk.plain;

import org.jspecify.annotations.NullMarked;
