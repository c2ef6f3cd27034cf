package io.frontdesk.decision;

import java.util.Arrays;
import java.util.Optional;

/**
 * Every rule that a request can break, with the HTTP status and the FHIR issue type in which it is told unless the
 * contract's {@code answers.refusals} says otherwise.
 *
 * <p>The id is part of the API: clients may switch on it, contracts name it. Statuses follow RFC 9110, RFC 6585 and the
 * FHIR R4 RESTful API, issue types follow the FHIR value set {@code issue-type} as far as DSTU3 and R4 share it.
 */
public enum Rule {
    TOKEN_MISSING("token.missing", 401, "login", "No bearer token was sent."),
    TOKEN_INVALID(
            "token.invalid",
            401,
            "login",
            "The bearer token cannot be trusted: malformed, unknown key, wrong signature, issuer, audience, kind, holder or"
                    + " time."),
    CERTIFICATE_INVALID(
            "certificate.invalid",
            401,
            "login",
            "The client certificate has expired, is not valid yet, or names nobody."),
    TOKEN_UNVERIFIABLE(
            "token.unverifiable",
            503,
            "transient",
            "The identity provider's keys cannot be had, so that no token can be judged."),

    ACCESS_RIGHT(
            "access.right", 403, "forbidden", "The caller holds none of the rights that the interaction asks for."),
    ACCESS_SCOPE(
            "access.scope",
            403,
            "forbidden",
            "The caller's SMART scopes allow the interaction, but not on this resource, or not with this outcome."),
    ACCESS_USER_TYPE(
            "access.user-type", 403, "forbidden", "The caller's kind of user may not do this, whatever the rights."),
    ACCESS_CONTEXT_MISSING(
            "access.context-missing", 403, "forbidden", "The token lacks a context claim that the contract demands."),
    ACCESS_CONTEXT(
            "access.context",
            403,
            "forbidden",
            "The resource has nothing to do with the context in the caller's token."),

    ACCESS_USER("access.user", 403, "forbidden", "The resource has nothing to do with the user that the token is for."),
    ACCESS_CONTEXT_NOT_ALLOWED(
            "access.context-not-allowed",
            403,
            "forbidden",
            "The token names a context that this kind of user may not work in."),

    VERSION_MISSING("version.missing", 428, "required", "The contract demands a version and the request names none."),
    VERSION_MALFORMED(
            "version.malformed", 400, "invalid", "The If-Match or If-None-Match header is no list of entity tags."),
    VERSION_STALE("version.stale", 412, "conflict", "The version named is not the current one."),
    VERSION_MODIFIED(
            "version.modified",
            412,
            "conflict",
            "The resource has changed since the moment that If-Unmodified-Since names."),
    VERSION_NOTHING("version.nothing-stored", 412, "conflict", "If-Match was sent, and nothing is stored."),
    VERSION_LOCKED("version.locked", 423, "lock-error", "Another request holds the resource right now."),

    STATUS_INITIAL("status.initial", 422, "business-rule", "A resource may not begin its life in this status."),
    STATUS_TRANSITION(
            "status.transition",
            422,
            "business-rule",
            "The status table has no move from the stored status to the proposed one."),
    STATUS_FINAL("status.final", 422, "business-rule", "The stored status is final: no move leads out of it."),
    STATUS_FROZEN("status.frozen", 422, "business-rule", "Nothing may be edited in this status."),
    STATUS_UNDELETABLE("status.undeletable", 422, "business-rule", "A resource in this status may not be deleted."),
    STATUS_MISSING("status.missing", 422, "required", "The status is absent."),

