/** What a JSON Patch may do, operation by operation, where a contract lists it. */
@NullMarked
package io.frontdesk.patch;

import org.jspecify.annotations.NullMarked;
