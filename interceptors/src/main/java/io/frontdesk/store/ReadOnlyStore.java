package io.frontdesk.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * The other resources as they are, for guards in shadow: nothing is written. One that is not there is searched for, because a
 * read that finds nothing ends HAPI's transaction.
 */
public final class ReadOnlyStore implements ResourceStore {

    private final ResourceStore store;

    public ReadOnlyStore(ResourceStore store) {
        this.store = store;
    }

    @Override
    public ResourceStore in(Partition partition) {
        return new ReadOnlyStore(store.in(partition));
    }

    @Override
    public Optional<IBaseResource> read(String type, String id) {
        return store.search(type, Map.of("_id", id)).stream().findFirst();
    }

    @Override
    public List<IBaseResource> search(String type, Map<String, String> parameters) {
        return store.search(type, parameters);
    }

    @Override
    public void create(IBaseResource resource) {
        // A guard in shadow stores nothing.
    }

    @Override
    public void update(IBaseResource resource) {
        // A guard in shadow stores nothing.
    }
}
