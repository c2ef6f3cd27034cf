/** The guards in a server that somebody else has built: what concerns them is judged, all else passes as if they were not there. */
@NullMarked
package io.frontdesk.host;

import org.jspecify.annotations.NullMarked;
