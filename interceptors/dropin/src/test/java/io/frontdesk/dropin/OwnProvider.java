package io.frontdesk.dropin;

import ca.uhn.fhir.rest.annotation.Create;
import ca.uhn.fhir.rest.annotation.Delete;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.annotation.ResourceParam;
import ca.uhn.fhir.rest.annotation.Search;
import ca.uhn.fhir.rest.annotation.Update;
import ca.uhn.fhir.rest.api.MethodOutcome;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;

/** Keeps the latest version of each resource of a type in memory, and does not ask which one a change is of. */
public final class OwnProvider<T extends Resource> implements IResourceProvider {

    private final Class<T> type;
    private final Map<String, T> stored = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();

    OwnProvider(Class<T> type) {
        this.type = type;
    }

    @Override
    public Class<T> getResourceType() {
        return type;
    }

    @Read
    public T read(@IdParam IdType id) {
        T found = stored.get(id.getIdPart());
        if (found == null) {
            throw new ResourceNotFoundException(id);
        }
        return found;
    }

    @Search
    public List<T> all() {
        return List.copyOf(stored.values());
    }

    @Create
    public MethodOutcome create(@ResourceParam T resource) {
        return put(String.valueOf(ids.incrementAndGet()), resource).setCreated(true);
    }

    @Update
    public MethodOutcome update(@IdParam IdType id, @ResourceParam T resource) {
        return put(id.getIdPart(), resource);
    }

    @Delete
    public void delete(@IdParam IdType id) {
        stored.remove(id.getIdPart());
    }

    private MethodOutcome put(String id, T resource) {
        T before = stored.get(id);
        long version = before == null ? 1 : before.getIdElement().getVersionIdPartAsLong() + 1;
        resource.setId(new IdType(type.getSimpleName(), id, String.valueOf(version)));
        resource.getMeta().setVersionId(String.valueOf(version));
        stored.put(id, resource);
        MethodOutcome outcome = new MethodOutcome(resource.getIdElement());
        outcome.setResource(resource);
        return outcome;
    }
}
