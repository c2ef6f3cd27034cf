package io.frontdesk.server.http;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Puts the request's id into every answer. */
final class RequestIdHandler extends Handler.Wrapper {

    RequestIdHandler(Handler next) {
        super(next);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        response.getHeaders().put(RequestIds.HEADER, RequestIds.of(request));
        return super.handle(request, response, callback);
    }
}
