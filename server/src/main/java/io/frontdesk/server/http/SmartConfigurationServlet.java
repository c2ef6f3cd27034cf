package io.frontdesk.server.http;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.frontdesk.server.identity.Provider;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code GET [base]/.well-known/smart-configuration}, open to all (SMART App Launch 2.2, Conformance): who gives tokens and
 * how, as far as the provider says it, and what the contract makes of them. Nothing is told that does not hold, so that a
 * provider which is away, or says little, makes the document short.
 */
public final class SmartConfigurationServlet extends HttpServlet {

    /** Where the document is, below the base URL. */
    public static final String PATH = "/.well-known/smart-configuration";

    private static final long serialVersionUID = 1;
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final String CLIENTS = "token_endpoint_auth_methods_supported";
    private static final String ALGORITHMS = "token_endpoint_auth_signing_alg_values_supported";
    /** Of these SMART asks that a client may use either. */
    private static final Set<String> SMART_ALGORITHMS = Set.of("RS384", "ES384");

    private final transient Provider provider;
    private final transient SmartSupport support;

    /**
     * @param provider who gives the tokens
     * @param support what the contract makes of them
     */
    public SmartConfigurationServlet(Provider provider, SmartSupport support) {
        this.provider = provider;
        this.support = support;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        if (!READING.contains(request.getMethod())) {
            response.setHeader("Allow", "GET, HEAD");
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            return;
        }
        var body = JSONObjectUtils.toJSONString(document()).getBytes(StandardCharsets.UTF_8);
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private Map<String, Object> document() {
        var document = new LinkedHashMap<>(provider.metadata());
        if (!support.scopes().isEmpty()) {
            document.put("scopes_supported", support.scopes());
        }
        var capabilities = new ArrayList<>(support.capabilities());
        if (lists(document, CLIENTS, Set.of("private_key_jwt")) && lists(document, ALGORITHMS, SMART_ALGORITHMS)) {
            capabilities.add("client-confidential-asymmetric");
        }
        if (lists(document, CLIENTS, Set.of("client_secret_basic"))) {
            capabilities.add("client-confidential-symmetric");
        }
        document.put("capabilities", List.copyOf(capabilities));
        return document;
    }

    private static boolean lists(Map<String, Object> document, String name, Set<String> anyOf) {
        return document.get(name) instanceof Collection<?> values
                && values.stream().anyMatch(anyOf::contains);
    }
}
