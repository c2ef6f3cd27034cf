package io.frontdesk.request;

import io.frontdesk.element.References;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the request that an entry of a bundle stands for ({@code Bundle.entry.request}; FHIR R4, 3.1.0.11). */
public final class EntryRequests {

    /** Type, id, and the version of a history, each optional; operations and whatever else HAPI knows do not match. */
    private static final Pattern PATH = Pattern.compile(
            "(?<type>[A-Z][A-Za-z]*)(/(?<id>[A-Za-z0-9\\-.]{1,64}))?(?<history>/_history(/(?<version>[A-Za-z0-9\\-.]{1,64}))?)?");

    private EntryRequests() {}

    /** Returns the address of an entry relative to the endpoint, without a slash before it. */
    public static String relative(String url, Request bundle) {
        String local = References.local(url, bundle.ownBases());
        return local.startsWith("/") ? local.substring(1) : local;
    }

    /**
     * Returns the request of an entry, which its sender is the caller of.
     *
     * @param bundle the request that carries the bundle
     * @param method the HTTP method
     * @param url the address relative to the endpoint, see {@link #relative}
     * @param headers what {@code ifMatch}, {@code ifNoneMatch} and {@code ifNoneExist} say, by the header's name
     */
    public static Request of(Request bundle, String method, String url, Map<String, List<String>> headers) {
        int mark = url.indexOf('?');
        String path = mark < 0 ? url : url.substring(0, mark);
        Matcher address = PATH.matcher(path);
        boolean known = address.matches();
        Optional<String> id = known ? Optional.ofNullable(address.group("id")) : Optional.empty();
        Optional<String> version = known ? Optional.ofNullable(address.group("version")) : Optional.empty();
        boolean history = known && address.group("history") != null;
        return new Request(
                known
                        ? interaction(method, id.isPresent(), history, version.isPresent(), headers)
                        : Interaction.UNKNOWN,
                known ? address.group("type") : "",
                id,
                version,
                Optional.empty(),
                bundle.caller(),
                headers,
                mark < 0 ? Map.of() : Criteria.query(url),
                bundle.ownBases());
    }

    private static Interaction interaction(
            String method, boolean one, boolean history, boolean version, Map<String, List<String>> headers) {
        if (history && !version && !method.equals("GET")) {
            // HAPI would write the resource whose history is addressed.
            return Interaction.UNKNOWN;
        }
        return switch (method) {
            case "GET" -> reading(one, history, version);
            case "POST" -> {
                boolean condition = headers.containsKey("If-None-Exist");
                Interaction create = condition ? Interaction.CONDITIONAL_CREATE : Interaction.CREATE;
                yield one || history ? Interaction.UNKNOWN : create;
            }
            case "PUT" -> one ? Interaction.UPDATE : Interaction.CONDITIONAL_UPDATE;
            case "PATCH" -> one ? Interaction.PATCH : Interaction.CONDITIONAL_PATCH;
            case "DELETE" -> one ? Interaction.DELETE : Interaction.CONDITIONAL_DELETE;
            default -> Interaction.UNKNOWN;
        };
    }

    private static Interaction reading(boolean one, boolean history, boolean version) {
        if (version) {
            return one ? Interaction.VREAD : Interaction.UNKNOWN;
        }
        if (history) {
            return one ? Interaction.HISTORY_INSTANCE : Interaction.HISTORY_TYPE;
        }
        return one ? Interaction.READ : Interaction.SEARCH;
    }
}
