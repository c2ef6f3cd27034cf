/** Bearer tokens: where their keys come from, what makes one good, and the interceptor that asks for one. */
@NullMarked
package io.frontdesk.token;

import org.jspecify.annotations.NullMarked;
