package io.frontdesk.calendar;

import io.frontdesk.request.Request;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether a client would rather have a calendar or FHIR (RFC 9110 section 12.5.1; FHIR R4, 3.1.0.1.11). */
final class Wish {

    private static final Set<String> FHIR = Set.of(
            "application/fhir+json",
            "application/json+fhir",
            "application/json",
            "text/json",
            "application/fhir+xml",
            "application/xml+fhir",
            "application/xml",
            "text/xml");

    private static final Set<String> ANYTHING = Set.of("*/*", "application/*");
    private static final Pattern WEIGHT = Pattern.compile("(?i);\\s*q\\s*=\\s*([01](?:\\.\\d{0,3})?)");

    private Wish() {}

    /** Returns whether a read is to be answered by a calendar: only when the client would rather have one than FHIR. */
    static boolean reads(Request request) {
        List<String> formats = request.parameters().getOrDefault("_format", List.of());
        if (!formats.isEmpty()) {
            return formats.stream().allMatch(Wish::isCalendar);
        }
        double fhir = Math.max(weight(request, FHIR), weight(request, ANYTHING));
        return weight(request, Set.of(CalendarPolicy.MEDIA_TYPE)) > fhir;
    }

    /** Returns whether the operation is to be answered by a Binary in FHIR: only when the client names FHIR. */
    static boolean exportsInFhir(Request request) {
        List<String> formats = request.parameters().getOrDefault("_format", List.of());
        return formats.isEmpty()
                ? weight(request, FHIR) > weight(request, Set.of(CalendarPolicy.MEDIA_TYPE))
                : !formats.stream().allMatch(Wish::isCalendar);
    }

    private static boolean isCalendar(String format) {
        return essence(format).equals(CalendarPolicy.MEDIA_TYPE);
    }

    private static double weight(Request request, Set<String> types) {
        return request.header("Accept").stream()
                .flatMap(Pattern.compile(",")::splitAsStream)
                .filter(range -> types.contains(essence(range)))
                .mapToDouble(Wish::weight)
                .max()
                .orElse(0);
    }

    private static double weight(String range) {
        Matcher weight = WEIGHT.matcher(range);
        return weight.find() ? Double.parseDouble(weight.group(1)) : 1;
    }

    private static String essence(String range) {
        int end = range.indexOf(';');
        return (end < 0 ? range : range.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}