    INTERACTION_NOT_OFFERED(
            "update.not-offered", 405, "not-supported", "The contract does not offer this interaction."),
    FORM_NOT_OFFERED(
            "update.form-not-offered",
            403,
            "not-supported",
            "The contract offers the interaction, but not in this form, or not to this caller (chained, conditional ...)."),
    BUNDLE("bundle.invalid", 400, "invalid", "The bundle is no batch or transaction that can be carried out."),
    BUNDLE_TWICE(
            "bundle.twice",
            400,
            "invalid",
            "Two entries of a bundle write one resource, or may: what becomes of it would depend on their order."),
    ID_MISMATCH("update.id-mismatch", 400, "invalid", "The id in the body is not the id in the address."),
    UNKNOWN_ID(
            "update.unknown-id",
            404,
            "not-found",
            "Nothing is stored under the id, and this interaction does not create."),
    SERVER_OWNED(
            "update.server-owned",
            422,
            "business-rule",
            "A part that belongs to the server was set or changed by the client."),
    PATCH_FORBIDDEN("patch.forbidden", 422, "business-rule", "A patch would change what a patch may not change."),
    PATCH_MALFORMED(
            "patch.malformed",
            400,
            "structure",
            "The patch document is no JSON Patch (RFC 6902), or cannot be applied to the stored resource."),
    PATCH_NOT_LISTED(
            "patch.not-listed", 422, "business-rule", "A patch holds an operation that the contract does not list."),
    PATCH_VALUE(
            "patch.value",
            422,
            "business-rule",
            "An operation of a patch has a value that the contract does not take there."),
    PATCH_TWICE("patch.twice", 422, "business-rule", "Two operations of a patch change the same element."),
    PATCH_COMPANY(
            "patch.company", 422, "business-rule", "An operation of a patch needs another one, which the patch lacks."),
    PATCH_STATE(
            "patch.state",
            422,
            "business-rule",
            "The stored resource is not in the state that an operation of a patch asks for."),

    BODY_MALFORMED("body.malformed", 400, "structure", "The body cannot be read."),
    BODY_TYPE("body.type", 400, "invalid", "The body holds another resource type than the address names."),
    BODY_ELEMENT("body.element", 400, "structure", "The body holds an element that the resource type does not have."),
    BODY_SHAPE(
            "body.shape",
            400,
            "structure",
            "An element is a list, an object or a plain value where its type is something else."),
    BODY_VALUE("body.value", 400, "value", "An element holds a value that its type cannot hold."),
    BODY_TOO_LARGE("body.too-large", 413, "too-long", "The body is larger than the endpoint takes."),
    BODY_TOO_DEEP("body.too-deep", 400, "too-long", "The body is nested deeper than the endpoint takes."),
    BODY_MEDIA_TYPE(
            "body.media-type",
            415,
            "not-supported",
            "The media type of the body is none that the endpoint reads here."),
    ACCEPT(
            "answer.not-acceptable",
            406,
            "not-supported",
            "The endpoint can answer in none of the media types that the client accepts."),

    BASE_REQUIRED("base.required", 422, "required", "An element that FHIR itself requires is absent."),
    BASE_INVARIANT("base.invariant", 422, "invariant", "An invariant of the FHIR resource itself is broken."),
    PROFILE("profile.invalid", 422, "invariant", "The resource does not conform to the profile that applies to it."),
    PROFILE_UNKNOWN(
            "profile.unknown", 422, "not-supported", "The resource claims a profile that the contract does not know."),
    FIELD(
            "field.rule",
            422,
            "business-rule",
            "A rule of the contract's section fields is broken. It is told as field. and the name of that rule."),
    VALUE_UNKNOWN("value.unknown", 422, "business-rule", "A coding is none of those that the contract lists."),
    VALUE_AMBIGUOUS("value.ambiguous", 422, "business-rule", "A coding may be any of several that the contract lists."),
    VALUE_CLOSED(
            "value.closed",
            422,
            "business-rule",
            "A coding is one of those that the contract lists, but not for appointments."),
    VALUE_CODINGS(
            "value.codings",
            422,
            "business-rule",
            "An element has another number of codings than the contract asks for."),
    REFERENCE("base.reference", 422, "not-found", "A reference points at nothing."),

