package io.frontdesk.server.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps HAPI from adding a second Date to the one Jetty sends, from cutting the request's id short, from telling everybody its
 * version, and from headers by which a client would steer the storage: how often it retries (HAPI reads that before any guard,
 * and fails at what is no number), and whether it rewrites history. Stateless.
 */
final class OwnHeadersFilter implements Filter {

    private static final Set<String> DROPPED = Set.of("date", "x-powered-by");
    private static final Set<String> NOT_TAKEN = Set.of("x-retry-on-version-conflict", "x-rewrite-history");

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(
                withoutSteering((HttpServletRequest) request),
                new HttpServletResponseWrapper((HttpServletResponse) response) {
                    /** HAPI empties an answer, and fills in what it found there, before it tells a failure. */
                    private boolean taken(String name) {
                        return name.equalsIgnoreCase(RequestIds.HEADER)
                                ? !containsHeader(name)
                                : !DROPPED.contains(name.toLowerCase(Locale.ROOT));
                    }

                    @Override
                    public void addHeader(String name, String value) {
                        if (taken(name)) {
                            super.addHeader(name, value);
                        }
                    }

                    @Override
                    public void setHeader(String name, String value) {
                        if (taken(name)) {
                            super.setHeader(name, value);
                        }
                    }
                });
    }

    private static HttpServletRequest withoutSteering(HttpServletRequest request) {
        return new HttpServletRequestWrapper(request) {
            @Override
            public @Nullable String getHeader(String name) {
                return NOT_TAKEN.contains(name.toLowerCase(Locale.ROOT)) ? null : super.getHeader(name);
            }

            @Override
            public Enumeration<String> getHeaders(String name) {
                return NOT_TAKEN.contains(name.toLowerCase(Locale.ROOT))
                        ? Collections.emptyEnumeration()
                        : super.getHeaders(name);
            }
        };
    }
}
