package io.frontdesk.request;

import ca.uhn.fhir.util.UrlUtil;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters of an address, by name, as others want them. */
public final class QueryParameters {

    private QueryParameters() {}

    /** Returns the parameters as HAPI and servlets have them, in their order. */
    public static Map<String, String[]> arrays(Map<String, List<String>> parameters) {
        Map<String, String[]> arrays = new LinkedHashMap<>();
        parameters.forEach((name, values) -> arrays.put(name, values.toArray(String[]::new)));
        return arrays;
    }

    /** Returns the query that says these parameters. */
    public static String query(Map<String, List<String>> parameters) {
        List<String> pairs = new ArrayList<>();
        parameters.forEach((name, values) ->
                values.forEach(value -> pairs.add(UrlUtil.escapeUrlParam(name) + "=" + UrlUtil.escapeUrlParam(value))));
        return String.join("&", pairs);
    }
}
