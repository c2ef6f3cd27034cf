package io.frontdesk.body;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;

/** Stops reading JSON at what would cost too much later: nesting, and numbers that take an age to compute. */
final class WatchedParser extends JsonParserDelegate {

    private static final int LONGEST_NUMBER = 64;
    private static final int LONGEST_EXPONENT = 4;

    /** The body is nested too deep. */
    static final class TooDeepException extends JsonProcessingException {

        private static final long serialVersionUID = 1L;

        TooDeepException(JsonLocation at) {
            super("too deep", at);
        }
    }

    /** The body holds a number that no FHIR element can hold. */
    static final class OutrageousNumberException extends JsonProcessingException {

        private static final long serialVersionUID = 1L;

        OutrageousNumberException(JsonLocation at) {
            super("outrageous number", at);
        }
    }

    private final int deepest;
    private int depth;

    WatchedParser(JsonParser parser, int deepest) {
        super(parser);
        this.deepest = deepest;
    }

    @Override
    public JsonToken nextToken() throws IOException {
        JsonToken token = super.nextToken();
        if (token != null) {
            if (token.isStructStart() && ++depth > deepest) {
                throw new TooDeepException(currentLocation());
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token.isNumeric() && outrageous(getText())) {
                throw new OutrageousNumberException(currentLocation());
            }
        }
        return token;
    }

    private static boolean outrageous(String number) {
        int exponent = Math.max(number.indexOf('e'), number.indexOf('E'));
        return number.length() > LONGEST_NUMBER || (exponent >= 0 && number.length() - exponent > LONGEST_EXPONENT);
    }
}
