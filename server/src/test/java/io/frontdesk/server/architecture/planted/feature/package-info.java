@NullMarked
package io.frontdesk.server.architecture.planted.feature;

import org.jspecify.annotations.NullMarked;
