package io.frontdesk.calendar;

/** Text for a calendar. The library escapes line breaks; RFC 5545 has no way to write other control characters. */
final class CalendarText {

    private CalendarText() {}

    /** Returns the text with line feeds as its only control characters. */
    static String plain(String text) {
        return text.replaceAll("\\r\\n?|[\\x{85}\\x{2028}\\x{2029}]", "\n")
                .replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "")
                .strip();
    }

    /** Returns the text in one line. */
    static String line(String text) {
        return plain(text).replaceAll("[\\n\\t]+", " ");
    }
}
