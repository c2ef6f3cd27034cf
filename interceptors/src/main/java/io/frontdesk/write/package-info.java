/** What is about to be stored, and the guards that judge it inside the storage transaction. */
@NullMarked
package io.frontdesk.write;

import org.jspecify.annotations.NullMarked;
