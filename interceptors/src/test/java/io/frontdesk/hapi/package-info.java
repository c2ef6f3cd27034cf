/** What the library takes for granted about HAPI, one test a fact. */
@NullMarked
package io.frontdesk.hapi;

import org.jspecify.annotations.NullMarked;
