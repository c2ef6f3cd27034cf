package io.frontdesk.caller;

import org.apache.commons.codec.digest.DigestUtils;

/** A short name for a caller in logs, which tells one caller from another and nobody who they are. */
public final class SubjectLabel {

    /** Servlet request attribute that holds the label of who asks; absent when nobody proved who they are. */
    public static final String ATTRIBUTE = "io.frontdesk.subject";

    private static final int DIGITS = 12;

    private SubjectLabel() {}

    /** Returns the first 12 hexadecimal digits of the subject's SHA-256. */
    public static String of(String subject) {
        return DigestUtils.sha256Hex(subject).substring(0, DIGITS);
    }
}