    SEARCH_TOO_WIDE(
            "search.too-wide",
            403,
            "too-costly",
            "More matches than can be judged one by one, for a caller who may see only some of them."),
    SEARCH_PARAMETER("search.parameter", 400, "not-supported", "The contract does not offer the search parameter."),
    SEARCH_KEY(
            "search.key",
            400,
            "required",
            "The search lacks a parameter that every such search must give, or repeats it."),
    SEARCH_VALUE(
            "search.value", 400, "value", "A search parameter has a value in a form that the contract does not offer."),
    SEARCH_CONTEXT(
            "search.context",
            403,
            "forbidden",
            "The search is for something else than the context in the caller's token."),
    SEARCH_MANDATORY(
            "search.mandatory",
            403,
            "required",
            "The caller's kind of user must give one of certain search parameters."),
    SEARCH_POST_ONLY(
            "search.post-only",
            403,
            "not-supported",
            "A search parameter that carries personal data stands in the address."),
    SLOT_UNKNOWN("slot.unknown", 422, "not-found", "The appointment would hold a Slot that is not stored here."),
    SLOT_TAKEN("slot.taken", 422, "business-rule", "The appointment would hold a Slot that is not free."),
    SLOT_DISAGREES(
            "slot.disagrees",
            422,
            "business-rule",
            "The appointment does not agree with the Slots that it would hold, or they not with each other."),
    SLOT_HELD(
            "slot.held",
            422,
            "business-rule",
            "Whether a Slot is held follows from the appointments, and what is held stays as it is."),
    EFFECT(
            "effect.failed",
            424,
            "processing",
            "What has to be stored along with the change cannot be. Nothing is stored then."),
    CALENDAR("calendar.no-time", 422, "required", "An appointment without a time has no place in a calendar."),
    REQUEST_INVALID("request.invalid", 400, "invalid", "The search or the request line cannot be understood."),
    NOT_FOUND("request.not-found", 404, "not-found", "No resource is stored under this id."),
    ADDRESS_UNKNOWN("request.address-unknown", 404, "not-found", "The endpoint serves nothing under this address."),
    REQUEST_TOO_SLOW(
            "request.too-slow",
            408,
            "timeout",
            "The client sends its request, or reads the answer, more slowly than the endpoint waits."),
    ADDRESS_TOO_LONG("request.address-too-long", 414, "too-long", "The address is longer than the endpoint takes."),
    HEADERS_TOO_LARGE("request.headers-too-large", 431, "too-long", "The headers are larger than the endpoint takes."),
    HTTP_VERSION("request.http-version", 505, "not-supported", "The request is of another HTTP version."),
    TOO_MANY("request.too-many", 429, "throttled", "The caller sends more requests than the operator allows."),
    GONE("request.gone", 410, "not-found", "What was here has been deleted."),
    REFERENCED("request.referenced", 409, "conflict", "The resource cannot be deleted: others refer to it."),
    AMBIGUOUS("request.ambiguous", 412, "conflict", "The criteria of a conditional request match several resources."),
    CRITERIA_DISAGREE(
            "request.criteria-disagree",
            422,
            "business-rule",
            "What a conditional request sends does not meet the criteria in its own address."),
    DUPLICATE(
            "request.duplicate",
            409,
            "duplicate",
            "Another resource has the same value of an element that the contract keeps unique."),
    BOOKING_OVERLAP(
            "booking.overlap",
            422,
            "business-rule",
            "Somebody or something that takes part has another appointment at this time."),
    CONFLICT("request.conflict", 409, "conflict", "The request conflicts with what is stored."),
    UNAVAILABLE("server.unavailable", 503, "transient", "The server failed; the request may be sent again."),
    FAILURE("server.failure", 500, "exception", "The server failed on this request.");

    private final String id;
    private final int status;
    private final String issueType;
    private final String meaning;

    Rule(String id, int status, String issueType, String meaning) {
        this.id = id;
        this.status = status;
        this.issueType = issueType;
        this.meaning = meaning;
    }

    /** Returns the stable id, for example {@code version.stale}. */
    public String id() {
        return id;
    }

    /** Returns the HTTP status in which the rule is told by default. */
    public int status() {
        return status;
    }

    /** Returns the FHIR issue type in which the rule is told by default. */
    public String issueType() {
        return issueType;
    }

    /** Returns what is wrong when the rule is broken, in one sentence. */
    public String meaning() {
        return meaning;
    }

    /** Returns the rule with the given id. */
    public static Optional<Rule> of(String id) {
        return Arrays.stream(values()).filter(rule -> rule.id.equals(id)).findFirst();
    }
}
