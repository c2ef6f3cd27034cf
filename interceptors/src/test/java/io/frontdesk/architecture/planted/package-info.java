/**
 * Classes that break the rules, each in the one way that its name says, and a few that keep them; {@code
 * ArchitectureTest} runs the rules over them.
 */
@NullMarked
package io.frontdesk.architecture.planted;

import org.jspecify.annotations.NullMarked;
