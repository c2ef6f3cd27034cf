package io.frontdesk.server.http;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Puts the request's id and the date (RFC 9110 section 6.6.1) into every answer. */
final class RequestIdHandler extends Handler.Wrapper {

    RequestIdHandler(Handler next) {
        super(next);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        response.getHeaders().put(RequestIds.HEADER, RequestIds.of(request));
        response.getHeaders().put(getServer().getDateField());
        return super.handle(request, response, callback);
    }
}
