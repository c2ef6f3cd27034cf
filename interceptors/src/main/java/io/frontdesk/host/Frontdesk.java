package io.frontdesk.host;

import ca.uhn.fhir.rest.server.RestfulServer;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one call that guards a server whose owner's resource providers store and find for themselves ({@code @Read}, {@code
 * @Create}, {@code @Update}, {@code @Delete}, {@code @Search}), without JPA and without a database of ours.
 */
public final class Frontdesk {

    private static final Logger LOG = LoggerFactory.getLogger(Frontdesk.class);

    private Frontdesk() {}

    /**
     * Guards a server by the settings in system properties {@code frontdesk.*}, environment variables {@code FRONTDESK_*} and
     * {@code frontdesk.yaml}.
     *
     * @param server its providers are registered, and it was not initialised yet
     * @throws BadHostSettingException if the settings cannot be kept
     * @throws IllegalArgumentException if the contract promises what cannot be kept there, or a provider takes what cannot be judged
     */
    public static void guard(RestfulServer server) {
        guard(server, HostSettingsReader.read(Map.of()));
    }

    /** Guards a server by these settings; see {@link #guard(RestfulServer)}. */
    public static void guard(RestfulServer server, HostSettings settings) {
        if (settings.enabled()) {
            HostGuards.plain(server, settings).told().forEach(LOG::info);
        } else {
            LOG.warn("Frontdesk is switched off (frontdesk.enabled): nothing is guarded");
        }
    }
}
