/** Jetty: addresses, health, request ids, the request log, errors outside FHIR, orderly stop. */
@NullMarked
package io.frontdesk.server.http;

import org.jspecify.annotations.NullMarked;
