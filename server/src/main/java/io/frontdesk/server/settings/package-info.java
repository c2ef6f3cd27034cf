/** What an operator decided, complete and checked. */
@NullMarked
package io.frontdesk.server.settings;

import org.jspecify.annotations.NullMarked;
