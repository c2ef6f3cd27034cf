package io.frontdesk.request;

import ca.uhn.fhir.rest.api.RequestTypeEnum;
import ca.uhn.fhir.rest.api.RestOperationTypeEnum;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import ca.uhn.fhir.util.UrlUtil;
import io.frontdesk.caller.Callers;
import io.frontdesk.decision.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.jspecify.annotations.Nullable;

/** Reads a {@link Request} out of what HAPI knows of it, and keeps it for the guards that come later. */
public final class Requests {

    private static final String KEY = Request.class.getName();
    private static final String WARNINGS = Requests.class.getName() + ".warnings";
    private static final String ENTRIES = BundledRequests.class.getName();
    private static final String WHOLE = Requests.class.getName() + ".whole";
    private static final String READ_AS = Requests.class.getName();
    private static final String PATCHES = Requests.class.getName() + ".patches";
    private static final String SENT_AS = Requests.class.getName() + ".sentAs";

    private Requests() {}

    /**
     * Returns the request that HAPI is handling and keeps it with HAPI's own details, so that every later guard judges the
     * same one, whatever HAPI does to the headers meanwhile.
     *
     * @param ownBases from the base URL of this request to all base URLs of the endpoint
     */
    public static Request begin(RequestDetails details, Function<String, Set<String>> ownBases) {
        Request request = read(details, ownBases);
        details.getUserData().put(KEY, request);
        return request;
    }

    /**
     * Returns the client's request behind HAPI's details, or empty when the server's own code is at work. Details that HAPI
     * made for an entry of a bundle give the request of that entry.
     */
    public static Optional<Request> of(@Nullable RequestDetails details) {
        if (!(details instanceof ServletRequestDetails)
                || !(details.getUserData().get(KEY) instanceof Request whole)) {
            return Optional.empty();
        }
        return details.isSubRequest() && details.getUserData().get(ENTRIES) instanceof BundledRequests entries
                ? entries.of(details).or(() -> Optional.of(whole))
                : Optional.of(whole);
    }

    /**
     * Returns the client's request behind a resource that is about to be written. The request of a whole bundle comes back
     * only when the entry cannot be told; the write must not go on then.
     */
    public static Optional<Request> of(@Nullable RequestDetails details, IBaseResource resource) {
        return details != null && details.getUserData().get(ENTRIES) instanceof BundledRequests entries
                ? entries.of(resource).or(() -> of(details))
                : of(details);
    }

    /**
     * Keeps the requests in a bundle that go on.
     *
     * @param resources the resources that they send, by identity
     * @param refused why other entries do not go on, by their place in the bundle
     */
    public static void bundle(
            RequestDetails details,
            List<Request> requests,
            Map<IBaseResource, Request> resources,
            Map<Integer, Refusal> refused) {
        details.getUserData().put(ENTRIES, new BundledRequests(requests, resources, refused));
        details.getUserData().put(WHOLE, details);
    }

    /** Returns why entries of a bundle were refused before HAPI saw them, by their place in it, in ascending order. */
    public static Map<Integer, Refusal> refused(RequestDetails details) {
        return details.getUserData().get(ENTRIES) instanceof BundledRequests entries ? entries.refused() : Map.of();
    }

    /** Returns the client's request, or those in its bundle. */
    public static List<Request> all(RequestDetails details) {
        return details.getUserData().get(ENTRIES) instanceof BundledRequests entries
                ? entries.requests()
                : of(details).map(List::of).orElse(List.of());
    }

    /** Returns the requests in the client's transaction, which succeed or fail together; none when it has sent no transaction. */
    public static List<Request> inTransaction(@Nullable RequestDetails details) {
        return details != null
                        && details.getUserData().get(KEY) instanceof Request whole
                        && whole.interaction() == Interaction.TRANSACTION
                ? all(details)
                : List.of();
    }

    /**
     * Lets HAPI carry out an operation on one resource as the read that it begins with. The guards judge the operation, and
     * the read that HAPI makes of it; what answers it in place of the resource is the caller's business.
     *
     * @param operation the operation's name with its dollar sign
     */
    public static void readFor(RequestDetails details, String operation) {
        details.getUserData().put(READ_AS, operation);
        details.setOperation(null);
        details.setRequestType(RequestTypeEnum.GET);
    }

    /**
     * Lets HAPI carry out a patch of one resource as the update that it amounts to. The guards judge the patch; the resource that
     * it leaves is put in the place of the one that an update sends.
     */
    public static void updateFor(RequestDetails details) {
        details.getUserData().put(PATCHES, true);
        details.setRequestType(RequestTypeEnum.PUT);
    }

    /** Notes which Content-Type the client sent, when HAPI is shown another one. */
    static void sentAs(RequestDetails details, List<String> contentType) {
        details.getUserData().put(SENT_AS, List.copyOf(contentType));
    }

    /** Lets HAPI carry out a patch that changes nothing in place of the one that was sent. */
    public static void patchNothing(RequestDetails details) {
        PatchTypeInterceptor.showJsonPatch(details);
        details.setRequestContents("[]".getBytes(StandardCharsets.UTF_8));
    }

    /** Returns whether HAPI reads one resource for the request, whatever the client asked for. */
    public static boolean readsOne(RequestDetails details) {
        RestOperationTypeEnum type = details.getRestOperationType();
        return type == RestOperationTypeEnum.READ || type == RestOperationTypeEnum.VREAD;
    }

    /** Notes what the body of the client's request carries besides. */
    public static void replace(RequestDetails details, Request request) {
        details.getUserData().put(KEY, request);
    }

