/** What guards decide, measured by Micrometer where a host has that; without it nothing of this is loaded. */
@NullMarked
package io.frontdesk.jpa.metrics;

import org.jspecify.annotations.NullMarked;
