package io.frontdesk.host;

import io.frontdesk.access.AccessPolicy;
import io.frontdesk.caller.Caller;
import io.frontdesk.caller.Claims;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.token.Authenticator;
import io.frontdesk.token.Verdict;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes the host's word for who is asking: the principal of the servlet request, and those of the contract's rights that are
 * roles of it ({@code isUserInRole}, Jakarta Servlet 6 section 13.3). Nothing else is known of such a caller.
 */
final class PrincipalAuthenticator implements Authenticator {

    private static final Verdict NOBODY = new Verdict.Refused(Refusal.of(
            Rule.TOKEN_MISSING,
            "Nobody is signed in.",
            "Sign in to this server as it asks for it, and send the request again."));

    private final Map<String, Set<String>> rights;

    /**
     * @param types the resource types that the contract speaks for
     */
    PrincipalAuthenticator(AccessPolicy access, Set<String> types) {
        this.rights = access.rightsByClaim(types);
    }

    @Override
    public Verdict of(HttpServletRequest request) {
        Principal principal = request.getUserPrincipal();
        if (principal == null || principal.getName() == null) {
            return NOBODY;
        }
        Map<String, Object> claims = new HashMap<>();
        claims.put("sub", principal.getName());
        rights.forEach((claim, names) -> {
            List<String> held = names.stream().filter(request::isUserInRole).toList();
            claims.put(claim, held);
        });
        return new Verdict.Accepted(new Caller.Authenticated(principal.getName(), new Claims(claims)));
    }
}
