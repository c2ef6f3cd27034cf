package io.frontdesk.answer;

import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.request.Request;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Retells in our words what HAPI refuses or fails at. HAPI's own words name classes, tables and values; what they say about
 * the request is kept where it can hold no patient data.
 */
final class HapiFailures {

    private static final Pattern ELEMENT = Pattern.compile("\\[element=\"([\\w.]+)\"]");
    private static final Pattern ABSENT_TARGET = Pattern.compile("specified in path: ([\\w.]+)");
    private static final Pattern UNKNOWN_PARAMETER = Pattern.compile("Unknown search parameter \"([\\w:-]{1,64})\"");

    /** What HAPI says of a patch in another media type: it looks at that before any guard sees the request. */
    private static final Pattern PATCH_MEDIA_TYPE = Pattern.compile("(?i)content[- ]type for patch");

    /**
     * SQL states: connection (08), no idle transaction for so long (25P03), no room (53), the statement took too long (57014),
     * the server stops or starts (57P).
     */
    private static final Pattern AWAY = Pattern.compile("08...|25P03|53...|57014|57P..");

    private static final String CLOSED = "Connection is closed";

    private static final Pattern UNKNOWN_CODE = Pattern.compile("Unknown [A-Z][A-Za-z]+ code '");
    private static final Pattern UNREADABLE = Pattern.compile("Invalid date/time");

    /** What HAPI says when no provider answers to the method and address. */
    private static final String NO_HANDLER = "does not know how to handle";

    /** What HAPI says when a reference stands against a deletion. */
    private static final String REFERENCED = "Unable to delete";

    /** The client errors that HAPI itself raises. */
    private static final Set<Integer> OF_HAPI = Set.of(400, 404, 405, 409, 410, 412, 422);

    private HapiFailures() {}

    /** Returns whether an exception is told as it is: a refusal of ours, HAPI's 304, or another interceptor's 401. */
    static boolean isAnAnswer(BaseServerResponseException told) {
        return told instanceof RefusedException
                || (told.getStatusCode() < 500 && !OF_HAPI.contains(told.getStatusCode()));
    }

    /** Returns the refusal that a failure amounts to. */
    static Refusal refusal(Throwable failure, Optional<Request> request) {
        if (storeAway(failure)) {
            return Refusal.of(Rule.UNAVAILABLE, "The store does not answer.", "Send the request again later.")
                    .withHeader("Retry-After", "5");
        }
        if (failure instanceof DataFormatException) {
            return request.filter(asked -> asked.interaction().reads()
                                    || asked.interaction().conditional())
                            .isPresent()
                    ? unreadable()
                    : Refusal.of(
                            Rule.BODY_MALFORMED, "The body cannot be read as FHIR.", "Validate it before you send it.");
        }
        if (failure instanceof ResourceVersionConflictException) {
            return conflict(String.valueOf(failure.getMessage()), request);
        }
        return failure instanceof BaseServerResponseException told
                ? refusal(told.getStatusCode(), String.valueOf(told.getMessage()), request)
                : failure();
    }

    /** Returns the refusal that an answer of HAPI amounts to, by its status and its words. */
    static Refusal refusal(int status, String message, Optional<Request> request) {
        return switch (status) {
            case 400, 422 -> invalid(message, request);
            case 404 -> notFound(request);
            case 405, 501 -> notOffered(request);
            case 409 -> conflict(message, request);
            case 410 -> Refusal.of(Rule.GONE, "The resource has been deleted.", "Read an older version with _history.");
            case 412 ->
                Refusal.of(
                        Rule.AMBIGUOUS,
                        "Several resources meet the criteria.",
                        "Send criteria that one resource meets, such as an identifier.");
            // In a batch HAPI keeps of an unreadable value in criteria its message alone.
            default -> UNREADABLE.matcher(message).find() ? unreadable() : unknownCode(message);
        };
    }

    private static Refusal notOffered(Optional<Request> request) {
        return Refusal.of(
                        Rule.INTERACTION_NOT_OFFERED,
                        "This endpoint does not offer that.",
                        "See GET [base]/metadata for what is offered.")
                .with(
                        "interaction",
                        request.map(asked -> asked.interaction().code()).orElse("unknown"));
    }

    private static Refusal conflict(String message, Optional<Request> request) {
        if (message.contains(REFERENCED)) {
            return Refusal.of(
                    Rule.REFERENCED,
                    "The resource cannot be deleted, because other resources refer to it.",
                    "Delete or change those first, or mark this one as entered in error.");
        }
        boolean named =
                request.filter(asked -> !asked.header("If-Match").isEmpty()).isPresent();
        return named
                ? Refusal.of(
                        Rule.VERSION_STALE,
                        "Another request has changed the resource since the version named in If-Match.",
                        "Read the resource again, apply your change to it, and send its version as If-Match.")
                : Refusal.of(
                        Rule.CONFLICT,
                        "Another request has changed the resource meanwhile.",
                        "Read the resource again and decide whether your change still applies.");
    }

