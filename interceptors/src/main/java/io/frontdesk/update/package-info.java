/** What an endpoint offers, and which parts of an appointment belong to the server. */
@NullMarked
package io.frontdesk.update;

import org.jspecify.annotations.NullMarked;
