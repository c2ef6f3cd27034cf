package io.frontdesk.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A short name for a caller in logs, which tells one caller from another and nobody who they are. */
public final class SubjectLabel {

    /** Servlet request attribute that holds the label of who asks; absent when nobody proved who they are. */
    public static final String ATTRIBUTE = "io.frontdesk.subject";

    private static final int BYTES = 6;

    private SubjectLabel() {}

    /** Returns the first 12 hexadecimal digits of the subject's SHA-256. */
    public static String of(String subject) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(subject.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("Every Java platform has SHA-256", absent);
        }
    }
}
