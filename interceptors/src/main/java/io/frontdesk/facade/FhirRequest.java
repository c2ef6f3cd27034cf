package io.frontdesk.facade;

import io.frontdesk.request.QueryParameters;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A client's request as the FHIR request that it means. Of what the client sent only what says who it is and how it came here
 * goes on; nothing else can reach the endpoint past the interface.
 */
final class FhirRequest extends HttpServletRequestWrapper {

    /** Makes the body, when the endpoint comes to read it: who may not send one is refused before. */
    interface Body {
        byte[] make() throws IOException;
    }

    private static final Set<String> GOES_ON = Set.of(
            "authorization",
            "host",
            "x-request-id",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-port",
            "x-forwarded-proto",
            "x-forwarded-prefix",
            "forwarded");

    private final String method;
    private final String servletPath;
    private final String pathInfo;
    private final Map<String, List<String>> parameters;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final ServletInputStream read;

    FhirRequest(
            HttpServletRequest client,
            String method,
            String servletPath,
            String pathInfo,
            Map<String, List<String>> parameters,
            Map<String, String> headers,
            Body body) {
        super(client);
        this.method = method;
        this.servletPath = servletPath;
        this.pathInfo = pathInfo;
        this.parameters = parameters;
        this.headers.putAll(headers);
        this.headers.put("Accept", "application/fhir+json");
        this.read = new Bytes(body);
    }

    @Override
    public String getMethod() {
        return method;
    }

    @Override
    public String getServletPath() {
        return servletPath;
    }

    @Override
    public String getPathInfo() {
        return pathInfo;
    }

    @Override
    public String getRequestURI() {
        return getContextPath() + servletPath + pathInfo;
    }

    @Override
    public StringBuffer getRequestURL() {
        StringBuffer client = super.getRequestURL();
        String uri = super.getRequestURI();
        return new StringBuffer(client.substring(0, client.length() - uri.length()) + getRequestURI());
    }

    @Override
    public @Nullable String getQueryString() {
        return parameters.isEmpty() ? null : QueryParameters.query(parameters);
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return QueryParameters.arrays(parameters);
    }

    @Override
    public @Nullable String getParameter(String name) {
        List<String> values = parameters.get(name);
        return values == null ? null : values.get(0);
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        List<String> values = parameters.get(name);
        return values == null ? null : values.toArray(String[]::new);
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(parameters.keySet());
    }

    @Override
    public @Nullable String getHeader(String name) {
        String own = headers.get(name);
        return own == null && GOES_ON.contains(name.toLowerCase(Locale.ROOT)) ? super.getHeader(name) : own;
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        String own = headers.get(name);
        if (own != null) {
            return Collections.enumeration(List.of(own));
        }
        return GOES_ON.contains(name.toLowerCase(Locale.ROOT))
                ? super.getHeaders(name)
                : Collections.emptyEnumeration();
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(headers.keySet());
        Collections.list(super.getHeaderNames()).stream()
                .filter(name -> GOES_ON.contains(name.toLowerCase(Locale.ROOT)))
                .forEach(names::add);
        return Collections.enumeration(names);
    }

    @Override
    public @Nullable String getContentType() {
        return getHeader("Content-Type");
    }

    @Override
    public String getCharacterEncoding() {
        return StandardCharsets.UTF_8.name();
    }

    @Override
    public int getContentLength() {
        return -1;
    }

    @Override
    public long getContentLengthLong() {
        return -1;
    }

    @Override
    public ServletInputStream getInputStream() {
        return read;
    }

    @Override
    public BufferedReader getReader() {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    /** Is not made before the first byte is wanted. */
    private static final class Bytes extends ServletInputStream {

        private final Body body;
        private @Nullable ByteArrayInputStream made;

        Bytes(Body body) {
            this.body = body;
        }

        private ByteArrayInputStream made() throws IOException {
            if (made == null) {
                made = new ByteArrayInputStream(body.make());
            }
            return made;
        }

        @Override
        public int read() throws IOException {
            return made().read();
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            return made().read(into, offset, length);
        }

        @Override
        public int available() {
            return made == null ? 0 : made.available();
        }

        @Override
        public boolean isFinished() {
            return made != null && made.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("nothing is read asynchronously here");
        }
    }
}
