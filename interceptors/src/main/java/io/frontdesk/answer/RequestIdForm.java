package io.frontdesk.answer;

import io.frontdesk.source.Section;
import java.util.Map;
import java.util.UUID;

/** How the id of a request is written that its client gave none: key {@code answers.requestId} of a contract. */
public enum RequestIdForm {
    /** 32 hexadecimal digits. */
    HEX,
    /** The digits in groups (RFC 9562 section 4). */
    GROUPED;

    private static final Map<String, RequestIdForm> FORMS = Map.of("hex", HEX, "uuid", GROUPED);

    /** Compiles the key; without it ids are plain digits. */
    public static RequestIdForm compile(Section answers) {
        return answers.has("requestId") ? answers.choice("requestId", FORMS) : HEX;
    }

    /** Returns the id in this form. */
    public String of(UUID id) {
        return this == HEX ? id.toString().replace("-", "") : id.toString();
    }
}
