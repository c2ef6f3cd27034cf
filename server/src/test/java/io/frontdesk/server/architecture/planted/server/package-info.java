@NullMarked
package io.frontdesk.server.architecture.planted.server;

import org.jspecify.annotations.NullMarked;
