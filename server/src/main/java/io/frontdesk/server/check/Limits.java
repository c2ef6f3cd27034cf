package io.frontdesk.server.check;

import java.time.Duration;

/**
 * How much a server is asked.
 *
 * @param requests the most requests, but for those that clean up
 * @param pause the time between two requests
 * @param timeout how long one answer may take
 */
public record Limits(int requests, Duration pause, Duration timeout) {}
