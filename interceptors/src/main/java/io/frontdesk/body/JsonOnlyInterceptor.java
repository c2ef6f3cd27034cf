package io.frontdesk.body;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.Constants;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.RestfulServerUtils;
import ca.uhn.fhir.rest.server.RestfulServerUtils.ResponseEncoding;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseConformance;
import org.hl7.fhir.instance.model.api.IPrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * Answers in JSON whatever else the client would take, on endpoints without XML: HAPI answers what the client likes best, and
 * tells refusals in XML to who asks for that.
 */
@Interceptor
public final class JsonOnlyInterceptor {

    private final FhirContext fhir;

    public JsonOnlyInterceptor(FhirContext fhir) {
        this.fhir = fhir;
    }

    /** OUTGOING_RESPONSE, before HAPI looks for the format to write in. */
    @Hook(Pointcut.SERVER_OUTGOING_RESPONSE)
    void beforeAnswer(RequestDetails details) {
        answerJson(details);
    }

    /** PRE_PROCESS_OUTGOING_EXCEPTION, where a refusal takes another way; first, since HAPI stops at who returns something. */
    @Hook(value = Pointcut.SERVER_PRE_PROCESS_OUTGOING_EXCEPTION, order = -1)
    void beforeRefusal(@Nullable RequestDetails details) {
        if (details != null) {
            answerJson(details);
        }
    }

    private static void answerJson(RequestDetails details) {
        ResponseEncoding encoding = RestfulServerUtils.determineResponseEncodingNoDefault(details, EncodingEnum.JSON);
        if (encoding != null && encoding.getEncoding() != EncodingEnum.JSON) {
            details.removeParameter(Constants.PARAM_FORMAT);
            details.setHeaders(Constants.HEADER_ACCEPT, List.of());
        }
    }

    /** CAPABILITY_STATEMENT_GENERATED: HAPI lists every format that it knows. */
    @Hook(Pointcut.SERVER_CAPABILITY_STATEMENT_GENERATED)
    void correct(IBaseConformance statement) {
        for (String element : List.of("format", "patchFormat")) {
            var child = fhir.getResourceDefinition(statement).getChildByName(element);
            if (child != null) {
                child.getAccessor().getValues(statement).removeIf(JsonOnlyInterceptor::isXml);
            }
        }
    }

    private static boolean isXml(IBase format) {
        return format instanceof IPrimitiveType<?> code
                && !code.getValueAsString().contains("json");
    }
}
