/** What a client asks for, before its body is read, and the guards that judge it then. */
@NullMarked
package io.frontdesk.request;

import org.jspecify.annotations.NullMarked;
