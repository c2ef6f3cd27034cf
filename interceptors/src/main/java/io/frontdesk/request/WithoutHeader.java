package io.frontdesk.request;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/** A request that seems to have been sent without one of its headers. */
final class WithoutHeader extends HttpServletRequestWrapper {

    private final String hidden;

    WithoutHeader(HttpServletRequest request, String hidden) {
        super(request);
        this.hidden = hidden;
    }

    @Override
    public @Nullable String getHeader(String name) {
        return hidden.equalsIgnoreCase(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return hidden.equalsIgnoreCase(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }
}
