package io.frontdesk.server.http;

import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Tells a connection when a request of its has been understood and when it has been answered. */
final class WatchHandler extends Handler.Wrapper {

    WatchHandler(Handler next) {
        super(next);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        // With TLS, what is seen here lies within.
        while (endPoint instanceof EndPoint.Wrapper wrapper) {
            endPoint = wrapper.unwrap();
        }
        if (endPoint instanceof WatchedEndPoint watched) {
            watched.begun();
            Request.addCompletionListener(request, failure -> watched.ended());
        }
        return super.handle(request, response, callback);
    }
}
