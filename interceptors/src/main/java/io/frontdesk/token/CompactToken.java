package io.frontdesk.token;

import com.nimbusds.jose.Header;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.SignedJWT;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;

/** Takes a token apart by the letter of RFC 7515 section 7.1, before anybody looks at what is in it. */
final class CompactToken {

    private CompactToken() {}

    /**
     * Returns the parts of a signed token.
     *
     * @throws BadTokenException when it is none, or asks for something critical that nobody here understands
     */
    static SignedJWT parse(String token) throws BadTokenException {
        var parts = token.split("\\.", -1);
        if (parts.length == 5) {
            throw new BadTokenException("The token is encrypted", BadTokenException.OTHER_TOKEN);
        }
        if (parts.length != 3) {
            throw new BadTokenException("The token is no signed JWT of three parts", BadTokenException.OTHER_TOKEN);
        }
        try {
            var header = canonical(parts[0]);
            if (unsigned(header, parts[2])) {
                throw new BadTokenException("The token is not signed", BadTokenException.OTHER_TOKEN);
            }
            return checked(new SignedJWT(header, canonical(parts[1]), canonical(parts[2])));
        } catch (ParseException | IllegalArgumentException odd) {
            throw new BadTokenException("The token's header cannot be read", BadTokenException.OTHER_TOKEN);
        }
    }

    /**
     * Returns the claims as text.
     *
     * @throws BadTokenException when they are no UTF-8 (RFC 7519 section 3): read loosely, two names could become one
     */
    static String claims(SignedJWT token) throws BadTokenException {
        try {
            var bytes = token.getPayload().toBytes();
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException odd) {
            throw new BadTokenException("The token's claims are no UTF-8", BadTokenException.OTHER_TOKEN);
        }
    }

    /** The library also reads padding, the other alphabet and stray bits, so that one token could be written in many ways. */
    private static Base64URL canonical(String part) throws BadTokenException {
        var encoded = new Base64URL(part);
        if (!Base64URL.encode(encoded.decode()).toString().equals(part)) {
            throw new BadTokenException("The token is no base64url without padding", BadTokenException.OTHER_TOKEN);
        }
        return encoded;
    }

    private static boolean unsigned(Base64URL header, String signature) throws ParseException {
        return signature.isEmpty()
                || "none"
                        .equalsIgnoreCase(Header.parseAlgorithm(JSONObjectUtils.parse(header.decodeToString()))
                                .getName());
    }

    private static SignedJWT checked(SignedJWT token) throws BadTokenException {
        JWSHeader header = token.getHeader();
        if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
            throw new BadTokenException("The token's header has critical parameters", BadTokenException.OTHER_TOKEN);
        }
        return token;
    }
}
