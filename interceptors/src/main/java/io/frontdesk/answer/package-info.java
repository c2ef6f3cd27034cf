/** How refusals and successes are told: the only place that knows HTTP statuses of refusals. */
@NullMarked
package io.frontdesk.answer;

import org.jspecify.annotations.NullMarked;
