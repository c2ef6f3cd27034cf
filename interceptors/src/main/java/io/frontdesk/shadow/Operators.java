package io.frontdesk.shadow;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Who operates a server: somebody on its own machine, who asks it directly. A proxy on the same machine connects from there
 * too, so a request counts only when it names that machine as its host and was not handed on.
 */
public final class Operators {

    private static final Pattern LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}|0:0:0:0:0:0:0:1|::1|localhost");
    private static final List<String> HANDED_ON =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via");

    private Operators() {}

    /** Returns whether an operator asks. */
    public static boolean asks(HttpServletRequest request) {
        return isLoopback(request.getRemoteAddr())
                && isLoopback(request.getServerName())
                && HANDED_ON.stream().allMatch(header -> request.getHeader(header) == null);
    }

    private static boolean isLoopback(String name) {
        return name != null
                && LOOPBACK.matcher(name.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", ""))
                        .matches();
    }
}
