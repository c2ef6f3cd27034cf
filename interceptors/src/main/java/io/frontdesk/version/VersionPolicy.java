package io.frontdesk.version;

import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.source.Section;
import java.util.Map;

/**
 * Which version a client must have seen before it changes a resource. Compiled from the section {@code version}:
 *
 * <pre>
 * version:
 *   ifMatch: required     # required | optional: may a change of an appointment come without If-Match
 *   announced: versioned  # what the CapabilityStatement says: versioned | versioned-update; absent: by ifMatch
 * </pre>
 *
 * The demand is for appointments. For every other type If-Match is optional, and a wrong one is refused alike.
 */
public final class VersionPolicy {

    private static final String READ_FIRST =
            "Read the resource, and send the version you read as If-Match, for example If-Match: W/\"2\".";

    private static final Map<String, Boolean> ANNOUNCED = Map.of("versioned", false, "versioned-update", true);

    private final boolean required;
    private final boolean announced;

    private VersionPolicy(boolean required, boolean announced) {
        this.required = required;
        this.announced = announced;
    }

    /** Compiles the section. */
    public static VersionPolicy compile(Section version) {
        boolean required = version.choice("ifMatch", Map.of("required", true, "optional", false));
        return new VersionPolicy(
                required, version.has("announced") ? version.choice("announced", ANNOUNCED) : required);
    }

    /** Returns whether the CapabilityStatement says that an update must name the version that it is based on. */
    public boolean announced() {
        return announced;
    }

    /** Returns whether a change of what the contract guards must name the version that it is based on. */
    public boolean required() {
        return required;
    }

    /**
     * Judges the headers of a change, before anything is looked up.
     *
     * @param demanded whether the changed resource is one that the contract guards
     * @param ifMatch what If-Match says
     * @param ifNoneMatch what If-None-Match says
     */
    public Decision named(boolean demanded, Precondition ifMatch, Precondition ifNoneMatch) {
        if (ifMatch instanceof Precondition.Malformed || ifNoneMatch instanceof Precondition.Malformed) {
            String header = ifMatch instanceof Precondition.Malformed ? "If-Match" : "If-None-Match";
            return Decision.refuse(Refusal.of(
                            Rule.VERSION_MALFORMED,
                            "The header " + header + " is no entity tag.",
                            "Send the version in quotes, for example " + header + ": W/\"2\".")
                    .with("header", header));
        }
        boolean named = ifMatch instanceof Precondition.OneOf;
        if (demanded && required && !named) {
            String found = ifMatch instanceof Precondition.AnyVersion
                    ? "If-Match: * names no version."
                    : "If-Match is missing.";
            return Decision.refuse(Refusal.of(
                    Rule.VERSION_MISSING, "This change must name the version it is based on: " + found, READ_FIRST));
        }
        return Decision.permit();
    }

    /** Judges a precondition of what turns out not to be stored: If-Match then never holds (RFC 9110 section 13.1.1). */
    public Decision nothingStored(Precondition ifMatch) {
        return ifMatch instanceof Precondition.None
                ? Decision.permit()
                : Decision.refuse(Refusal.of(
                        Rule.VERSION_NOTHING,
                        "If-Match was sent, and nothing is stored that it could match.",
                        "Search for the resource, or leave out If-Match to create it."));
    }

    /**
     * Judges a change against the version that is stored, under the row lock.
     *
     * @param stored the version id of the stored resource
     */
    public Decision current(Precondition ifMatch, Precondition ifNoneMatch, String stored) {
        boolean stale =
                ifMatch instanceof Precondition.OneOf one && !one.versions().contains(stored);
        boolean exists = ifNoneMatch instanceof Precondition.AnyVersion
                || ifNoneMatch instanceof Precondition.OneOf none
                        && none.versions().contains(stored);
        if (!stale && !exists) {
            return Decision.permit();
        }
        String text = stale
                ? "The resource has changed since the version named in If-Match: version " + stored
                        + " is the current one."
                : "If-None-Match forbids the change: the resource exists, in version " + stored + ".";
        return Decision.refuse(Refusal.of(
                        Rule.VERSION_STALE,
                        text,
                        "Read the resource again, apply your change to it, and send If-Match: W/\"" + stored + "\".")
                .with("current", stored)
                .withHeader("ETag", "W/\"" + stored + "\""));
    }

    /** Returns the refusal of a change while another request changes the same resource. */
    public Decision held() {
        return Decision.refuse(Refusal.of(
                        Rule.VERSION_LOCKED,
                        "Another request is changing this resource right now.",
                        "Read the resource again and decide whether your change still applies.")
                .withHeader("Retry-After", "1"));
    }
}
