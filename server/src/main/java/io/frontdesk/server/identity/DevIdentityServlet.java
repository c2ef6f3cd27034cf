package io.frontdesk.server.identity;

import com.nimbusds.jose.util.JSONObjectUtils;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The development identity over HTTP: {@code POST token} gives a token (answers of RFC 6749 sections 5.1 and 5.2), {@code
 * GET jwks} the public key, {@code GET .well-known/openid-configuration} where both are.
 */
public final class DevIdentityServlet extends HttpServlet {

    private static final long serialVersionUID = 1;
    private static final Pattern THIS_MACHINE =
            Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]|::1|\\[(0+:){7}0*1]");
    /** A token must fit into a request's headers, see {@code FrontdeskServer}. */
    private static final int LONGEST_TOKEN = 12 * 1024;

    private final transient DevIdentity identity;

    /** Takes the issuer to serve. */
    public DevIdentityServlet(DevIdentity identity) {
        this.identity = identity;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!THIS_MACHINE
                .matcher(request.getServerName().toLowerCase(Locale.ROOT))
                .matches()) {
            // A web page may give its own name our address (DNS rebinding) and would then read the answer.
            error(response, 403, "access_denied", "The development identity is for clients on this machine");
            return;
        }
        switch (String.valueOf(request.getPathInfo())) {
            case "/token" -> token(request, response);
            case "/jwks" -> document(request, response, identity.jwks());
            case "/.well-known/openid-configuration" -> document(request, response, configuration());
            default ->
                error(response, 404, "not_found", "Here are only token, jwks and .well-known/openid-configuration");
        }
    }

    private void token(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.getMethod().equals("POST")) {
            response.setHeader("Allow", "POST");
            error(response, 405, "invalid_request", "Send a POST with a form");
            return;
        }
        try {
            var token = identity.token(TokenRequest.read(form(request)));
            if (token.length() > LONGEST_TOKEN) {
                throw new BadTokenRequestException("The token would be longer than 12 KiB; ask for fewer claims");
            }
            var answer = new LinkedHashMap<String, Object>();
            answer.put("access_token", token);
            answer.put("token_type", "Bearer");
            answer.put("expires_in", DevIdentity.LIFE.toSeconds());
            write(response, 200, answer);
        } catch (BadTokenRequestException bad) {
            error(response, 400, "invalid_request", String.valueOf(bad.getMessage()));
        }
    }

    private static Map<String, List<String>> form(HttpServletRequest request) throws BadTokenRequestException {
        var type = String.valueOf(request.getContentType()).split(";", 2)[0].strip();
        var hasBody = request.getContentLengthLong() != 0;
        if (hasBody && !type.equalsIgnoreCase("application/x-www-form-urlencoded")) {
            throw new BadTokenRequestException("The body is no application/x-www-form-urlencoded");
        }
        if (request.getQueryString() != null) {
            throw new BadTokenRequestException("Send the fields in the body, not in the address");
        }
        try {
            var form = new LinkedHashMap<String, List<String>>();
            request.getParameterMap().forEach((name, values) -> form.put(name, Arrays.asList(values)));
            return form;
        } catch (RuntimeException unreadable) {
            throw new BadTokenRequestException("The form cannot be read");
        }
    }

    private Map<String, Object> configuration() {
        var answer = new LinkedHashMap<>(identity.metadata());
        answer.put("id_token_signing_alg_values_supported", List.of("ES256"));
        return answer;
    }

    private static void document(HttpServletRequest request, HttpServletResponse response, Map<String, Object> answer)
            throws IOException {
        document(request, response, JSONObjectUtils.toJSONString(answer));
    }

    private static void document(HttpServletRequest request, HttpServletResponse response, String json)
            throws IOException {
        if (request.getMethod().equals("GET") || request.getMethod().equals("HEAD")) {
            write(response, 200, json);
        } else {
            response.setHeader("Allow", "GET, HEAD");
            error(response, 405, "invalid_request", "Send a GET");
        }
    }

    private static void error(HttpServletResponse response, int status, String code, String text) throws IOException {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("error", code);
        answer.put("error_description", text);
        write(response, status, answer);
    }

    private static void write(HttpServletResponse response, int status, Map<String, Object> answer) throws IOException {
        write(response, status, JSONObjectUtils.toJSONString(answer));
    }

    private static void write(HttpServletResponse response, int status, String json) throws IOException {
        var body = json.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
