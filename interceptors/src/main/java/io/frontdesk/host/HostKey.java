package io.frontdesk.host;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The keys of {@link HostSettings}, each with what it says and what counts where it is not set. */
public enum HostKey {
    ENABLED("enabled", "true", "false leaves the guards out; the start says so"),
    CONTRACT("contract", "core", "the name of a built-in contract, or the path of a folder with one"),
    TYPES("types", "Appointment", "the resource types that the contract speaks for, separated by commas"),
    CALLERS(
            "callers",
            "token",
            "token: callers prove who they are by a bearer token; principal: the host has signed them in"),
    ISSUER("issuer", "", "the issuer of the tokens, exactly as in their claim iss"),
    AUDIENCE("audience", "", "what the claim aud of every token must contain"),
    JWKS("jwks", "", "URL or file of the issuer's keys; without it they are found by discovery"),
    BASE_URLS("base-urls", "", "other base URLs of the server, separated by commas; references below them are its own"),
    WITHOUT(
            "without",
            "",
            "parts of the contract that the operator does without, separated by commas: booking, slots, unique, effects,"
                    + " references"),
    MODE(
            "mode",
            "enforce",
            "enforce; or shadow: the guards decide, log and count what they would refuse, and refuse nothing"),
    SHADOW("shadow", "", "guards in shadow while all others refuse, such as status, separated by commas"),
    CONTRACT_MISMATCH(
            "contract-mismatch",
            "refuse",
            "what the host does when others guard the same database with another contract: refuse, it does not start; or warn,"
                    + " and it serves beside them. PostgreSQL only");

    private final String key;
    private final String usual;
    private final String meaning;

    HostKey(String key, String usual, String meaning) {
        this.key = key;
        this.usual = usual;
        this.meaning = meaning;
    }

    /** Returns the key as in {@code frontdesk.yaml}, without the prefix {@code frontdesk.}. */
    public String key() {
        return key;
    }

    /** Returns the property: of the system, of Spring. */
    public String property() {
        return "frontdesk." + key;
    }

    /** Returns the environment variable. */
    public String variable() {
        return "FRONTDESK_" + key.replace("-", "").toUpperCase(Locale.ROOT);
    }

    /** Returns what counts where nothing is set; may be empty. */
    public String usual() {
        return usual;
    }

    /** Returns what the key says, for operators. */
    public String meaning() {
        return meaning;
    }

    static Optional<HostKey> of(String key) {
        return Arrays.stream(values()).filter(known -> known.key.equals(key)).findFirst();
    }
}
