package io.frontdesk.plain;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.method.BaseMethodBinding;
import ca.uhn.fhir.rest.server.method.IParameter;
import ca.uhn.fhir.rest.server.method.ReadMethodBinding;
import ca.uhn.fhir.rest.server.method.ResourceParameter;
import ca.uhn.fhir.rest.server.servlet.ServletRequestDetails;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.instance.model.api.IIdType;

/** The resource providers of a server's owner, asked within the process as HAPI asks them for a client. */
final class OwnProviders {

    private OwnProviders() {}

    /**
     * Returns the method that reads resources as the one that a change is addressed to.
     *
     * @return empty when no provider reads them
     */
    static Optional<ReadMethodBinding> reading(RestfulServer server, OwnRead read) {
        try {
            return server.determineResourceMethod(read, read.getRequestPath()) instanceof ReadMethodBinding method
                    ? Optional.of(method)
                    : Optional.empty();
        } catch (RuntimeException noMethod) {
            // HAPI tells so by one of its refusals, each in another class.
            return Optional.empty();
        }
    }

    /**
     * Returns a copy of what is stored, whose id has the version: what the provider hands out may be its own object, which no
     * guard may change, and which the provider may change at any moment.
     */
    static IBaseResource copy(FhirContext fhir, IIdType id, IBaseResource stored) {
        IBaseResource copy = fhir.newTerser().clone(stored);
        Optional<String> version = Optional.ofNullable(stored.getIdElement().getVersionIdPart())
                .or(() -> Optional.ofNullable(stored.getMeta().getVersionId()))
                .filter(text -> !text.isBlank());
        copy.setId(version.<IIdType>map(id::withVersion).orElse(id));
        return copy;
    }

    /**
     * Returns whether the method that a request is for takes a body as the guards leave it: as a resource, and not as the text
     * or the bytes that the client has sent.
     */
    static boolean takesResource(ServletRequestDetails details) {
        return takesResource(details.getServer().determineResourceMethod(details, details.getRequestPath()));
    }

    static boolean takesResource(BaseMethodBinding method) {
        boolean resource = false;
        for (IParameter parameter : method.getParameters()) {
            if (parameter instanceof ResourceParameter body) {
                boolean raw = body.getMode() == ResourceParameter.Mode.BODY
                        || body.getMode() == ResourceParameter.Mode.BODY_BYTE_ARRAY;
                if (raw) {
                    return false;
                }
                resource |= body.getMode() == ResourceParameter.Mode.RESOURCE;
            }
        }
        return resource;
    }
}
