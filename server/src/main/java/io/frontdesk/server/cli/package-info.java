/** The command line: from words, environment and a file to settings, from failures to exit codes. */
@NullMarked
package io.frontdesk.server.cli;

import org.jspecify.annotations.NullMarked;
