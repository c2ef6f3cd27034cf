package io.frontdesk.server.http;

import java.util.List;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Parts what comes in at the port for operations from what clients send: neither is answered at the other's port. */
final class OperationsHandler extends Handler.Sequence {

    private final Connector operations;
    private final Handler operators;
    private final Handler clients;

    OperationsHandler(Connector operations, Handler operators, Handler clients) {
        super(List.of(operators, clients));
        this.operations = operations;
        this.operators = operators;
        this.clients = clients;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        boolean operator = request.getConnectionMetaData().getConnector() == operations;
        return (operator ? operators : clients).handle(request, response, callback);
    }
}
