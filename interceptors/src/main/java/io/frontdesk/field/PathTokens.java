package io.frontdesk.field;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words of a FHIRPath expression (FHIRPath 2.0.0, section 9), without blanks and comments. */
final class PathTokens {

    private static final Pattern BLANK = Pattern.compile("\\s+|//[^\\n]*|/\\*(?s:.*?)\\*/");
    private static final Pattern TOKEN = Pattern.compile(
            "'(?:\\\\.|[^'\\\\])*'" // a text
                    + "|@[0-9T][0-9T:.+Z-]*" // a date or a time
                    + "|[0-9]+(?:\\.[0-9]+)?" // a number
                    + "|%[A-Za-z][A-Za-z0-9_-]*|\\$[a-z]+" // a variable
                    + "|[A-Za-z_][A-Za-z0-9_]*" // a name
                    + "|\\{\\}|[<>!]=|!~|(?s:.)");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final List<String> tokens;
    private int at;

    private PathTokens(List<String> tokens) {
        this.tokens = List.copyOf(tokens);
    }

    static PathTokens of(String expression) {
        List<String> tokens = new ArrayList<>();
        int at = 0;
        Matcher blank = BLANK.matcher(expression);
        Matcher token = TOKEN.matcher(expression);
        while (at < expression.length()) {
            if (blank.find(at) && blank.start() == at) {
                at = blank.end();
            } else if (token.find(at)) {
                tokens.add(token.group());
                at = token.end();
            }
        }
        return new PathTokens(tokens);
    }

    /**
     * Returns the expression with some of its words replaced; texts are never looked into.
     *
     * @param words what stands for a word
     * @param calls what stands for the call of a function by this name, without arguments
     */
    String replacing(Map<String, String> words, Function<String, Optional<String>> calls) {
        List<String> replaced = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            boolean called = i + 2 < tokens.size()
                    && tokens.get(i + 1).equals("(")
                    && tokens.get(i + 2).equals(")");
            Optional<String> call = called ? calls.apply(tokens.get(i)) : Optional.empty();
            replaced.add(call.orElse(words.getOrDefault(tokens.get(i), tokens.get(i))));
            i += call.isPresent() ? 2 : 0;
        }
        return String.join(" ", replaced);
    }

    /** Returns the next word, or an empty one at the end. */
    String peek() {
        return at < tokens.size() ? tokens.get(at) : "";
    }

    String next() {
        String token = peek();
        at++;
        return token;
    }

    /** Goes past the next word if it is the given one. */
    boolean take(String token) {
        if (!peek().equals(token)) {
            return false;
        }
        at++;
        return true;
    }

    boolean atEnd() {
        return at >= tokens.size();
    }

    static boolean isName(String token) {
        return NAME.matcher(token).matches();
    }
}
