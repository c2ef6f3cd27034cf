package io.frontdesk.testing;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.annotation.ConditionalUrlParam;
import ca.uhn.fhir.rest.annotation.Create;
import ca.uhn.fhir.rest.annotation.Delete;
import ca.uhn.fhir.rest.annotation.History;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.annotation.OptionalParam;
import ca.uhn.fhir.rest.annotation.Patch;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.ResourceParam;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.annotation.Update;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.api.PatchTypeEnum;
import ca.uhn.fhir.rest.param.StringParam;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;
import org.jspecify.annotations.Nullable;

/**
 * A resource provider as somebody writes it who has a store of their own: it calls no hooks, compares no versions, and hands out
 * the very objects that it keeps. What is searched for is passed over: it finds everything.
 */
public class OwnProvider<T extends IBaseResource> implements IResourceProvider {

    private final Class<T> type;
    private final Map<String, T> kept = new ConcurrentSkipListMap<>();
    private final Set<String> deleted = ConcurrentHashMap.newKeySet();
    private final AtomicInteger made = new AtomicInteger();

    /** The versions of the ids that the methods which write were given. */
    public final List<String> given = new CopyOnWriteArrayList<>();

    /** The names of the methods that were called to write or to find. */
    public final List<String> called = new CopyOnWriteArrayList<>();

    /** What is done before an update is stored. */
    public volatile Runnable beforeUpdate = () -> {};

    /** Whether what is stored has a version. */
    public volatile boolean versioned = true;

    protected OwnProvider(Class<T> type) {
        this.type = type;
    }

    /** Returns a provider of resources of a type. */
    @SuppressWarnings("unchecked")
    public static OwnProvider<IBaseResource> of(FhirContext fhir, String type) {
        return new OwnProvider<>(
                (Class<IBaseResource>) fhir.getResourceDefinition(type).getImplementingClass());
    }

    @Override
    public Class<T> getResourceType() {
        return type;
    }

    /** Forgets everything. */
    public void clear() {
        kept.clear();
        deleted.clear();
        given.clear();
        called.clear();
        beforeUpdate = () -> {};
        versioned = true;
    }

    /** Stores a resource past everything. */
    public void put(T resource) {
        store(resource.getIdElement().getIdPart(), resource, "1");
    }

    /** Returns what is stored as JSON. */
    public String now(FhirContext fhir, String id) {
        return fhir.newJsonParser()
                .encodeResourceToString(Optional.ofNullable(kept.get(id)).orElseThrow());
    }

    /** Returns whether anything is stored under an id. */
    public boolean has(String id) {
        return kept.containsKey(id);
    }

    public int size() {
        return kept.size();
    }

    @Read
    public @Nullable T read(@IdParam IIdType id) {
        if (deleted.contains(id.getIdPart())) {
            throw new ResourceGoneException("gone");
        }
        return kept.get(id.getIdPart());
    }

    @Create
    public MethodOutcome create(@ResourceParam T resource, @ConditionalUrlParam String criteria) {
        called.add("create");
        return store("n" + made.incrementAndGet(), resource, "1");
    }

    @Update
    public MethodOutcome update(@IdParam IIdType id, @ResourceParam T resource, @ConditionalUrlParam String criteria) {
        called.add("update");
        given.add(String.valueOf(id.getVersionIdPart()));
        T before = kept.get(id.getIdPart());
        beforeUpdate.run();
        int version = before == null || !versioned
                ? 0
                : Integer.parseInt(before.getIdElement().getVersionIdPart());
        deleted.remove(id.getIdPart());
        return store(id.getIdPart(), resource, String.valueOf(version + 1));
    }

    @Delete
    public MethodOutcome delete(@IdParam IIdType id, @ConditionalUrlParam String criteria) {
        called.add("delete");
        given.add(String.valueOf(id.getVersionIdPart()));
        if (kept.remove(id.getIdPart()) == null) {
            throw new ResourceNotFoundException(id);
        }
        deleted.add(id.getIdPart());
        return new MethodOutcome(id);
    }

    @Patch
    public MethodOutcome patch(@IdParam IIdType id, PatchTypeEnum kind, @ResourceParam String patch) {
        called.add("patch");
        return new MethodOutcome(id);
    }

    @Search
    public List<T> search(
            @OptionalParam(name = "status") TokenParam status, @OptionalParam(name = "patient") StringParam patient) {
        called.add("search");
        return new ArrayList<>(kept.values());
    }

    @History
    public List<T> history(@IdParam IIdType id) {
        called.add("history");
        return new ArrayList<>(kept.values());
    }

    @Operation(name = "$own", idempotent = true)
    public @Nullable T own(@IdParam IIdType id) {
        called.add("own");
        return kept.get(id.getIdPart());
    }

    private MethodOutcome store(String id, T resource, String version) {
        String address = type.getSimpleName() + "/" + id;
        resource.setId(versioned ? address + "/_history/" + version : address);
        resource.getMeta().setVersionId(versioned ? version : null);
        resource.getMeta().setLastUpdated(new Date(1_772_442_000_000L));
        kept.put(id, resource);
        MethodOutcome outcome = new MethodOutcome(resource.getIdElement());
        outcome.setResource(resource);
        return outcome;
    }
}
