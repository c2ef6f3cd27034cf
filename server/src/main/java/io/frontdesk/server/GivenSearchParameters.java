package io.frontdesk.server;

import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.jpa.searchparam.registry.ISearchParamProvider;
import ca.uhn.fhir.jpa.searchparam.registry.SearchParamRegistryImpl;
import ca.uhn.fhir.rest.api.server.IBundleProvider;
import ca.uhn.fhir.rest.server.SimpleBundleProvider;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import java.util.Collection;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;

/**
 * Hands HAPI's search parameter registry the parameters which the settings give, where HAPI would read stored ones.
 *
 * <p>So what can be searched is decided by configuration alone, and no database needs to be changed for it.
 */
final class GivenSearchParameters implements ISearchParamProvider {

    private final List<IBaseResource> given;

    GivenSearchParameters(List<IBaseResource> given) {
        this.given = List.copyOf(given);
    }

    @Override
    public IBundleProvider search(SearchParameterMap parameters) {
        return new SimpleBundleProvider(given);
    }

    @Override
    public IBaseResource read(IIdType id) {
        return given.stream()
                .filter(parameter ->
                        id.getIdPart().equals(parameter.getIdElement().getIdPart()))
                .findFirst()
                .orElseThrow(() -> new ResourceNotFoundException(id));
    }

    /** HAPI's registry, which starts with the ids of all given parameters rather than those in the database. */
    static final class Registry extends SearchParamRegistryImpl {

        private final List<IIdType> ids;

        Registry(List<IBaseResource> given) {
            this.ids = given.stream()
                    .map(parameter -> parameter.getIdElement().toUnqualifiedVersionless())
                    .toList();
        }

        @Override
        public void handleInit(Collection<IIdType> stored) {
            super.handleInit(ids);
        }
    }
}
