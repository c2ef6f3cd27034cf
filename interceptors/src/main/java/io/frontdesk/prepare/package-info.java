/** What is made of an appointment that a client sends, before it is judged. */
@NullMarked
package io.frontdesk.prepare;

import org.jspecify.annotations.NullMarked;
