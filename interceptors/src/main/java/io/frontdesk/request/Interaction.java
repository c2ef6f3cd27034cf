package io.frontdesk.request;

import io.frontdesk.source.Section;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a request asks for. Codes are those of the FHIR value sets {@code type-restful-interaction} and
 * {@code system-restful-interaction}; the conditional forms, which FHIR lists apart in the CapabilityStatement, have codes
 * of their own because a contract offers them apart.
 */
public enum Interaction {
    READ("read"),
    VREAD("vread"),
    SEARCH("search-type"),
    CREATE("create"),
    UPDATE("update"),
    PATCH("patch"),
    DELETE("delete"),
    HISTORY_INSTANCE("history-instance"),
    HISTORY_TYPE("history-type"),
    HISTORY_SYSTEM("history-system"),
    SEARCH_SYSTEM("search-system"),
    TRANSACTION("transaction"),
    BATCH("batch"),
    OPERATION("operation"),
    CAPABILITIES("capabilities"),
    /** The next page of a search that was allowed before. */
    PAGE("page"),
    CONDITIONAL_CREATE("conditional-create"),
    CONDITIONAL_UPDATE("conditional-update"),
    CONDITIONAL_PATCH("conditional-patch"),
    CONDITIONAL_DELETE("conditional-delete"),
    /** A batch or a transaction; its body, which tells which, is not read yet. */
    BUNDLE("bundle"),
    /** Anything that HAPI can do and Frontdesk does not know; never offered. */
    UNKNOWN("unknown");

    private final String code;

    Interaction(String code) {
        this.code = code;
    }

    /** Returns the code used in contracts, refusals and the CapabilityStatement. */
    public String code() {
        return code;
    }

    /** Returns the HTTP method of the interaction. */
    public String method() {
        return switch (this) {
            case CREATE, CONDITIONAL_CREATE, BUNDLE, TRANSACTION, BATCH -> "POST";
            case UPDATE, CONDITIONAL_UPDATE -> "PUT";
            case PATCH, CONDITIONAL_PATCH -> "PATCH";
            case DELETE, CONDITIONAL_DELETE -> "DELETE";
            default -> "GET";
        };
    }

    /** Returns whether the interaction changes or deletes what is stored already, if it is. */
    public boolean changes() {
        return switch (this) {
            case UPDATE, PATCH, DELETE, CONDITIONAL_UPDATE, CONDITIONAL_PATCH, CONDITIONAL_DELETE -> true;
            default -> false;
        };
    }

    /** Returns whether the resource is named by search criteria rather than by an id. */
    public boolean conditional() {
        return switch (this) {
            case CONDITIONAL_CREATE, CONDITIONAL_UPDATE, CONDITIONAL_PATCH, CONDITIONAL_DELETE -> true;
            default -> false;
        };
    }

    /** Returns whether the body is a resource of the type that the address names. */
    public boolean sendsResource() {
        return switch (this) {
            case CREATE, CONDITIONAL_CREATE, UPDATE, CONDITIONAL_UPDATE -> true;
            default -> false;
        };
    }

    /** Returns whether the body is a patch. */
    public boolean sendsPatch() {
        return this == PATCH || this == CONDITIONAL_PATCH;
    }

    /** Returns whether the body is a bundle of requests. */
    public boolean sendsRequests() {
        return this == BUNDLE || this == TRANSACTION || this == BATCH;
    }

    /** Returns whether the interaction only shows what is stored. */
    public boolean reads() {
        return switch (this) {
            case READ, VREAD, SEARCH, SEARCH_SYSTEM, PAGE, HISTORY_INSTANCE, HISTORY_TYPE, HISTORY_SYSTEM -> true;
            default -> false;
        };
    }

    /** Returns the interaction with the given code. */
    public static Optional<Interaction> of(String code) {
        return Arrays.stream(values())
                .filter(interaction -> interaction.code.equals(code))
                .findFirst();
    }

    /** Returns the interactions that a list in a contract names; faults what is none. */
    public static Set<Interaction> listed(Section section, String key) {
        List<String> codes = section.texts(key);
        Set<Interaction> interactions = EnumSet.noneOf(Interaction.class);
        for (int i = 0; i < codes.size(); i++) {
            Optional<Interaction> interaction = of(codes.get(i));
            interaction.ifPresent(interactions::add);
            if (interaction.isEmpty()) {
                section.fault(
                        key,
                        i,
                        "'" + codes.get(i) + "' is no interaction",
                        "a FHIR interaction such as read or update");
            }
        }
        return interactions;
    }
}
