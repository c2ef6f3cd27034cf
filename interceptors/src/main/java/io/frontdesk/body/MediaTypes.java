package io.frontdesk.body;

import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.request.RequestGuard;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which media types the endpoint reads and writes (FHIR R4, 3.1.0.1.9; the types of DSTU2 are still taken): a body in
 * another one is 415, a client that accepts none is 406.
 */
public final class MediaTypes implements RequestGuard {

    /** How a body is written. */
    enum Format {
        JSON,
        XML,
        JSON_PATCH
    }

    private static final Set<String> JSON =
            Set.of("application/fhir+json", "application/json+fhir", "application/json", "text/json");
    private static final Set<String> XML =
            Set.of("application/fhir+xml", "application/xml+fhir", "application/xml", "text/xml");
    static final String JSON_PATCH = "application/json-patch+json";
    private static final String FHIR_JSON = "application/fhir+json";
    private static final String FHIR_XML = "application/fhir+xml";
    private static final Set<String> FHIRPATH_PATCH = Set.of(FHIR_JSON, FHIR_XML);
    private static final Set<String> ANYTHING = Set.of("*/*", "application/*");
    private static final Pattern REFUSED = Pattern.compile("(?is).*; *q *= *0(\\.0*)? *(;.*)?");

    private final Formats formats;
    private final boolean fhirPathPatch;
    private final Function<Request, Set<String>> others;

    /**
     * Takes which kinds of patches are read beside JSON Patch.
     *
     * @param formats the formats that are read and written
     * @param fhirPathPatch whether a FHIRPath Patch is read (a Parameters resource; FHIR R4, fhirpatch.html)
     */
    public MediaTypes(Formats formats, boolean fhirPathPatch) {
        this(formats, fhirPathPatch, request -> Set.of());
    }

    /** Takes also in which media types beside FHIR's a request can be answered. */
    public MediaTypes(Formats formats, boolean fhirPathPatch, Function<Request, Set<String>> others) {
        this.formats = formats;
        this.fhirPathPatch = fhirPathPatch;
        this.others = others;
    }

    /** Returns the media types of patches that are read. */
    public List<String> patchFormats() {
        List<String> patches = new ArrayList<>(List.of(JSON_PATCH));
        if (fhirPathPatch) {
            patches.addAll(written());
        }
        return List.copyOf(patches);
    }

    private List<String> written() {
        return formats.xml() ? List.of(FHIR_JSON, FHIR_XML) : List.of(FHIR_JSON);
    }

    @Override
    public Family family() {
        return Family.FORMAT;
    }

    @Override
    public Decision beforeBody(Request request) {
        Interaction interaction = request.interaction();
        boolean body = interaction.sendsResource() || interaction.sendsPatch() || interaction.sendsRequests();
        return accepted(request).and(() -> body ? readable(request) : Decision.permit());
    }

    private Decision readable(Request request) {
        boolean patch = request.interaction().sendsPatch();
        List<String> sent = request.header("Content-Type");
        Optional<Format> format = sent.size() == 1 ? format(sent.get(0)) : Optional.empty();
        boolean right = format.filter(found -> found != Format.XML || formats.xml())
                        .filter(found -> patch ? isPatch(found, sent.get(0)) : found != Format.JSON_PATCH)
                        .isPresent()
                && charset(sent.get(0)).equals("utf-8");
        if (right) {
            return Decision.permit();
        }
        String wanted = String.join(" or ", patch ? patchFormats() : written());
        return Decision.refuse(Refusal.of(
                        Rule.BODY_MEDIA_TYPE,
                        "The body of this request is in a media type that is not read here.",
                        "Send Content-Type: " + wanted + ", in UTF-8.")
                .withHeader(patch ? "Accept-Patch" : "Accept-Post", wanted.replace(" or ", ", ")));
    }

    /** HAPI tells the kinds of patches apart by their media types, and plain JSON is none of them. */
    private boolean isPatch(Format format, String contentType) {
        return format == Format.JSON_PATCH || fhirPathPatch && FHIRPATH_PATCH.contains(essence(contentType));
    }

    /** Returns the format that a Content-Type names. */
    static Optional<Format> format(String contentType) {
        String type = essence(contentType);
        if (JSON.contains(type)) {
            return Optional.of(Format.JSON);
        }
        if (XML.contains(type)) {
            return Optional.of(Format.XML);
        }
        return type.equals(JSON_PATCH) ? Optional.of(Format.JSON_PATCH) : Optional.empty();
    }

    private Decision accepted(Request request) {
        Set<String> besides = others.apply(request);
        List<String> named = request.parameters().getOrDefault("_format", List.of());
        boolean acceptable = named.isEmpty()
                // An empty header asks for as little as none.
                ? request.header("Accept").stream().allMatch(String::isBlank)
                        || request.header("Accept").stream()
                                .flatMap(list -> Stream.of(list.split(",", -1)))
                                .anyMatch(range -> writable(range, besides))
                : named.stream()
                        .allMatch(format -> format.equals("json")
                                || formats.xml() && format.equals("xml")
                                || writable(format.replace(' ', '+'), besides));
        return acceptable
                ? Decision.permit()
                : Decision.refuse(Refusal.of(
                        Rule.ACCEPT,
                        "The endpoint answers in none of the media types that the request accepts.",
                        "Send Accept: " + String.join(" or ", written()) + "."));
    }

    private boolean writable(String range, Set<String> besides) {
        if (JSON.contains(range)) {
            return true;
        }
        String type = essence(range);
        boolean refused = REFUSED.matcher(range).matches();
        return !refused
                && (JSON.contains(type)
                        || formats.xml() && XML.contains(type)
                        || ANYTHING.contains(type)
                        || besides.contains(type));
    }

    private static String essence(String value) {
        int end = value.indexOf(';');
        return (end < 0 ? value : value.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    private static String charset(String contentType) {
        if (contentType.indexOf(';') < 0) {
            return "utf-8";
        }
        return Stream.of(contentType.split(";", -1))
                .skip(1)
                .map(parameter -> parameter.strip().toLowerCase(Locale.ROOT))
                .filter(parameter -> parameter.startsWith("charset="))
                .map(parameter -> parameter.substring("charset=".length()).replace("\"", ""))
                .map(name -> name.equals("utf8") ? "utf-8" : name)
                .findFirst()
                .orElse("utf-8");
    }
}
