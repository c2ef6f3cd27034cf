package io.frontdesk.decision;

import java.util.List;

/** The codes of the FHIR value set {@code issue-type} that DSTU3 and R4 share. */
public final class IssueTypes {

    private static final List<String> CODES = List.of(
            "invalid",
            "structure",
            "required",
            "value",
            "invariant",
            "security",
            "login",
            "unknown",
            "expired",
            "forbidden",
            "suppressed",
            "processing",
            "not-supported",
            "duplicate",
            "not-found",
            "too-long",
            "code-invalid",
            "extension",
            "too-costly",
            "business-rule",
            "conflict",
            "incomplete",
            "transient",
            "lock-error",
            "no-store",
            "exception",
            "timeout",
            "throttled",
            "informational");

    private IssueTypes() {}

    /** Returns whether FHIR has the code. */
    public static boolean known(String code) {
        return CODES.contains(code);
    }

    /** Returns all codes, for those who have given another one. */
    public static String all() {
        return String.join(", ", CODES);
    }
}
