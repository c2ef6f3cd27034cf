package io.frontdesk.request;

import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import io.frontdesk.caller.Callers;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.hl7.fhir.instance.model.api.IIdType;
import org.jspecify.annotations.Nullable;

/** Reads a {@link Request} out of what HAPI knows of it, and keeps it for the guards that come later. */
public final class Requests {

    private static final String KEY = Request.class.getName();

    private Requests() {}

    /**
     * Returns the request that HAPI is handling and keeps it with HAPI's own details, so that every later guard judges the
     * same one, whatever HAPI does to the headers meanwhile.
     *
     * @param ownBases from the base URL of this request to all base URLs of the endpoint
     */
    static Request begin(RequestDetails details, Function<String, Set<String>> ownBases) {
        Request request = read(details, ownBases);
        details.getUserData().put(KEY, request);
        return request;
    }

    /** Returns the client's request behind HAPI's details, or empty when the server's own code is at work. */
    public static Optional<Request> of(@Nullable RequestDetails details) {
        return details instanceof ServletRequestDetails && details.getUserData().get(KEY) instanceof Request request
                ? Optional.of(request)
                : Optional.empty();
    }

    private static Request read(RequestDetails details, Function<String, Set<String>> ownBases) {
        Map<String, List<String>> headers = new HashMap<>();
        for (String name : Request.HEADERS) {
            List<String> values = details.getHeaders(name);
            if (!values.isEmpty()) {
                headers.put(name, List.copyOf(values));
            }
        }
        Map<String, List<String>> parameters = new HashMap<>();
        details.getParameters().forEach((name, values) -> parameters.put(name, Arrays.asList(values)));
        Optional<IIdType> id = Optional.ofNullable(details.getId());
        return new Request(
                interaction(details, headers.containsKey("If-None-Exist")),
                Optional.ofNullable(details.getResourceName()).orElse(""),
                id.map(IIdType::getIdPart),
                id.map(IIdType::getVersionIdPart),
                Optional.ofNullable(details.getOperation()),
                Callers.of(details),
                headers,
                parameters,
                ownBases.apply(Optional.ofNullable(details.getFhirServerBase()).orElse("")));
    }

    private static Interaction interaction(RequestDetails details, boolean ifNoneExist) {
        RestOperationTypeEnum type = details.getRestOperationType();
        if (type == null) {
            return Interaction.UNKNOWN;
        }
        boolean addressed = details.getId() != null && details.getId().hasIdPart();
        return switch (type) {
            case READ -> Interaction.READ;
            case VREAD -> Interaction.VREAD;
            case SEARCH_TYPE -> Interaction.SEARCH;
            case SEARCH_SYSTEM -> Interaction.SEARCH_SYSTEM;
            case CREATE -> ifNoneExist ? Interaction.CONDITIONAL_CREATE : Interaction.CREATE;
            case UPDATE -> addressed ? Interaction.UPDATE : Interaction.CONDITIONAL_UPDATE;
            case PATCH -> addressed ? Interaction.PATCH : Interaction.CONDITIONAL_PATCH;
            case DELETE -> addressed ? Interaction.DELETE : Interaction.CONDITIONAL_DELETE;
            case HISTORY_INSTANCE -> Interaction.HISTORY_INSTANCE;
            case HISTORY_TYPE -> Interaction.HISTORY_TYPE;
            case HISTORY_SYSTEM -> Interaction.HISTORY_SYSTEM;
            case TRANSACTION -> Interaction.TRANSACTION;
            case BATCH -> Interaction.BATCH;
            case METADATA -> Interaction.CAPABILITIES;
            case GET_PAGE -> Interaction.PAGE;
            case EXTENDED_OPERATION_SERVER,
                    EXTENDED_OPERATION_TYPE,
                    EXTENDED_OPERATION_INSTANCE,
                    VALIDATE,
                    META,
                    META_ADD,
                    META_DELETE -> Interaction.OPERATION;
            default -> Interaction.UNKNOWN;
        };
    }
}
