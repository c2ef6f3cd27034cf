package io.frontdesk.server.http;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Puts our headers into every answer, before anybody else puts theirs. */
final class AnswerHeadersHandler extends Handler.Wrapper {

    AnswerHeadersHandler(Handler next) {
        super(next);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        AnswerHeaders.put(request, response.getHeaders());
        return super.handle(request, response, callback);
    }
}
