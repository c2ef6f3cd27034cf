package io.frontdesk.jpa;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.jpa.searchparam.MatchUrlService;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import ca.uhn.fhir.util.UrlUtil;
import io.frontdesk.store.NotStoredException;
import io.frontdesk.store.Partition;
import io.frontdesk.store.ResourceStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;

/**
 * The resources of a HAPI JPA store, read and written by the server's own code. HAPI's DAOs take part in the transaction of the
 * thread, so inside a storage hook all is part of the write that is being judged.
 */
public final class StoredResources implements ResourceStore {

    /** Writes with HAPI's exceptions. */
    private interface Writing {
        void run();
    }

    private final FhirContext fhir;
    private final DaoRegistry daos;
    private final MatchUrlService addresses;
    private final Partition partition;

    /** Takes HAPI's own of one store. */
    public StoredResources(FhirContext fhir, DaoRegistry daos, MatchUrlService addresses) {
        this(fhir, daos, addresses, Partition.WHOLE);
    }

    private StoredResources(FhirContext fhir, DaoRegistry daos, MatchUrlService addresses, Partition partition) {
        this.fhir = fhir;
        this.daos = daos;
        this.addresses = addresses;
        this.partition = partition;
    }

    @Override
    public ResourceStore in(Partition other) {
        return new StoredResources(fhir, daos, addresses, other);
    }

    @Override
    public Optional<IBaseResource> read(String type, String id) {
        IIdType address = Objects.requireNonNull(fhir.getVersion()).newIdType().setValue(type + "/" + id);
        try {
            return Optional.of(dao(type).read(address, Partitions.details(partition.id())));
        } catch (ResourceNotFoundException | ResourceGoneException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<IBaseResource> search(String type, Map<String, String> parameters) {
        String address = parameters.entrySet().stream()
                .map(parameter ->
                        UrlUtil.escapeUrlParam(parameter.getKey()) + "=" + UrlUtil.escapeUrlParam(parameter.getValue()))
                .collect(Collectors.joining("&", type + "?", ""));
        SearchParameterMap criteria = addresses.translateMatchUrl(address, fhir.getResourceDefinition(type));
        criteria.setLoadSynchronous(true);
        return dao(type).search(criteria, Partitions.details(partition.id())).getAllResources();
    }

    @Override
    public void create(IBaseResource resource) throws NotStoredException {
        write(() -> dao(resource.fhirType()).create(resource, Partitions.details(partition.id())));
    }

    @Override
    public void update(IBaseResource resource) throws NotStoredException {
        write(() -> dao(resource.fhirType()).update(resource, Partitions.details(partition.id())));
    }

    private static void write(Writing writing) throws NotStoredException {
        try {
            writing.run();
        } catch (ResourceVersionConflictException e) {
            // HAPI repeats the whole request at this.
            throw e;
        } catch (BaseServerResponseException e) {
            throw new NotStoredException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private IFhirResourceDao<IBaseResource> dao(String type) {
        return daos.getResourceDao(type);
    }
}
