/** What a search may ask: the parameters offered, and what the token's context and kind of user demand of them. */
@NullMarked
package io.frontdesk.search;

import org.jspecify.annotations.NullMarked;
