package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import io.frontdesk.caller.Caller;
import io.frontdesk.request.HookOrder;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.request.Requests;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.IdType;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** How transactions ask for their turn: for all that they change at once, and before HAPI has written anything. */
final class TurnCost {

    /** Asks PostgreSQL whether the transaction has written anything, before all other hooks. */
    @Interceptor
    public static final class Unwritten {

        private final JdbcTemplate database;
        private final List<Boolean> unwritten = new ArrayList<>();

        Unwritten(JdbcTemplate database) {
            this.database = database;
        }

        @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_DELETED, order = HookOrder.FIRST - 1)
        public void beforeDelete() {
            look();
        }

        @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED, order = HookOrder.FIRST - 1)
        public void beforeCreate() {
            look();
        }

        @Hook(value = Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED, order = HookOrder.FIRST - 1)
        public void beforeUpdate() {
            look();
        }

        private void look() {
            unwritten.add(database.queryForObject("select txid_current_if_assigned()", Long.class) == null);
        }
    }

    private TurnCost() {}

    /** One statement for all that a transaction changes, none for one that only creates. */
    static void ofTransactions(FhirStore store, boolean postgres, StatementCount turns) {
        JdbcTemplate database = new JdbcTemplate(store.dataSource());
        IFhirResourceDao<Appointment> appointments = store.daoRegistry().getResourceDao(Appointment.class);
        @SuppressWarnings("unchecked") // the R4 system takes R4 bundles
        IFhirSystemDao<Bundle, ?> system = store.daoRegistry().getSystemDao();
        List<String> ids = new ArrayList<>();
        for (String visit : List.of("first", "second", "third")) {
            ids.add(appointments
                    .create(visit(visit), new SystemRequestDetails())
                    .getId()
                    .getIdPart());
        }
        Unwritten unwritten = new Unwritten(database);
        if (postgres) {
            store.storageInterceptors().registerInterceptor(unwritten);
        }

        // HAPI deletes first, then creates, then updates.
        Bundle changes = new Bundle().setType(BundleType.TRANSACTION);
        entry(changes, HTTPVerb.PUT, "Appointment/" + ids.get(1), visit("moved"));
        entry(changes, HTTPVerb.PUT, "Appointment/" + ids.get(0), visit("moved"));
        entry(changes, HTTPVerb.POST, "Appointment", visit("new"));
        entry(changes, HTTPVerb.DELETE, "Appointment/" + ids.get(2), null);
        List<Request> requests = List.of(
                request(Interaction.UPDATE, ids.get(1)),
                request(Interaction.UPDATE, ids.get(0)),
                request(Interaction.CREATE, ""),
                request(Interaction.DELETE, ids.get(2)));
        assertThat(turns.of(() -> system.transaction(sent(requests), changes)))
                .as("all rows at once")
                .hasSize(1);
        if (postgres) {
            assertThat(unwritten.unwritten)
                    .as("the first hook of all comes before the first write of all")
                    .hasSize(4)
                    .startsWith(true);
            store.storageInterceptors().unregisterInterceptor(unwritten);
        }

        Bundle creates = new Bundle().setType(BundleType.TRANSACTION);
        entry(creates, HTTPVerb.POST, "Appointment", visit("new"));
        assertThat(turns.of(() -> system.transaction(sent(List.of(request(Interaction.CREATE, ""))), creates)))
                .as("nobody else changes what is new")
                .isEmpty();
    }

    private static SystemRequestDetails sent(List<Request> requests) {
        SystemRequestDetails details = new SystemRequestDetails();
        Requests.replace(details, request(Interaction.TRANSACTION, ""));
        Requests.bundle(details, requests, Map.of(), Map.of());
        return details;
    }

    private static Request request(Interaction interaction, String id) {
        return new Request(
                interaction,
                "Appointment",
                Optional.of(id).filter(known -> !known.isEmpty()),
                Optional.empty(),
                Optional.empty(),
                new Caller.Internal(),
                Map.of(),
                Map.of(),
                Set.of());
    }

    private static Appointment visit(String description) {
        Appointment visit =
                new Appointment().setStatus(AppointmentStatus.PROPOSED).setDescription(description);
        visit.addParticipant()
                .setStatus(Appointment.ParticipationStatus.NEEDSACTION)
                .getActor()
                .setReference("Practitioner/9");
        return visit;
    }

    private static void entry(Bundle bundle, HTTPVerb verb, String url, @Nullable Appointment visit) {
        Bundle.BundleEntryComponent entry = bundle.addEntry();
        entry.getRequest().setMethod(verb).setUrl(url);
        if (visit != null) {
            entry.setResource(visit);
            if (verb == HTTPVerb.PUT) {
                visit.setId(new IdType(url));
            }
        }
    }
}
