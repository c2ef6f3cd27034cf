package io.frontdesk.body;

import io.frontdesk.source.Section;
import java.util.List;

/**
 * The formats in which the endpoint reads bodies and answers. Compiled from the contract's key {@code formats}: {@code [json]},
 * or {@code [json, xml]} (also without the key).
 *
 * @param xml whether XML is read and answered beside JSON
 */
public record Formats(boolean xml) {

    private static final String KEY = "formats";

    /** Compiles the key; faults formats that there are none of, and an endpoint without JSON. */
    public static Formats compile(Section top) {
        if (!top.has(KEY)) {
            return new Formats(true);
        }
        List<String> formats = top.texts(KEY);
        if (!formats.contains("json") || !List.of("json", "xml").containsAll(formats)) {
            top.fault(KEY, "is no list of formats", "[json] or [json, xml]");
        }
        return new Formats(formats.contains("xml"));
    }
}
