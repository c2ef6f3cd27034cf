package io.frontdesk.token;

import io.frontdesk.decision.Rule;
import java.util.List;
import java.util.Locale;

/**
 * The token as sent in the Authorization header (RFC 6750 section 2.1), read by the letter: one header, scheme Bearer in
 * any case, one or more spaces, and a {@code b64token} of at most 16 KiB.
 */
final class BearerHeader {

    /** The longest token taken, in characters. */
    private static final int LONGEST = 16 * 1024;

    private BearerHeader() {}

    /**
     * Returns the token; whether it is a good one is not known yet.
     *
     * @param values the value of every Authorization header of the request
     * @throws BadTokenException when there is no token, or nothing that could be one
     */
    static String read(List<String> values) throws BadTokenException {
        if (values.isEmpty()) {
            throw missing("The request has no Authorization header");
        }
        if (values.size() > 1) {
            throw new BadTokenException(
                    "The request has more than one Authorization header", "Send one Authorization header.");
        }
        var value = values.get(0).strip();
        int space = value.indexOf(' ');
        var scheme = space < 0 ? value : value.substring(0, space);
        if (!scheme.toLowerCase(Locale.ROOT).equals("bearer")) {
            throw missing("The Authorization header is not of the scheme Bearer");
        }
        var token = value.substring(scheme.length()).strip();
        if (token.isEmpty()) {
            throw new BadTokenException(
                    "The Authorization header holds no token", "Send 'Authorization: Bearer' and a token.");
        }
        if (token.length() > LONGEST) {
            throw new BadTokenException(
                    "The token is longer than 16 KiB", "Ask the issuer for a token with fewer claims.");
        }
        if (!isB64Token(token)) {
            throw new BadTokenException(
                    "The token has characters that no bearer token has",
                    "Send the token as the issuer gave it, in one line without quotes.");
        }
        return token;
    }

    private static BadTokenException missing(String text) {
        return new BadTokenException(
                Rule.TOKEN_MISSING, text, "Get a token from the issuer and send it as 'Authorization: Bearer'.");
    }

    private static boolean isB64Token(String token) {
        int end = token.length();
        while (end > 0 && token.charAt(end - 1) == '=') {
            end--;
        }
        for (int i = 0; i < end; i++) {
            if (!isTokenCharacter(token.charAt(i))) {
                return false;
            }
        }
        return end > 0;
    }

    private static boolean isTokenCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-._~+/".indexOf(c) >= 0;
    }
}
