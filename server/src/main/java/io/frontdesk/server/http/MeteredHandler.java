package io.frontdesk.server.http;

import io.frontdesk.server.metrics.HttpMetrics;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Measures every request that reaches the server, whatever answers it. */
final class MeteredHandler extends Handler.Wrapper {

    private final HttpMetrics metrics;

    MeteredHandler(HttpMetrics metrics, Handler handler) {
        super(handler);
        this.metrics = metrics;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        long begun = request.getBeginNanoTime();
        metrics.begun();
        Request.addCompletionListener(
                request, failure -> metrics.ended(response.getStatus(), System.nanoTime() - begun));
        return super.handle(request, response, callback);
    }
}
