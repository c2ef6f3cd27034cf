package io.frontdesk.plain;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.annotation.Create;
import ca.uhn.fhir.rest.annotation.Update;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.method.BaseMethodBinding;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/** Looks at start over the methods of a server's resource providers: whether the guards can stand before them. */
public final class OwnMethods {

    private OwnMethods() {}

    /**
     * Looks over the providers that are registered so far; what comes later is looked over with each request.
     *
     * @throws IllegalArgumentException if there is no provider yet, or a method takes a body past the guards; it names the method
     */
    public static void judgeable(RestfulServer server) {
        List<Object> providers = new ArrayList<>(server.getResourceProviders());
        providers.addAll(server.getPlainProviders());
        if (providers.isEmpty()) {
            throw new IllegalArgumentException(
                    "The server has no resource providers yet. Register them first, then guard the server.");
        }
        providers.forEach(provider -> judgeable(server.getFhirContext(), provider));
    }

    private static void judgeable(FhirContext fhir, Object provider) {
        for (Method method : provider.getClass().getMethods()) {
            boolean writes = method.isAnnotationPresent(Create.class) || method.isAnnotationPresent(Update.class);
            if (writes && !OwnProviders.takesResource(BaseMethodBinding.bindMethod(method, fhir, provider))) {
                throw new IllegalArgumentException("The method " + method.getName() + " of "
                        + provider.getClass().getName()
                        + " takes the body as text, past the guards. Let it take the resource (@ResourceParam"
                        + " Appointment).");
            }
        }
    }
}
