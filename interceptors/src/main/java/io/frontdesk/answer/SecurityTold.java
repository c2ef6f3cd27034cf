package io.frontdesk.answer;

import java.util.Map;
import java.util.function.Supplier;

/**
 * What the CapabilityStatement says about security.
 *
 * @param cors whether programs in browsers may use the endpoint from other origins
 * @param smart whether rights come from SMART scopes
 * @param endpoints the provider's addresses as far as they are known now, by the names of the extension {@code oauth-uris}:
 *     {@code token}, {@code authorize}, {@code register}, {@code introspect}, {@code revoke}
 */
public record SecurityTold(boolean cors, boolean smart, Supplier<Map<String, String>> endpoints) {

    /** Bearer tokens, and nothing known about who gives them. */
    public static final SecurityTold BEARER = new SecurityTold(false, false, Map::of);
}
