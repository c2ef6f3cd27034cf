package io.frontdesk.server.http;

import io.frontdesk.caller.SubjectLabel;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.NanoTime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a line for each request: method, path, names of the query's parameters, status, milliseconds, request id, label
 * of the caller. Never a parameter's value, a header or a body: those may hold tokens and patient data.
 */
final class RequestLines implements RequestLog {

    private static final Logger LOG = LoggerFactory.getLogger("io.frontdesk.request");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_$.:-]{1,64}");
    private static final Pattern UNPRINTABLE = Pattern.compile("[^!-~]");
    /** What follows a semicolon in a segment of a path (RFC 3986 section 3.3). */
    private static final Pattern PARAMETERS = Pattern.compile(";[^/]*");

    private static final int LONGEST_PATH = 512;

    @Override
    public void log(Request request, Response response) {
        if (LOG.isInfoEnabled()) {
            var uri = request.getHttpURI();
            var method = printable(request.getMethod());
            var path = printable(
                    uri == null ? null : PARAMETERS.matcher(uri.getPath()).replaceAll(""));
            var names = names(uri == null ? null : uri.getQuery());
            var milliseconds = NanoTime.millisSince(request.getBeginNanoTime());
            var id = RequestIds.of(request);
            var subject = request.getAttribute(SubjectLabel.ATTRIBUTE) instanceof String label ? label : "-";
            LOG.atInfo()
                    .addKeyValue("method", method)
                    .addKeyValue("path", path)
                    .addKeyValue("parameters", names)
                    .addKeyValue("status", response.getStatus())
                    .addKeyValue("milliseconds", milliseconds)
                    .addKeyValue("request", id)
                    .addKeyValue("subject", subject)
                    .log("{} {}{} {} {}ms {} {}", method, path, names, response.getStatus(), milliseconds, id, subject);
        }
    }

    private static String printable(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return "-";
        }
        var cut = text.length() > LONGEST_PATH ? text.substring(0, LONGEST_PATH) + "..." : text;
        return UNPRINTABLE.matcher(cut).replaceAll("?");
    }

    /** Returns the parameters' names; what is no plain name, or stands without a value, may itself be data. */
    private static String names(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return "";
        }
        return Arrays.stream(query.split("&"))
                .map(pair -> pair.contains("=") ? pair.substring(0, pair.indexOf('=')) : "")
                .map(name -> NAME.matcher(name).matches() ? name : "_")
                .distinct()
                .limit(20)
                .collect(Collectors.joining("&", "?", ""));
    }
}
