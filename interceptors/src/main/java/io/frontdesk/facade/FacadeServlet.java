package io.frontdesk.facade;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The JSON interface of a contract, beside its FHIR endpoint. Each request becomes one to the endpoint, with the caller's own
 * token; what the endpoint refuses is told as the contract's {@code facade.errors} say.
 */
public final class FacadeServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private final transient FacadePolicy policy;
    private final transient Teller teller;
    private final transient Appointments appointments;
    private final transient Lists lists;

    /**
     * @param fhir answers the endpoint's FHIR requests
     * @param path where it stands on the server, such as {@code /fhir/clinic}
     * @param mostBytes the longest body in bytes; a longer one is 413
     */
    public FacadeServlet(FacadePolicy policy, Servlet fhir, String path, int mostBytes) {
        FhirEndpoint endpoint = new FhirEndpoint(fhir, path);
        this.policy = policy;
        this.teller = new Teller(policy, endpoint);
        this.appointments = new Appointments(policy, endpoint, teller, mostBytes);
        this.lists = new Lists(policy, endpoint);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        List<String> pieces = Route.pieces(request.getServletPath()
                + Optional.ofNullable(request.getPathInfo()).orElse(""));
        List<Route> here = policy.at(pieces);
        String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
        Optional<Route> route =
                here.stream().filter(known -> known.method().equals(method)).findFirst();
        FhirEndpoint.Exchange exchange = new FhirEndpoint.Exchange(request, response);
        if (route.isEmpty()) {
            elsewhere(response, here);
            return;
        }
        try {
            handle(exchange, route.get(), pieces);
        } catch (BadMessageException e) {
            teller.tell(exchange, e);
        }
    }

    private void elsewhere(HttpServletResponse response, List<Route> here) throws IOException {
        if (here.isEmpty()) {
            teller.tell(response, 404, "Nothing is served under this address.");
            return;
        }
        String allowed = here.stream().map(Route::method).sorted().distinct().collect(Collectors.joining(", "));
        response.setHeader("Allow", allowed);
        teller.tell(response, 405, "The address takes " + allowed + ".");
    }

    private void handle(FhirEndpoint.Exchange exchange, Route route, List<String> pieces)
            throws IOException, ServletException, BadMessageException {
        String id = route.said(Route.ID, pieces).orElse("");
        if (route.path().contains(Route.ID) && !Form.isId(id)) {
            // What is no id may mean something else to the endpoint: Appointment/_search is a search.
            throw BadMessageException.notFound("Nothing is stored under this id.");
        }
        String version = route.said(Route.VERSION, pieces).orElse("");
        switch (route.does()) {
            case CREATE -> appointments.create(exchange, route);
            case UPDATE -> appointments.update(exchange, route, id, version);
            case SET -> appointments.set(exchange, route, id, version);
            case READ -> appointments.read(exchange, route, id);
            case HISTORY -> appointments.history(exchange, route, id);
            case CHANGES -> appointments.changes(exchange, route);
            case PAGE -> list(exchange, route, lists.page(exchange, route));
            case GROUPS -> list(exchange, route, lists.groups(exchange, route));
            case COUNTS -> list(exchange, route, lists.counts(exchange, route));
            case OPENAPI -> teller.answer(exchange.response(), route.status(), OpenApi.of(policy));
        }
    }

    private void list(FhirEndpoint.Exchange exchange, Route route, Lists.Listed listed)
            throws IOException, ServletException {
        if (listed.list().isPresent()) {
            teller.answer(exchange.response(), route.status(), listed.list().get());
        } else {
            teller.refuse(exchange, listed.answer());
        }
    }
}
