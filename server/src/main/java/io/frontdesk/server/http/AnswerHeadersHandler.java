package io.frontdesk.server.http;

import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Puts our headers into every answer, before anybody else puts theirs. */
final class AnswerHeadersHandler extends Handler.Wrapper {

    private final List<Endpoint> endpoints;

    AnswerHeadersHandler(List<Endpoint> endpoints, Handler next) {
        super(next);
        this.endpoints = List.copyOf(endpoints);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        AnswerHeaders.put(request, Endpoint.at(request, endpoints).requestIds(), response.getHeaders());
        return super.handle(request, response, callback);
    }
}
