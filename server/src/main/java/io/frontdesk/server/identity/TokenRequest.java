package io.frontdesk.server.identity;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What somebody wants in their token.
 *
 * @param claims the claims by name, none of them one that only an issuer may set
 */
record TokenRequest(Map<String, Object> claims) {

    private static final Set<String> ISSUERS_OWN = Set.of("iss", "exp", "iat", "nbf", "jti");
    private static final Set<String> FIELDS = Set.of("role", "scope", "claims");
    /** What OAuth clients send on their own account. */
    private static final Set<String> IGNORED = Set.of("grant_type", "client_id", "client_secret");

    private static final int MOST_CHARACTERS = 8 * 1024;

    /**
     * Reads the fields of a form.
     *
     * @param form the values by field name: {@code role} (any number), {@code scope}, {@code claims} (a JSON object)
     * @throws BadTokenRequestException when there is another field, one too often, or one that cannot be read
     */
    static TokenRequest read(Map<String, List<String>> form) throws BadTokenRequestException {
        for (var field : form.keySet()) {
            if (!FIELDS.contains(field) && !IGNORED.contains(field)) {
                throw new BadTokenRequestException("Unknown form field; known are role, scope and claims");
            }
        }
        var claims = new LinkedHashMap<>(claims(single(form, "claims")));
        var roles = form.getOrDefault("role", List.of());
        if (!roles.isEmpty()) {
            if (roles.stream().anyMatch(String::isBlank)) {
                throw new BadTokenRequestException("A role is blank");
            }
            put(claims, "realm_access", Map.of("roles", roles), "role");
        }
        var scope = single(form, "scope");
        if (!scope.isBlank()) {
            put(claims, "scope", scope, "scope");
        }
        return new TokenRequest(claims);
    }

    private static void put(Map<String, Object> claims, String name, Object value, String field)
            throws BadTokenRequestException {
        if (claims.putIfAbsent(name, value) != null) {
            throw new BadTokenRequestException("Both " + field + " and claims give " + name + "; give one of them");
        }
    }

    private static String single(Map<String, List<String>> form, String field) throws BadTokenRequestException {
        var values = form.getOrDefault(field, List.of());
        if (values.size() > 1) {
            throw new BadTokenRequestException("More than one " + field);
        }
        return values.isEmpty() ? "" : values.get(0);
    }

    private static Map<String, Object> claims(String json) throws BadTokenRequestException {
        if (json.isBlank()) {
            return Map.of();
        }
        var claims = object(json);
        for (var name : ISSUERS_OWN) {
            if (claims.containsKey(name)) {
                throw new BadTokenRequestException("claims gives " + name + ", which only the issuer sets");
            }
        }
        if (claims.containsKey("sub") && !(claims.get("sub") instanceof String sub && !sub.isBlank())) {
            throw new BadTokenRequestException("claims gives a sub that is no text");
        }
        return claims;
    }

    private static Map<String, Object> object(String json) throws BadTokenRequestException {
        try {
            // The library takes a list of pairs for an object.
            if (json.strip().startsWith("{")) {
                return JSONObjectUtils.parse(json, MOST_CHARACTERS);
            }
        } catch (ParseException malformed) {
            throw new BadTokenRequestException("claims is no JSON object of up to 8 KiB");
        }
        throw new BadTokenRequestException("claims is no JSON object");
    }
}
