/** What is wrong with a contract although it can be compiled: what its author cannot have meant. */
@NullMarked
package io.frontdesk.lint;

import org.jspecify.annotations.NullMarked;
