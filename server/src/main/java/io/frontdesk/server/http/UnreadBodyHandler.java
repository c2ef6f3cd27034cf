package io.frontdesk.server.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.ResponseUtils;
import org.eclipse.jetty.util.Callback;

/**
 * Says {@code Connection: close} in an answer that is given before all of the body has come, as a refusal by its headers may
 * be (RFC 9112, 9.3 and 9.6). Jetty closes such a connection in any case; a client that is not told sends its next request
 * into it and gets no answer.
 */
final class UnreadBodyHandler extends Handler.Wrapper {

    UnreadBodyHandler(Handler next) {
        super(next);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return super.handle(request, new Telling(request, response), callback);
    }

    private static final class Telling extends Response.Wrapper {

        Telling(Request request, Response response) {
            super(request, response);
        }

        @Override
        public void write(boolean last, ByteBuffer content, Callback callback) {
            if (!isCommitted()) {
                ResponseUtils.ensureConsumeAvailableOrNotPersistent(getRequest(), this);
            }
            super.write(last, content, callback);
        }
    }
}
