package io.frontdesk.answer;

import io.frontdesk.source.Section;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How a contract answers to a write that succeeded: a create, an update or a patch of one resource. Compiled from {@code
 * answers.success}:
 *
 * <pre>
 * answers:
 *   success:                       # optional
 *     body: representation         # representation | none | "null" (the four characters); optional
 *     prefer: honoured             # honoured | ignored: whether the client's Prefer goes before body; optional
 *     contentType: text/html       # of an answer without a resource; optional
 *     headers: {Vary: Origin}      # sent with every such answer; optional
 *     location:                    # which answers carry Location; optional, absent: what created, by version
 *       on: [create, update]
 *       version: false             # whether it names the version; optional, absent: true
 *       form: relative             # absolute | relative (/Appointment/1); optional, absent: absolute
 * </pre>
 *
 * FHIR R4 leaves these open (3.1.0.1.1 on Prefer, 3.1.0.4.1 on Location).
 *
 * @param body what is sent where the client has no preference
 * @param prefer whether a preference of the client counts
 * @param contentType the media type of an answer without a resource, if the contract gives one
 * @param headers headers sent with every such answer
 * @param location which answers carry Location, and how
 */
public record SuccessPolicy(
        Body body, boolean prefer, Optional<String> contentType, Map<String, String> headers, LocationForm location) {

    /** What an answer holds. */
    enum Body {
        /** The resource as it is stored. */
        REPRESENTATION,
        /** Nothing at all. */
        NONE,
        /** The JSON value null, which is no FHIR. */
        NULL
    }

    private static final Map<String, Body> BODIES =
            Map.of("representation", Body.REPRESENTATION, "none", Body.NONE, "null", Body.NULL);
    private static final Map<String, Boolean> PREFERENCES = Map.of("honoured", true, "ignored", false);
    private static final Pattern MEDIA_TYPE = Pattern.compile("[a-z]+/[a-z0-9.+-]+(; ?charset=[A-Za-z0-9-]+)?");
    private static final Pattern HEADER = Pattern.compile("[A-Za-z][A-Za-z0-9-]*");
    private static final Pattern VALUE = Pattern.compile("[ -~]+");

    /** What the server itself says about an answer. */
    private static final Set<String> OWN = Set.of(
            "allow",
            "connection",
            "content-encoding",
            "content-length",
            "content-location",
            "content-type",
            "date",
            "etag",
            "last-modified",
            "location",
            "transfer-encoding",
            "www-authenticate",
            "x-request-id");

    /** Copies the headers, so that a policy never changes. */
    public SuccessPolicy {
        headers = Map.copyOf(headers);
    }

    /** Returns the policy of a contract that says nothing of it. */
    public static SuccessPolicy standard() {
        return new SuccessPolicy(Body.REPRESENTATION, true, Optional.empty(), Map.of(), LocationForm.STANDARD);
    }

    /** Compiles the section; faults interactions that have no Location, and headers that are the server's own. */
    public static SuccessPolicy compile(Section success) {
        Body body = success.has("body") ? success.choice("body", BODIES) : Body.REPRESENTATION;
        Optional<String> contentType = success.optionalText("contentType");
        contentType
                .filter(type -> !MEDIA_TYPE.matcher(type).matches())
                .ifPresent(type ->
                        success.fault("contentType", "'" + type + "' is no media type", "one such as text/html"));
        SuccessPolicy policy = new SuccessPolicy(
                body,
                !success.has("prefer") || success.choice("prefer", PREFERENCES),
                contentType,
                success.optionalSection("headers").map(SuccessPolicy::headers).orElseGet(Map::of),
                success.optionalSection("location").map(LocationForm::compile).orElse(LocationForm.STANDARD));
        success.close();
        return policy;
    }

    private static Map<String, String> headers(Section section) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : section.keys()) {
            String value = section.text(name);
            if (!HEADER.matcher(name).matches() || OWN.contains(name.toLowerCase(Locale.ROOT))) {
                section.fault(name, "is no header that a contract can set", "one such as Cache-Control");
            } else if (!VALUE.matcher(value).matches()) {
                section.fault(name, "is no value of a header", "printable ASCII");
            }
            headers.put(name, value);
        }
        return headers;
    }

    /**
     * Returns whether the answer to a write tells where the resource is.
     *
     * @param created whether the write created it
     */
    public boolean tellsLocation(boolean created) {
        return created ? location.created() : location.updated();
    }

    /** Returns whether the stored resource is sent where the client has no preference. */
    public boolean representation() {
        return body == Body.REPRESENTATION;
    }
}
