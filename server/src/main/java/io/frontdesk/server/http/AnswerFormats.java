package io.frontdesk.server.http;

import ca.uhn.fhir.rest.api.EncodingEnum;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** In which format a client wants its answer, where HAPI does not find that out. */
final class AnswerFormats {

    /** What HAPI, too, takes for XML; the slash and the plus may come encoded. */
    private static final Pattern FORMAT = Pattern.compile("(?:^|&)_format=([^&]*)");

    private AnswerFormats() {}

    /** Returns XML when {@code _format}, or else the most wanted known type in {@code Accept}, asks for it; else JSON. */
    static EncodingEnum of(Request request) {
        var query = request.getHttpURI() == null ? null : request.getHttpURI().getQuery();
        Matcher format = FORMAT.matcher(query == null ? "" : query);
        if (format.find()) {
            return format.group(1).contains("xml") ? EncodingEnum.XML : EncodingEnum.JSON;
        }
        return request.getHeaders().getQualityCSV(HttpHeader.ACCEPT).stream()
                .map(range -> EncodingEnum.forContentType(range.split(";", 2)[0].strip()))
                .filter(known -> known == EncodingEnum.XML || known == EncodingEnum.JSON)
                .findFirst()
                .orElse(EncodingEnum.JSON);
    }
}
