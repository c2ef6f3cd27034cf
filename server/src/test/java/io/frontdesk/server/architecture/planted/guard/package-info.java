@NullMarked
package io.frontdesk.server.architecture.planted.guard;

import org.jspecify.annotations.NullMarked;
