package io.frontdesk.server.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Everything that can be set, by the same name as option, environment variable and key of the file. */
enum Setting {
    CONTRACT,
    HOST,
    PORT,
    DB,
    DB_USER,
    DB_PASSWORD,
    DB_CONNECTIONS,
    DB_WAIT,
    DB_TIMEOUT,
    DB_MIGRATE,
    CONTRACT_MISMATCH,
    ISSUER,
    AUDIENCE,
    JWKS,
    ALGORITHMS,
    CLOCK_SKEW,
    JWKS_CACHE,
    JWKS_INTERVAL,
    JWKS_OUTAGE,
    TLS_CERTIFICATE,
    TLS_KEY,
    TLS_PASSWORD,
    CLIENT_CERTIFICATES,
    CLIENT_CERTIFICATES_MODE,
    CLIENT_TIMEOUT,
    CORS_ORIGIN,
    RATE_LIMIT,
    MODE,
    SHADOW,
    OPERATIONS_PORT,
    LOG;

    /** Returns the key in a file, for example {@code db-user}. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the option, for example {@code --db-user}. */
    String option() {
        return "--" + key();
    }

    /** Returns the environment variable, for example {@code FRONTDESK_DB_USER}. */
    String variable() {
        return "FRONTDESK_" + name();
    }

    static Optional<Setting> ofKey(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key().equals(key))
                .findFirst();
    }
}
