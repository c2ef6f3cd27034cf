package io.frontdesk.search;

import ca.uhn.fhir.util.UrlUtil;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The links between the pages of a search as paths below the base: {@code /Appointment?_count=10&_offset=20}. */
final class PageLinks {

    private PageLinks() {}

    /**
     * Returns the links by relation (FHIR R4, 3.1.1.5.4); none where nothing is found, or nothing is to be shown.
     *
     * @param asked the parameters as the client sent them
     * @param total how many matches there are on all pages
     */
    static Map<String, String> of(String type, Map<String, List<String>> asked, PageRule page, int total) {
        int count = page.count(asked);
        Map<String, String> links = new LinkedHashMap<>();
        if (total == 0 || count == 0) {
            return links;
        }
        int offset = page.offset(asked);
        links.put("self", link(type, asked, count, offset));
        links.put("first", link(type, asked, count, 0));
        if (offset < total - count) {
            links.put("next", link(type, asked, count, offset + count));
        }
        if (offset > 0) {
            links.put("previous", link(type, asked, count, Math.max(0, offset - count)));
        }
        links.put("last", link(type, asked, count, (total - 1) / count * count));
        return links;
    }

    private static String link(String type, Map<String, List<String>> asked, int count, int offset) {
        StringBuilder link = new StringBuilder("/" + type + "?");
        new TreeMap<>(asked).forEach((name, values) -> {
            if (!name.equals(PageRule.COUNT) && !name.equals(PageRule.OFFSET)) {
                values.forEach(value -> link.append(UrlUtil.escapeUrlParam(name))
                        .append('=')
                        .append(UrlUtil.escapeUrlParam(value))
                        .append('&'));
            }
        });
        return link.append("_count=")
                .append(count)
                .append("&_offset=")
                .append(offset)
                .toString();
    }
}
