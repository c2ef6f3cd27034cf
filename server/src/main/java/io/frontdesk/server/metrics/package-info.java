/** What is measured while the server runs, for Prometheus. */
@NullMarked
package io.frontdesk.server.metrics;

import org.jspecify.annotations.NullMarked;