    /** Notes which stored resource the request of an entry turned out to mean. */
    public static void target(RequestDetails details, IBaseResource stored) {
        if (details.getUserData().get(ENTRIES) instanceof BundledRequests entries) {
            of(details).ifPresent(request -> entries.target(request, stored));
        }
    }

    /**
     * Notes that a request writes a resource.
     *
     * @return whether no other request of its bundle writes it
     */
    public static boolean writes(RequestDetails details, Request request, IBaseResource resource) {
        return !(details.getUserData().get(ENTRIES) instanceof BundledRequests entries)
                || entries.writes(request, resource);
    }

    /** Notes what is told to the client although the write goes on. */
    @SuppressWarnings("unchecked") // what is kept under our own key is ours
    public static void warn(RequestDetails details, Refusal warning) {
        ((List<Refusal>) details.getUserData().computeIfAbsent(WARNINGS, any -> new ArrayList<Refusal>())).add(warning);
    }

    /** Returns what is told to the client although its write went on. */
    @SuppressWarnings("unchecked") // what is kept under our own key is ours
    public static List<Refusal> warnings(RequestDetails details) {
        return (List<Refusal>) details.getUserData().getOrDefault(WARNINGS, List.of());
    }

    /** Returns the requests of a bundle that change or delete something, and that no write was noted of. */
    public static List<Request> idle(RequestDetails details) {
        return details.getUserData().get(ENTRIES) instanceof BundledRequests entries ? entries.idle() : List.of();
    }

    /** Returns the patch in a bundle at which HAPI has stopped for want of something to patch. */
    public static Optional<Request> patchOfNothing(RequestDetails details) {
        return details.getUserData().get(ENTRIES) instanceof BundledRequests entries
                ? entries.patchOfNothing()
                : Optional.empty();
    }

    /** Returns the FHIRPath of the entry that a request stands for, when it stands for one. */
    public static Optional<String> entry(RequestDetails details, Request request) {
        return details.getUserData().get(ENTRIES) instanceof BundledRequests entries && entries.place(request) >= 0
                ? Optional.of("Bundle.entry[" + entries.place(request) + "]")
                : Optional.empty();
    }

    /**
     * Limits how often HAPI repeats what collides with other requests. Of a bundle it asks the details of the whole, and shows those
     * of the entry to whoever judges it.
     */
    public static void repeat(RequestDetails details, int most) {
        RequestDetails whole = details.getUserData().get(WHOLE) instanceof RequestDetails bundle ? bundle : details;
        whole.setMaxRetries(most);
        whole.setRetry(whole.isRetry() && most > 0);
    }

    /** Returns whether the details stand for a bundle of requests or for one of them. */
    public static boolean bundled(RequestDetails details) {
        return details.getUserData().containsKey(ENTRIES);
    }

    private static Request read(RequestDetails details, Function<String, Set<String>> ownBases) {
        Map<String, List<String>> headers = new HashMap<>();
        for (String name : Request.HEADERS) {
            List<String> values = details.getHeaders(name);
            if (!values.isEmpty()) {
                headers.put(name, List.copyOf(values));
            }
        }
        if (details.getUserData().get(SENT_AS) instanceof List<?> sent) {
            headers.put("Content-Type", sent.stream().map(String::valueOf).toList());
        }
        Map<String, List<String>> parameters = new HashMap<>();
        details.getParameters().forEach((name, values) -> parameters.put(name, Arrays.asList(values)));
        Optional<IIdType> id = Optional.ofNullable(details.getId());
        Optional<String> read =
                Optional.ofNullable((String) details.getUserData().get(READ_AS));
        return new Request(
                read.isPresent() ? Interaction.OPERATION : interaction(details, headers.containsKey("If-None-Exist")),
                Optional.ofNullable(details.getResourceName()).orElse(""),
                id.map(IIdType::getIdPart),
                id.map(IIdType::getVersionIdPart),
                Optional.empty(),
                read.or(() -> Optional.ofNullable(details.getOperation()).filter(name -> name.startsWith("$"))),
                Callers.of(details),
                headers,
                parameters,
                ownBases.apply(Optional.ofNullable(details.getFhirServerBase()).orElse("")),
                addressed(details, parameters.keySet()),
                Optional.empty());
    }

    /** A POST may carry parameters in a form; those of every other request stand in its address. */
    private static Set<String> addressed(RequestDetails details, Set<String> all) {
        String address = details.getCompleteUrl();
        if (details.getRequestType() != RequestTypeEnum.POST || address == null) {
            return all;
        }
        int mark = address.indexOf('?');
        return mark < 0
                ? Set.of()
                : UrlUtil.parseQueryString(address.substring(mark + 1)).keySet();
    }

    private static Interaction updating(RequestDetails details) {
        return details.getUserData().containsKey(PATCHES) ? Interaction.PATCH : Interaction.UPDATE;
    }

    static Interaction interaction(RequestDetails details, boolean ifNoneExist) {
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
            case UPDATE -> addressed ? updating(details) : Interaction.CONDITIONAL_UPDATE;
            case PATCH -> addressed ? Interaction.PATCH : Interaction.CONDITIONAL_PATCH;
            case DELETE -> addressed ? Interaction.DELETE : Interaction.CONDITIONAL_DELETE;
            case HISTORY_INSTANCE -> Interaction.HISTORY_INSTANCE;
            case HISTORY_TYPE -> Interaction.HISTORY_TYPE;
            case HISTORY_SYSTEM -> Interaction.HISTORY_SYSTEM;
            case TRANSACTION, BATCH -> Interaction.BUNDLE;
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
