@NullMarked
package io.frontdesk.server.architecture.planted.server.cli;

import org.jspecify.annotations.NullMarked;
