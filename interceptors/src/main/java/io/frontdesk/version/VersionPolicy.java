package io.frontdesk.version;

import ca.uhn.fhir.util.DateUtils;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.element.VersionIds;
import io.frontdesk.source.Section;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which version a client must have seen before it changes a resource. Compiled from the section {@code version}:
 *
 * <pre>
 * version:
 *   ifMatch: required     # required | optional | ignored: may a change of an appointment come without If-Match
 *   form: weak            # any | weak: which entity tags If-Match takes; optional, absent: any
 *   ifUnmodifiedSince: honoured   # honoured | ignored; optional, absent: ignored
 *   first: 0              # 0 | 1: what the first version is called; optional, absent: 1
 *   etag: none            # sent | none: whether answers tell versions; optional, absent: sent
 *   unchanged: new-version   # kept | new-version: what an update that changes nothing makes; optional, absent: kept
 *   announced: versioned  # no-version | versioned | versioned-update: the CapabilityStatement; absent: by ifMatch
 * </pre>
 *
 * The demand is for appointments. For every other type If-Match is optional, and a wrong one is refused alike.
 */
public final class VersionPolicy {

    private enum IfMatch {
        REQUIRED,
        OPTIONAL,
        IGNORED
    }

    private static final String READ_FIRST =
            "Read the resource, and send the version you read as If-Match, for example If-Match: W/\"2\".";
    private static final long SECOND = 1_000;

    private static final Map<String, IfMatch> IF_MATCH =
            Map.of("required", IfMatch.REQUIRED, "optional", IfMatch.OPTIONAL, "ignored", IfMatch.IGNORED);
    private static final Map<String, Boolean> WEAK = Map.of("any", false, "weak", true);
    private static final Map<String, Boolean> HONOURED = Map.of("honoured", true, "ignored", false);
    private static final Map<String, Boolean> SENT = Map.of("sent", true, "none", false);
    private static final Map<String, Boolean> UNCHANGED = Map.of("kept", false, "new-version", true);
    private static final String VERSIONED = "versioned";
    private static final String VERSIONED_UPDATE = "versioned-update";
    private static final Map<String, String> ANNOUNCED =
            Map.of("no-version", "no-version", VERSIONED, VERSIONED, VERSIONED_UPDATE, VERSIONED_UPDATE);

    private final IfMatch ifMatch;
    private final boolean weak;
    private final boolean since;
    private final VersionIds ids;
    private final boolean told;
    private final boolean counted;
    private final String announced;

    private VersionPolicy(
            IfMatch ifMatch,
            boolean weak,
            boolean since,
            VersionIds ids,
            boolean told,
            boolean counted,
            String announced) {
        this.ifMatch = ifMatch;
        this.weak = weak;
        this.since = since;
        this.ids = ids;
        this.told = told;
        this.counted = counted;
        this.announced = announced;
    }

    /** Compiles the section. */
    public static VersionPolicy compile(Section version) {
        IfMatch ifMatch = version.choice("ifMatch", IF_MATCH);
        return new VersionPolicy(
                ifMatch,
                version.has("form") && version.choice("form", WEAK),
                version.has("ifUnmodifiedSince") && version.choice("ifUnmodifiedSince", HONOURED),
                new VersionIds(version.number("first", 1, 0, 1)),
                !version.has("etag") || version.choice("etag", SENT),
                version.has("unchanged") && version.choice("unchanged", UNCHANGED),
                version.has("announced")
                        ? version.choice("announced", ANNOUNCED)
                        : ifMatch == IfMatch.REQUIRED ? VERSIONED_UPDATE : VERSIONED);
    }

    /** Returns what the CapabilityStatement says of appointments: a code of FHIR's value set versioning-policy. */
    public String announced() {
        return announced;
    }

    /** Returns whether an update that changes nothing makes a version nevertheless. */
    public boolean countsUnchanged() {
        return counted;
    }

    /** Returns whether a change of what the contract guards must name the version that it is based on. */
    public boolean required() {
        return ifMatch == IfMatch.REQUIRED;
    }

    /** Returns what versions are called. */
    public VersionIds ids() {
        return ids;
    }

    /** Returns whether answers tell versions in their headers. */
    public boolean told() {
        return told;
    }

    /** Reads If-Match: nothing, where the contract does not look at it. */
    Precondition ifMatch(List<String> values) {
        return ifMatch == IfMatch.IGNORED ? new Precondition.None() : Precondition.of(values, weak);
    }

    /** Reads If-None-Match of a change: nothing, where the contract does not look at versions. */
    Precondition ifNoneMatch(List<String> values) {
        return ifMatch == IfMatch.IGNORED ? new Precondition.None() : Precondition.of(values);
    }

