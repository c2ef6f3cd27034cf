package io.frontdesk.server;

import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import java.util.EnumSet;
import java.util.Set;

/** The ways into an endpoint that HAPI has, and which of the rules hold on each. */
enum WritePath {
    CREATE(RestOperationTypeEnum.CREATE, "create"),
    CONDITIONAL_CREATE(RestOperationTypeEnum.CREATE, "create"),
    /** Something meets If-None-Exist already: it is shown, and nothing is stored. */
    CONDITIONAL_CREATE_IN_VAIN(RestOperationTypeEnum.CREATE, "create"),
    UPDATE(RestOperationTypeEnum.UPDATE, "update"),
    /** To an id under which nothing is stored, of a type whose clients choose ids. */
    UPDATE_AS_CREATE(RestOperationTypeEnum.UPDATE, "update"),
    /** To an id whose resource was deleted. */
    UNDELETE(RestOperationTypeEnum.UPDATE, "update"),
    CONDITIONAL_UPDATE(RestOperationTypeEnum.UPDATE, "update"),
    CONDITIONAL_UPDATE_AS_CREATE(RestOperationTypeEnum.UPDATE, "update"),
    JSON_PATCH(RestOperationTypeEnum.PATCH, "patch"),
    FHIRPATH_PATCH(RestOperationTypeEnum.PATCH, "patch"),
    FHIRPATH_PATCH_IN_XML(RestOperationTypeEnum.PATCH, "patch"),
    CONDITIONAL_JSON_PATCH(RestOperationTypeEnum.PATCH, "patch"),
    CONDITIONAL_FHIRPATH_PATCH(RestOperationTypeEnum.PATCH, "patch"),
    DELETE(RestOperationTypeEnum.DELETE, "delete"),
    CONDITIONAL_DELETE(RestOperationTypeEnum.DELETE, "delete"),
    READ(RestOperationTypeEnum.READ, "read"),
    VREAD(RestOperationTypeEnum.VREAD, "read"),
    SEARCH(RestOperationTypeEnum.SEARCH_TYPE, "search"),
    SEARCH_BY_POST(RestOperationTypeEnum.SEARCH_TYPE, "search"),
    HISTORY(RestOperationTypeEnum.HISTORY_INSTANCE, "read"),
    HISTORY_OF_TYPE(RestOperationTypeEnum.HISTORY_TYPE, "read");

    /** How a request reaches the endpoint. */
    enum Carrier {
        ALONE,
        IN_TRANSACTION,
        IN_BATCH
    }

    /** What is wrong with a request; {@link #NOTHING} must pass. */
    enum Flaw {
        NOTHING,
        NO_TOKEN,
        NO_RIGHT,
        NO_VERSION,
        STALE_VERSION,
        MALFORMED_VERSION,
        ILLEGAL_STATUS,
        UNKNOWN_REFERENCE,
        BROKEN_BODY,
        WRONG_MEDIA_TYPE,
        OTHER_ID
    }

    private static final Set<WritePath> READS =
            EnumSet.of(READ, VREAD, SEARCH, SEARCH_BY_POST, HISTORY, HISTORY_OF_TYPE);
    private static final Set<WritePath> DELETIONS = EnumSet.of(DELETE, CONDITIONAL_DELETE);

    private final RestOperationTypeEnum operation;
    private final String right;

    WritePath(RestOperationTypeEnum operation, String right) {
        this.operation = operation;
        this.right = right;
    }

    /** Returns what HAPI calls it. */
    RestOperationTypeEnum operation() {
        return operation;
    }

    /** Returns the last word of the right that it needs. */
    String right() {
        return right;
    }

    /** Returns the resource type that it is tried with. */
    String type() {
        return this == UPDATE_AS_CREATE ? "Patient" : "Appointment";
    }

    boolean reads() {
        return READS.contains(this);
    }

    boolean deletes() {
        return DELETIONS.contains(this);
    }

    boolean patches() {
        return operation == RestOperationTypeEnum.PATCH;
    }

    /** Returns whether a FHIRPath Patch is sent, which DSTU3 does not have. */
    boolean fhirPath() {
        return name().contains("FHIRPATH");
    }

    boolean conditional() {
        return name().startsWith("CONDITIONAL");
    }

    /** Returns whether nothing is stored yet. */
    boolean creates() {
        return this == CREATE
                || this == CONDITIONAL_CREATE
                || this == UPDATE_AS_CREATE
                || this == UNDELETE
                || this == CONDITIONAL_UPDATE_AS_CREATE;
    }

    /** Returns whether a flaw can be had on this path. */
    boolean has(Flaw flaw) {
        boolean body = !reads() && !deletes();
        boolean changes = !reads() && operation != RestOperationTypeEnum.CREATE;
        return switch (flaw) {
            case NOTHING, NO_TOKEN, NO_RIGHT -> true;
            case NO_VERSION -> changes && this != UPDATE_AS_CREATE && this != CONDITIONAL_UPDATE_AS_CREATE;
            case STALE_VERSION, MALFORMED_VERSION -> changes;
            case ILLEGAL_STATUS -> !reads() && type().equals("Appointment") && this != CONDITIONAL_CREATE_IN_VAIN;
            case UNKNOWN_REFERENCE -> body && this != CONDITIONAL_CREATE_IN_VAIN;
            case BROKEN_BODY, WRONG_MEDIA_TYPE -> body;
            case OTHER_ID -> body && changes;
        };
    }

    /** Returns the rule that refuses the flaw. */
    String rule(Flaw flaw) {
        return switch (flaw) {
            case NOTHING -> "";
            case NO_TOKEN -> "401 token.missing";
            case NO_RIGHT -> "403 access.right";
            case NO_VERSION -> "428 version.missing";
            case STALE_VERSION ->
                this == UPDATE_AS_CREATE
                        ? "404 update.unknown-id"
                        : creates() ? "412 version.nothing-stored" : "412 version.stale";
            case MALFORMED_VERSION -> "400 version.malformed";
            case ILLEGAL_STATUS -> "422 status." + (deletes() ? "undeletable" : creates() ? "initial" : "transition");
            case UNKNOWN_REFERENCE -> "422 base.reference";
            case BROKEN_BODY ->
                fhirPath() ? "400 patch.malformed" : patches() ? "400 body.malformed" : "400 body.element";
            case WRONG_MEDIA_TYPE -> "415 body.media-type";
            case OTHER_ID -> patches() ? "422 patch.forbidden" : "400 update.id-mismatch";
        };
    }
}
