package io.frontdesk.server.http;

import java.util.List;

/**
 * What of SMART App Launch an endpoint understands.
 *
 * @param scopes the scopes that its contract gives rights for
 * @param capabilities the capabilities (SMART App Launch 2.2, Conformance) that hold because of its contract, such as {@code
 *     permission-v2}
 */
public record SmartSupport(List<String> scopes, List<String> capabilities) {

    /** Rights do not come from scopes. */
    public static final SmartSupport NONE = new SmartSupport(List.of(), List.of());

    /** Copies the lists. */
    public SmartSupport {
        scopes = List.copyOf(scopes);
        capabilities = List.copyOf(capabilities);
    }
}
