package io.frontdesk.server;

import ca.uhn.fhir.context.FhirVersionEnum;
import ca.uhn.fhir.rest.server.RestfulServer;
import io.frontdesk.answer.AnswerPolicy;
import io.frontdesk.answer.Refusals;
import io.frontdesk.answer.RequestIdForm;
import io.frontdesk.server.http.Endpoint;
import io.frontdesk.server.http.SmartSupport;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** An endpoint in front of a store in memory, with HAPI alone between them. */
public final class BareEndpoint {

    private BareEndpoint() {}

    /**
     * Opens one for R4.
     *
     * @param types what is stored and served
     * @param more adds what else the server has
     */
    public static Endpoint open(String name, Set<String> types, BiConsumer<FhirStore, RestfulServer> more) {
        FhirStore store = FhirStore.open(
                new StoreSettings(name, FhirVersionEnum.R4, "jdbc:h2:mem:", null, null, types, List.of(), true));
        RestfulServer server = new RestfulServer(store.fhirContext());
        store.serve(server, null, (type, operation) -> false);
        more.accept(store, server);
        return new Endpoint(
                name,
                "R4",
                "none",
                server,
                Map.of(),
                new Refusals(store.fhirContext(), AnswerPolicy.standard()),
                RequestIdForm.HEX,
                SmartSupport.NONE,
                store::isReady,
                store::close);
    }
}