    /** Returns the refusal of a request for what is not there. */
    static Refusal notFound(Optional<Request> request) {
        String type = request.map(Request::type).orElse("");
        String id = request.flatMap(Request::id).orElse("");
        if (request.filter(asked -> asked.interaction().conditional()).isPresent()) {
            return Refusal.of(
                            Rule.NOT_FOUND,
                            "No " + type + " meets the criteria.",
                            "Search with them: GET [base]/" + type + ".")
                    .with("type", type)
                    .with("id", "");
        }
        boolean one = !type.isEmpty() && !id.isEmpty();
        return one
                ? Refusal.notFound(type, id)
                : Refusal.of(
                        Rule.ADDRESS_UNKNOWN,
                        "There is nothing under this address.",
                        "See GET [base]/metadata for the resource types that are served.");
    }

    private static Refusal invalid(String message, Optional<Request> request) {
        if (message.contains(NO_HANDLER)) {
            return notOffered(request);
        }
        if (PATCH_MEDIA_TYPE.matcher(message).find()) {
            return Refusal.of(
                            Rule.BODY_MEDIA_TYPE,
                            "The body of this request is in a media type that is not read here.",
                            "Send Content-Type: application/json-patch+json, in UTF-8.")
                    .withHeader("Accept-Patch", "application/json-patch+json");
        }
        Matcher absent = ABSENT_TARGET.matcher(message);
        if (absent.find()) {
            return Refusal.of(
                            Rule.REFERENCE,
                            "The reference at " + absent.group(1) + " points at a resource that is not stored here.",
                            "Create the resource first, or send the absolute URL of a resource on another server.")
                    .at(absent.group(1));
        }
        Matcher parameter = UNKNOWN_PARAMETER.matcher(message);
        if (parameter.find()) {
            return Refusal.of(
                            Rule.REQUEST_INVALID,
                            "The search parameter " + parameter.group(1) + " is not offered.",
                            "See GET [base]/metadata for the search parameters of each type.")
                    .with("parameter", parameter.group(1));
        }
        if (request.filter(asked -> asked.interaction().sendsPatch()).isPresent()) {
            return patch(message, request.get());
        }
        return Refusal.of(
                Rule.REQUEST_INVALID,
                "The request cannot be understood.",
                "See GET [base]/metadata for what is offered.");
    }

    private static Refusal patch(String message, Request request) {
        Matcher element = ELEMENT.matcher(message);
        Refusal refusal = Refusal.of(
                Rule.PATCH_MALFORMED,
                "The patch cannot be applied to the stored resource, or what it leaves is no " + request.type() + ".",
                "Read the resource again, and check that each path exists and each value fits its element.");
        return element.find() ? refusal.at(request.type() + "." + element.group(1)) : refusal;
    }

    /** HAPI applies a FHIRPath Patch to its own model, and fails on a code that the model does not know. */
    private static Refusal unknownCode(String message) {
        return UNKNOWN_CODE.matcher(message).find()
                ? Refusal.of(
                        Rule.PATCH_MALFORMED,
                        "The patch sets an element to a code that FHIR does not know there.",
                        "Send a code of the element's value set.")
                : failure();
    }

    private static Refusal unreadable() {
        return Refusal.of(
                Rule.REQUEST_INVALID,
                "A search parameter has a value that is none of its type.",
                "See the FHIR search page for the format of dates, numbers and references.");
    }

    private static Refusal failure() {
        return Refusal.of(
                Rule.FAILURE,
                "The server failed on this request.",
                "Send it again later; if it fails again, tell the operator the X-Request-Id of this answer.");
    }

    /** Returns whether the store cannot be reached, has no room or no connection left, or took too long to answer. */
    private static boolean storeAway(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException
                    || cause instanceof SQLNonTransientConnectionException
                    || cause instanceof SQLRecoverableException
                    || cause instanceof SQLTimeoutException
                    || cause instanceof SQLException sql && away(sql)) {
                return true;
            }
            if (cause.getCause() == cause) {
                return false;
            }
        }
        return false;
    }

    private static boolean away(SQLException failure) {
        String state = failure.getSQLState();
        // So a pool tells of a connection that it has given up meanwhile.
        return state == null
                ? CLOSED.equals(failure.getMessage())
                : AWAY.matcher(state).matches();
    }
}
