package io.frontdesk.request;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Keeps HAPI from refusing a patch for its media type before anybody has asked whether the caller may patch at all: HAPI is
 * shown a type that it knows, and the guards judge the one that was sent.
 */
@Interceptor
public final class PatchTypeInterceptor {

    private static final String JSON_PATCH = "application/json-patch+json";
    private static final Set<String> KNOWN =
            Set.of(JSON_PATCH, "application/fhir+json", "application/fhir+xml", "application/xml-patch+xml");

    /** PRE_HANDLER_SELECTED, since HAPI looks at the type when it chooses a method. */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLER_SELECTED, order = -800)
    void beforeAHandlerIsChosen(RequestDetails details) {
        List<String> sent = details.getHeaders("Content-Type");
        if (details.getRequestType() == RequestTypeEnum.PATCH && !(sent.size() == 1 && known(sent.get(0)))) {
            Requests.sentAs(details, sent);
            showJsonPatch(details);
        }
    }

    /** Shows HAPI a JSON Patch, whatever was sent. */
    static void showJsonPatch(RequestDetails details) {
        details.setHeaders("Content-Type", List.of(JSON_PATCH));
    }

    private static boolean known(String type) {
        int end = type.indexOf(';');
        return KNOWN.contains((end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT));
    }
}
