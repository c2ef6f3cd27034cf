package io.frontdesk.testing;

import io.frontdesk.store.NotStoredException;
import io.frontdesk.store.ResourceStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** A store in which there is nothing else than the appointments that a test writes. */
public final class NothingElse implements ResourceStore {

    @Override
    public Optional<IBaseResource> read(String type, String id) {
        return Optional.empty();
    }

    @Override
    public List<IBaseResource> search(String type, Map<String, String> parameters) {
        return List.of();
    }

    @Override
    public void create(IBaseResource resource) throws NotStoredException {
        throw new NotStoredException(new UnsupportedOperationException());
    }

    @Override
    public void update(IBaseResource resource) throws NotStoredException {
        throw new NotStoredException(new UnsupportedOperationException());
    }
}
