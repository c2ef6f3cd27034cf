package io.frontdesk.decision;

import java.util.Arrays;
import java.util.Optional;

/**
 * The guards by what they judge. An operator's settings and measurements name a guard by the id of its family, which is why
 * there is a fixed number of them.
 */
public enum Family {
    LIMIT("limit", "how many requests a caller sends"),
    TOKEN("token", "who the caller is"),
    OFFER("offer", "what the contract offers"),
    ACCESS("access", "what the caller may do and see"),
    SEARCH("search", "the form of a search"),
    CRITERIA("criteria", "the criteria of conditional requests"),
    VERSION("version", "which version a change begins with"),
    FORMAT("format", "media types"),
    BODY("body", "whether a body can be read"),
    BUNDLE("bundle", "what the entries of a bundle are together"),
    PATCH("patch", "what a patch may do, where the contract lists it"),
    UPDATE("update", "what a change keeps of what is stored"),
    PREPARE("prepare", "what is filled in before anything judges"),
    VALUE("value", "codes that the contract lists"),
    BASE("base", "what FHIR itself requires"),
    OWNED("owned", "parts that belong to the server"),
    STATUS("status", "how an appointment may go on"),
    FIELD("field", "the contract's own rules about elements"),
    PROFILE("profile", "profiles"),
    EXTENSION("extension", "the order of extensions"),
    SLOT("slot", "Slots that appointments hold"),
    EFFECT("effect", "what is stored along with a change"),
    UNIQUE("unique", "values that no two resources share"),
    BOOKING("booking", "whose time is taken"),
    CALENDAR("calendar", "appointments as calendars"),
    STORE("store", "what HAPI and its store refuse by themselves");

    private final String id;
    private final String judged;

    Family(String id, String judged) {
        this.id = id;
        this.judged = judged;
    }

    /** Returns the stable id, for example {@code version}. */
    public String id() {
        return id;
    }

    /** Returns what these guards judge, in a few words. */
    public String judged() {
        return judged;
    }

    /** Returns the family with the given id. */
    public static Optional<Family> of(String id) {
        return Arrays.stream(values()).filter(family -> family.id.equals(id)).findFirst();
    }
}
