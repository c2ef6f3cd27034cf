/**
 * Classes that break the rules, each in the one way that its name says, and a few that keep them; {@code
 * ServerArchitectureTest} runs the rules over them.
 */
@NullMarked
package io.frontdesk.server.architecture.planted;

import org.jspecify.annotations.NullMarked;
