package io.frontdesk.server.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;

/** Keeps HAPI from adding a second Date to the one Jetty sends, and from telling everybody its version. Stateless. */
final class OwnHeadersFilter implements Filter {

    private static final Set<String> DROPPED = Set.of("date", "x-powered-by");

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(request, new HttpServletResponseWrapper((HttpServletResponse) response) {
            @Override
            public void addHeader(String name, String value) {
                if (!DROPPED.contains(name.toLowerCase(Locale.ROOT))) {
                    super.addHeader(name, value);
                }
            }

            @Override
            public void setHeader(String name, String value) {
                if (!DROPPED.contains(name.toLowerCase(Locale.ROOT))) {
                    super.setHeader(name, value);
                }
            }
        });
    }
}
