package io.frontdesk.server.http;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Refuses addresses that can be read in two ways ({@code ..%2f}, {@code ..;}), all that Jetty refuses by default. Jetty itself
 * would do so before it has read the headers, so that nobody knew in which format and dialect.
 */
final class AddressHandler extends Handler.Wrapper {

    /** What the connector must let through to here. */
    static final UriCompliance LEFT_TO_US = UriCompliance.UNSAFE;

    AddressHandler(Handler next) {
        super(next);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (request.getHttpURI().hasViolations()) {
            Response.writeError(request, response, callback, HttpStatus.BAD_REQUEST_400);
            return true;
        }
        return super.handle(request, response, callback);
    }
}