    /**
     * Reads If-Unmodified-Since (RFC 9110 section 13.1.4), which is ignored beside If-Match, and where it is no date.
     *
     * @return the moment, where the contract looks at it
     */
    Optional<Date> unmodifiedSince(List<String> values, Precondition match) {
        return since && values.size() == 1 && match instanceof Precondition.None
                ? Optional.ofNullable(DateUtils.parseDate(values.get(0)))
                : Optional.empty();
    }

    /**
     * Judges the headers of a change, before anything is looked up.
     *
     * @param demanded whether the changed resource is one that the contract guards
     * @param match what If-Match says
     * @param noneMatch what If-None-Match says
     */
    public Decision named(boolean demanded, Precondition match, Precondition noneMatch) {
        if (match instanceof Precondition.Malformed || noneMatch instanceof Precondition.Malformed) {
            String header = match instanceof Precondition.Malformed ? "If-Match" : "If-None-Match";
            return Decision.refuse(Refusal.of(
                            Rule.VERSION_MALFORMED,
                            "The header " + header + " is no " + (weak ? "weak " : "") + "entity tag.",
                            "Send the version in quotes, for example " + header + ": W/\"2\".")
                    .with("header", header));
        }
        boolean named = match instanceof Precondition.OneOf;
        if (demanded && required() && !named) {
            String found =
                    match instanceof Precondition.AnyVersion ? "If-Match: * names no version." : "If-Match is missing.";
            return Decision.refuse(Refusal.of(
                    Rule.VERSION_MISSING, "This change must name the version it is based on: " + found, READ_FIRST));
        }
        return Decision.permit();
    }

    /** Judges a precondition of what turns out not to be stored: If-Match then never holds (RFC 9110 section 13.1.1). */
    public Decision nothingStored(Precondition match) {
        return match instanceof Precondition.None
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
    public Decision current(Precondition match, Precondition noneMatch, String stored) {
        String current = ids.told(stored);
        boolean stale =
                match instanceof Precondition.OneOf one && !one.versions().contains(current);
        boolean exists = noneMatch instanceof Precondition.AnyVersion
                || noneMatch instanceof Precondition.OneOf none
                        && none.versions().contains(current);
        if (!stale && !exists) {
            return Decision.permit();
        }
        String text = stale
                ? "The resource has changed since the version named in If-Match: version " + current
                        + " is the current one."
                : "If-None-Match forbids the change: the resource exists, in version " + current + ".";
        return Decision.refuse(Refusal.of(
                        Rule.VERSION_STALE,
                        text,
                        "Read the resource again, apply your change to it, and send If-Match: W/\"" + current + "\".")
                .with("current", current)
                .withHeader("ETag", "W/\"" + current + "\""));
    }

    /** Judges a change of what is stored without any version: nobody can tell whether a version that is named is the current one. */
    Decision unversioned(Precondition match, Precondition noneMatch) {
        return match instanceof Precondition.None && noneMatch instanceof Precondition.None
                ? Decision.permit()
                : Decision.refuse(Refusal.of(
                        Rule.FORM_NOT_OFFERED,
                        "What is stored has no version, so that none can be compared.",
                        "Tell the operator: the resource provider must set the version of what it reads (IdType with"
                                + " version, or meta.versionId)."));
    }

    /**
     * Judges a change against the moment of the last one, in whole seconds, as HTTP tells moments.
     *
     * @param limit what If-Unmodified-Since says
     * @param changed when the stored resource was changed
     */
    Decision unmodified(Date limit, Date changed) {
        return changed.getTime() / SECOND <= limit.getTime() / SECOND
                ? Decision.permit()
                : Decision.refuse(Refusal.of(
                                Rule.VERSION_MODIFIED,
                                "The resource has changed since the moment in If-Unmodified-Since.",
                                "Read the resource again, apply your change to it, and send its Last-Modified as"
                                        + " If-Unmodified-Since.")
                        .withHeader("Last-Modified", DateUtils.formatDate(changed)));
    }

    /** Returns the refusal of a change while another request changes the same resource. */
    public Decision held() {
        return Decision.refuse(Refusal.of(
                        Rule.VERSION_LOCKED,
                        "Another request is changing this resource right now.",
                        "Read the resource again and decide whether your change still applies.")
                .withHeader("Retry-After", "1"));
    }

    /** Returns the rules, for people to read. */
    public Map<String, String> described() {
        Map<String, String> rules = new LinkedHashMap<>();
        rules.put("If-Match", ifMatch.name().toLowerCase(Locale.ROOT));
        rules.put("entity tags", weak ? "W/\"1\"" : "W/\"1\" or \"1\"");
        rules.put("If-Unmodified-Since", since ? "honoured" : "ignored");
        rules.put("first version", ids.told("1"));
        rules.put("ETag", told ? "sent" : "none");
        rules.put("an update that changes nothing", counted ? "makes a version" : "makes none");
        rules.put("announced as", announced);
        return rules;
    }
}
