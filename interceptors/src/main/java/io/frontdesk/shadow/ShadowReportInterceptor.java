package io.frontdesk.shadow;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Answers {@code GET [base]/frontdesk/shadow} to operators; to everybody else HAPI answers, as it does about any address. */
@Interceptor
public final class ShadowReportInterceptor {

    private static final String PATH = "/frontdesk/shadow";

    private final ShadowCounts counts;

    public ShadowReportInterceptor(ShadowCounts counts) {
        this.counts = counts;
    }

    /** PRE_PROCESSED, because it is no FHIR request, and HAPI need not know of it. */
    @Hook(Pointcut.SERVER_INCOMING_REQUEST_PRE_PROCESSED)
    boolean beforeProcessing(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.getMethod().equals("GET") || !PATH.equals(request.getPathInfo()) || !Operators.asks(request)) {
            return true;
        }
        String accept = String.valueOf(request.getHeader("Accept"));
        boolean text = accept.contains("text/plain");
        ShadowReport report = counts.report();
        byte[] body = (text ? report.text() : report.json().toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType(text ? "text/plain;charset=utf-8" : "application/json");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        return false;
    }
}
