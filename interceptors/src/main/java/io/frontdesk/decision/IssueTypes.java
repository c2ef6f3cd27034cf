package io.frontdesk.decision;

import ca.uhn.fhir.context.FhirVersionEnum;
import java.util.ArrayList;
import java.util.List;

/** The codes of the FHIR value set {@code issue-type}. */
public final class IssueTypes {

    /** Those that DSTU3 and R4 share. */
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

    private static final List<String> SINCE_R4 = List.of("multiple-matches", "deleted");

    private IssueTypes() {}

    /** Returns whether the FHIR version has the code. */
    public static boolean known(String code, FhirVersionEnum version) {
        return in(version).contains(code);
    }

    /** Returns all codes of the FHIR version, for those who have given another one. */
    public static String all(FhirVersionEnum version) {
        return String.join(", ", in(version));
    }

    private static List<String> in(FhirVersionEnum version) {
        List<String> codes = new ArrayList<>(CODES);
        if (version.isEqualOrNewerThan(FhirVersionEnum.R4)) {
            codes.addAll(SINCE_R4);
        }
        return codes;
    }
}
