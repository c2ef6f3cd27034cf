package io.frontdesk.access;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.RestfulServerUtils;
import ca.uhn.fhir.util.FhirTerser;
import ca.uhn.fhir.util.UrlUtil;
import io.frontdesk.answer.Refusals;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Refusal;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.QueryParameters;
import io.frontdesk.request.Request;
import io.frontdesk.request.Requests;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseBundle;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/** Pages what a caller asks for who may see only some of it: nothing in a page tells of what was left out. */
@Interceptor
public final class VisiblePageInterceptor {

    private static final String KEY = VisiblePage.class.getName();
    private static final int PAGE = 20;

    private static final Set<Interaction> PAGED = Set.of(
            Interaction.SEARCH,
            Interaction.SEARCH_SYSTEM,
            Interaction.HISTORY_INSTANCE,
            Interaction.HISTORY_TYPE,
            Interaction.HISTORY_SYSTEM);

    private final FhirContext fhir;
    private final Sights sights;
    private final Set<String> served;
    private final Hidden hidden;
    private final boolean exact;
    private final Refusals refusals;

    /**
     * Takes the types that the endpoint serves, among which a question to no single type chooses.
     *
     * @param exact whether the store finds what parameters say and nothing else, so that a search can be narrowed by them
     */
    public VisiblePageInterceptor(
            FhirContext fhir, Sights sights, Set<String> served, Hidden hidden, boolean exact, Refusals refusals) {
        this.fhir = fhir;
        this.sights = sights;
        this.exact = exact;
        this.served = Set.copyOf(served);
        this.hidden = hidden;
        this.refusals = refusals;
    }

    /** POST_PROCESSED, after the guards have judged what was asked, because HAPI has not read the parameters yet. */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED, order = 5)
    void beforeRead(RequestDetails details) {
        Optional<Request> asked = Requests.of(details).filter(this::needsJudging);
        Optional<Map<String, List<String>>> confined =
                asked.filter(request -> exact).flatMap(sights::searched);
        if (confined.isPresent()) {
            details.setParameters(QueryParameters.arrays(confined.get()));
        } else if (asked.isPresent()) {
            Integer pageSize = details.getServer().getDefaultPageSize();
            VisiblePage page = new VisiblePage(asked.get(), pageSize == null ? PAGE : pageSize);
            details.setParameters(page.widened());
            details.getUserData().put(KEY, page);
        }
    }

    /** Returns the page that was begun for the request, if its caller needs one. */
    static Optional<VisiblePage> pageOf(RequestDetails details) {
        return Optional.ofNullable((VisiblePage) details.getUserData().get(KEY));
    }

    private boolean needsJudging(Request request) {
        boolean everything = request.operation().filter("$everything"::equals).isPresent();
        Collection<String> asked = request.type().isEmpty() || everything ? served : List.of(request.type());
        return (everything || PAGED.contains(request.interaction())) && !sights.all(request.caller(), asked);
    }

    /** OUTGOING_RESPONSE, because HAPI has then written the total and the links of all that it fetched. */
    @Hook(Pointcut.SERVER_OUTGOING_RESPONSE)
    void beforeAnswer(RequestDetails details, @Nullable IBaseResource answer) {
        Optional<VisiblePage> begun = pageOf(details);
        if (begun.isEmpty() || !(answer instanceof IBaseBundle)) {
            return;
        }
        VisiblePage page = begun.get();
        Optional<Request> request = Requests.of(details);
        if (request.isPresent() && !page.found()) {
            Refusal unknown =
                    Refusal.notFound(request.get().type(), request.get().id().orElse(""));
            throw refusals.refused(
                    Family.ACCESS,
                    page.why().map(why -> hidden.told(why, request.get())).orElse(unknown),
                    details);
        }
        details.setParameters(page.asked());
        FhirTerser terser = fhir.newTerser();
        BaseRuntimeChildDefinition links = fhir.getResourceDefinition(answer).getChildByName("link");
        // HAPI's accessors hand out the element's own list.
        links.getAccessor().getValues(answer).clear();
        terser.setElement(answer, "total", String.valueOf(page.total()));
        link(terser, answer, "self", RestfulServerUtils.createLinkSelf(details.getFhirServerBase(), details));
        page.next().ifPresent(offset -> link(terser, answer, "next", address(details, page, offset)));
        page.previous().ifPresent(offset -> link(terser, answer, "previous", address(details, page, offset)));
    }

    private static void link(FhirTerser terser, IBaseResource bundle, String relation, String url) {
        IBase link = terser.addElement(bundle, "link");
        terser.setElement(link, "relation", relation);
        terser.setElement(link, "url", url);
    }

    /** The base of a tenant has the tenant already. */
    private static String path(RequestDetails details) {
        String path = details.getRequestPath();
        String tenant = details.getTenantId() + "/";
        return path.startsWith(tenant) ? path.substring(tenant.length()) : path;
    }

    private static String address(RequestDetails details, VisiblePage page, int offset) {
        Map<String, String[]> parameters = page.asked();
        parameters.put("_offset", new String[] {String.valueOf(offset)});
        parameters.put("_count", new String[] {String.valueOf(page.count())});
        // What was asked by POST is asked on by GET.
        String path = path(details).replaceFirst("/_search$", "");
        StringBuilder address = new StringBuilder(details.getFhirServerBase() + "/" + path);
        char before = '?';
        for (Map.Entry<String, String[]> parameter : parameters.entrySet()) {
            for (String value : parameter.getValue()) {
                address.append(before)
                        .append(UrlUtil.escapeUrlParam(parameter.getKey()))
                        .append('=')
                        .append(UrlUtil.escapeUrlParam(value));
                before = '&';
            }
        }
        return address.toString();
    }
}
