package io.frontdesk.server;

import ca.uhn.fhir.context.FhirVersionEnum;
import ca.uhn.fhir.rest.server.RestfulServer;
import io.frontdesk.answer.AnswerPolicy;
import io.frontdesk.answer.Refusals;
import io.frontdesk.server.http.Endpoint;
import io.frontdesk.server.http.EndpointFactory;
import io.frontdesk.server.settings.ServerSettings;
import io.frontdesk.token.AuthenticationInterceptor;
import io.frontdesk.token.TokenVerifier;
import java.util.List;
import java.util.Set;

/** Opens endpoints without guards; stands in for those with a contract. */
final class StoreEndpoints implements EndpointFactory {

    private static final Set<String> TYPES = Set.of("Appointment", "Patient", "Practitioner", "Location", "Slot");

    @Override
    public Endpoint open(String contract, ServerSettings settings, TokenVerifier verifier) {
        var database = settings.database();
        var store = FhirStore.open(new StoreSettings(
                contract,
                FhirVersionEnum.R4,
                database.url(),
                database.user().orElse(null),
                database.password().orElse(null),
                TYPES,
                List.of(),
                false));
        var fhir = new RestfulServer(store.fhirContext());
        store.serve(fhir, null);
        fhir.registerInterceptor(
                new AuthenticationInterceptor(verifier, new Refusals(store.fhirContext(), AnswerPolicy.standard())));
        return new Endpoint(contract, "R4", "none", fhir, store::isReady, store::close);
    }
}
