package io.frontdesk.guard;

import ca.uhn.fhir.rest.api.server.RequestDetails;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.request.RequestGuard;
import io.frontdesk.request.Requests;
import io.frontdesk.write.Deletion;
import io.frontdesk.write.DeletionGuard;
import io.frontdesk.write.Write;
import io.frontdesk.write.WriteGuard;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * What a request amounts to that is none for a create, an update or a deletion, and yet makes one. It is judged as if just that
 * had been asked for.
 */
final class Meant {

    private final Shared shared;

    Meant(Shared shared) {
        this.shared = shared;
    }

    /** Lets an operation go on as the create or the update that it amounts to; see {@link Guards#goOnAs}. */
    void goOnAs(RequestDetails details, Request asked, Interaction interaction, Optional<String> id, String version) {
        Map<String, List<String>> headers = new HashMap<>(asked.headers());
        if (id.isPresent()) {
            headers.putIfAbsent("If-Match", List.of(eTag(version)));
        }
        Request meant = meant(asked, interaction, asked.type(), id, headers);
        for (RequestGuard guard : shared.offeredAndAllowed()) {
            shared.refusals().decide(guard.family(), () -> guard.beforeBody(meant), details);
        }
        Requests.replace(details, meant);
    }

    /** Puts the judging of what is asked for before the guards, and shows them what is meant. */
    void judgeWrites(List<WriteGuard> guards) {
        guards.add(0, WriteGuard.of(Family.ACCESS, write -> onTheWay(write.request())));
        guards.replaceAll(guard ->
                shared.concern().only(WriteGuard.of(guard.family(), write -> guard.beforeWrite(meant(write)))));
    }

    /** Puts the judging of what is asked for before the guards, and shows them what is meant. */
    void judgeDeletions(List<DeletionGuard> guards) {
        guards.add(0, DeletionGuard.of(Family.ACCESS, deletion -> onTheWay(deletion.request())));
        guards.replaceAll(guard -> shared.concern()
                .only(DeletionGuard.of(guard.family(), deletion -> guard.beforeDelete(meant(deletion)))));
    }

    /**
     * A request about something else that writes an appointment on its way, as an operation of somebody else's server may, is
     * judged as the request for just that, on the version that is stored.
     */
    private Write meant(Write write) {
        boolean asked = write.request()
                .map(request -> shared.concern().of(request.type()))
                .orElse(true);
        if (asked) {
            return write;
        }
        Interaction interaction = write.stored().isEmpty() ? Interaction.CREATE : Interaction.UPDATE;
        return new Write(
                write.request()
                        .map(request ->
                                meant(request, interaction, write.stored().orElse(write.proposed()))),
                write.type(),
                write.stored(),
                write.deleted(),
                write.proposed(),
                write.at());
    }

    private Deletion meant(Deletion deletion) {
        return new Deletion(
                deletion.request().map(asked -> meant(asked, Interaction.DELETE, deletion.stored())),
                deletion.stored());
    }

    private Request meant(Request asked, Interaction interaction, IBaseResource resource) {
        if (shared.concern().of(asked.type())) {
            return asked;
        }
        Map<String, List<String>> headers = interaction == Interaction.CREATE
                ? Map.of()
                : Map.of("If-Match", List.of(eTag(resource.getIdElement().getVersionIdPart())));
        return meant(
                asked,
                interaction,
                resource.fhirType(),
                Optional.ofNullable(resource.getIdElement().getIdPart()),
                headers);
    }

    /** What was asked for by itself was judged before its body was read. */
    private Decision onTheWay(Optional<Request> meant) {
        Decision decision = Decision.permit();
        for (RequestGuard guard : shared.offeredAndAllowed()) {
            decision = decision.and(() -> meant.map(guard::beforeBody).orElseGet(Decision::permit));
        }
        return decision;
    }

    private String eTag(String version) {
        return "W/\"" + shared.contract().version().ids().told(version) + "\"";
    }

    private static Request meant(
            Request asked,
            Interaction interaction,
            String type,
            Optional<String> id,
            Map<String, List<String>> headers) {
        return new Request(
                interaction,
                type,
                id,
                Optional.empty(),
                Optional.empty(),
                asked.caller(),
                headers,
                Map.of(),
                asked.ownBases());
    }
}
