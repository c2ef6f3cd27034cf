package io.frontdesk.plain;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.model.api.ResourceMetadataKeyEnum;
import ca.uhn.fhir.model.primitive.InstantDt;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.method.ReadMethodBinding;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import io.frontdesk.answer.Refusals;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.request.HookOrder;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.request.Requests;
import io.frontdesk.write.Write;
import io.frontdesk.write.WriteGuard;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the guards judge a write before the method of the owner's provider carries it out: reads what is stored through the
 * owner's provider, and holds it until the method has returned. The method is given what the guards make of the resource, and
 * the version that they have judged as that of the id, so that a provider can compare it with what it finds when it writes.
 */
@Interceptor
public final class OwnWriteInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(OwnWriteInterceptor.class);

    private static final String KEY = OwnWrite.class.getName();

    /** How long a change that names no version waits for another one; one that names a version would be stale after it. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final FhirContext fhir;
    private final StorageHooks hooks;
    private final WriteGuard seen;
    private final OwnPatches patches;
    private final HeldIds ids;
    private final Supplier<Decision> held;
    private final Refusals refusals;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /**
     * Takes what calls the guards.
     *
     * @param seen judges whether the caller may know of what a patch would be applied to
     * @param ids who is changing which resource
     * @param held what is decided on a change of a resource that another request is changing
     */
    public OwnWriteInterceptor(
            FhirContext fhir,
            StorageHooks hooks,
            WriteGuard seen,
            HeldIds ids,
            Supplier<Decision> held,
            Refusals refusals) {
        this.fhir = fhir;
        this.hooks = hooks;
        this.seen = seen;
        this.patches = new OwnPatches(fhir);
        this.ids = ids;
        this.held = held;
        this.refusals = refusals;
    }

    /** POST_PROCESSED, after the body has been read: from here on no client is waited for while the resource is held. */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_POST_PROCESSED, order = 100)
    void beforeMethod(RequestDetails details) {
        Optional<Request> request = Requests.of(details);
        if (request.isEmpty() || !(details instanceof ServletRequestDetails servlet)) {
            return;
        }
        Interaction interaction = request.get().interaction();
        boolean sends = interaction.sendsResource() || interaction == Interaction.PATCH;
        if (sends && !OwnProviders.takesResource(servlet)) {
            throw refusals.refused(
                    Family.STORE,
                    unfit(
                            details.getResourceName(),
                            "the method takes the body as text, past the guards; let it take a resource"
                                    + " (@ResourceParam)"),
                    details);
        }
        if (interaction == Interaction.PATCH) {
            propose(hold(servlet, request.get()), servlet, request.get());
        } else if (interaction == Interaction.UPDATE || interaction == Interaction.DELETE) {
            hold(servlet, request.get());
        }
    }

    /** Puts the resource that a patch leaves in the place of what an update sends. */
    private void propose(OwnWrite write, ServletRequestDetails details, Request request) {
        IBaseResource stored = there(write, details);
        refusals.decide(
                seen.family(), () -> seen.beforeWrite(Write.update(Optional.of(request), stored, stored)), details);
        // Where the contract lists what a patch may do, the body that is left says nothing, and a guard carries it out.
        Optional<IBaseResource> left = request.patch().isPresent()
                ? Optional.of(fhir.newTerser().clone(stored))
                : patches.apply(details.loadRequestContents(), stored);
        details.setResource(
                left.orElseThrow(() -> refusals.refused(Family.PATCH, OwnPatches.unfit(request.type()), details)));
    }

    /** Holds the resource, reads it, and tells the owner's method which version was read. */
    private OwnWrite hold(ServletRequestDetails details, Request request) {
        IIdType id = details.getId().toUnqualifiedVersionless();
        boolean names = !request.header("If-Match").isEmpty();
        boolean mine = ids.hold(request.type(), id.getIdPart(), names ? Duration.ZERO : PATIENCE);
        // Kept at once, so that it is given back whatever happens next.
        details.getUserData().put(KEY, new OwnWrite(id, mine, Optional.empty()));
        Optional<IBaseResource> stored = stored(details, id);
        OwnWrite write = new OwnWrite(id, mine, stored);
        details.getUserData().put(KEY, write);
        stored.filter(read -> !read.isDeleted())
                .map(IBaseResource::getIdElement)
                .filter(IIdType::hasVersionIdPart)
                .ifPresent(read -> details.setId(details.getId().withVersion(read.getVersionIdPart())));
        return write;
    }

    /** Returns a copy of what is stored; of what was deleted nothing is left but that. */
    private Optional<IBaseResource> stored(ServletRequestDetails details, IIdType id) {
        OwnRead read = new OwnRead(details, id);
        ReadMethodBinding method = OwnProviders.reading(details.getServer(), read)
                .orElseThrow(() -> refusals.refused(
                        Family.STORE,
                        unfit(
                                id.getResourceType(),
                                "no provider reads it (@Read), so that no change of it can be judged"),
                        details));
        try {
            IBaseResource found = method.doInvokeServer(details.getServer(), read);
            IBaseResource copy = OwnProviders.copy(fhir, id, found);
            if (!copy.getIdElement().hasVersionIdPart()) {
                tell(
                        id.getResourceType(),
                        "what the provider reads has no version, so that If-Match cannot be kept; set it in the id"
                                + " or in meta.versionId");
            }
            return Optional.of(found.isDeleted() ? deleted(id, copy.getIdElement()) : copy);
        } catch (RuntimeException failure) {
            if (Refusals.tellsGone(failure)) {
                return Optional.of(deleted(id, id));
            }
            if (Refusals.tellsUnknown(failure)) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /** HAPI's stores show a deleted resource as an empty one with the version of its deletion. */
    private IBaseResource deleted(IIdType id, IIdType read) {
        IBaseResource empty = fhir.getResourceDefinition(id.getResourceType()).newInstance();
        empty.setId(read.hasVersionIdPart() ? read : id.withVersion("0"));
        ResourceMetadataKeyEnum.DELETED_AT.put(empty, InstantDt.withCurrentTime());
        return empty;
    }

    /** PRE_HANDLED, after every other interceptor: what the owner's own ones make of the request is judged as well. */
    @Hook(value = Pointcut.SERVER_INCOMING_REQUEST_PRE_HANDLED, order = HookOrder.LAST)
    void judge(RequestDetails details) {
        Optional<Interaction> interaction = Requests.of(details).map(Request::interaction);
        if (interaction.filter(Interaction.CREATE::equals).isPresent()) {
            hooks.beforeCreate(details, details.getResource());
        } else if (details.getUserData().get(KEY) instanceof OwnWrite write) {
            if (interaction.filter(Interaction.DELETE::equals).isPresent()) {
                hooks.beforeDelete(details, there(write, details));
            } else if (write.stored().isPresent()) {
                hooks.beforeUpdate(details, write.stored().get(), details.getResource());
            } else {
                hooks.beforeCreate(details, details.getResource());
            }
            // Told last: whoever may not know of the resource does not learn that somebody changes it.
            refusals.decide(Family.VERSION, () -> write.held() ? Decision.permit() : held.get(), details);
        }
    }

    /** Returns what is stored, and was not deleted. */
    private IBaseResource there(OwnWrite write, RequestDetails details) {
        return write.stored()
                .filter(stored -> !stored.isDeleted())
                .orElseThrow(() -> refusals.refused(
                        Family.STORE,
                        Refusal.notFound(
                                write.id().getResourceType(), write.id().getIdPart()),
                        details));
    }

    /** OUTGOING_RESPONSE, the first moment after the owner's method: a client that reads slowly holds nothing. */
    @Hook(value = Pointcut.SERVER_OUTGOING_RESPONSE, order = HookOrder.FIRST)
    void afterMethod(RequestDetails details) {
        release(details);
    }

    /** PRE_PROCESS_OUTGOING_EXCEPTION, the first moment after a refusal or a failure. */
    @Hook(value = Pointcut.SERVER_PRE_PROCESS_OUTGOING_EXCEPTION, order = HookOrder.FIRST)
    void afterFailure(@Nullable RequestDetails details) {
        release(details);
    }

    /** PROCESSING_COMPLETED, for requests that another interceptor answers. */
    @Hook(value = Pointcut.SERVER_PROCESSING_COMPLETED, order = HookOrder.FIRST)
    void afterRequest(RequestDetails details) {
        release(details);
    }

    private void release(@Nullable RequestDetails details) {
        if (details != null && details.getUserData().remove(KEY) instanceof OwnWrite write && write.held()) {
            ids.release(write.id().getResourceType(), write.id().getIdPart());
        }
    }

    private Refusal unfit(String type, String why) {
        tell(type, why);
        return Refusal.of(
                Rule.FORM_NOT_OFFERED,
                "The server cannot judge a write of " + type + ", and so carries none out.",
                "Tell the operator: the server's log says what the resource provider lacks.");
    }

    /** Once for each type and reason. */
    private void tell(String type, String why) {
        if (told.add(type + why)) {
            LOG.error("{}: {}", type, why);
        }
    }
}
