package io.frontdesk.answer;

import io.frontdesk.source.Section;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The codes by which the clients of a system know its refusals. Compiled from {@code answers.refusals.codings}:
 *
 * <pre>
 * codings:
 *   system: https://example.org/errors      # the code system
 *   codes:                                  # the codes, and how each is shown
 *     NO_RECORD: "No record found"
 * </pre>
 */
final class OwnCodes {

    /** One code of the system. */
    record Code(String system, String code, String display) {}

    private final Map<String, Code> codes;

    private OwnCodes(Map<String, Code> codes) {
        this.codes = Map.copyOf(codes);
    }

    /** Returns no codes. */
    static OwnCodes none() {
        return new OwnCodes(Map.of());
    }

    /** Compiles the section; faults a system without codes. */
    static OwnCodes compile(Section section) {
        String system = section.text("system");
        Section listed = section.section("codes");
        List<String> names = listed.keys();
        Map<String, Code> codes = new LinkedHashMap<>();
        names.forEach(name -> codes.put(name, new Code(system, name, listed.text(name))));
        if (names.isEmpty()) {
            section.fault("codes", "lists no code", "codes, and how each is shown");
        }
        listed.close();
        section.close();
        return new OwnCodes(codes);
    }

    /** Returns the code that is named at a key that may be absent; faults one that is not listed. */
    Optional<Code> named(Section section, String key) {
        Optional<String> name = section.optionalText(key);
        name.filter(given -> !codes.containsKey(given))
                .ifPresent(given -> section.fault(
                        key,
                        "'" + given + "' is not listed",
                        "one of answers.refusals.codings.codes: "
                                + String.join(
                                        ", ", codes.keySet().stream().sorted().toList())));
        return name.map(codes::get);
    }
}
