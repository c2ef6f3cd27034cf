package io.frontdesk.testing;

import io.frontdesk.caller.Caller;
import io.frontdesk.caller.Claims;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.write.Write;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** Requests and writes as the guards see them, without a server. */
public final class Requested {

    public static final String BASE = "https://desk.example.org/fhir";

    private Requested() {}

    /** Returns a request on Appointment/a1 of a caller with the claims. */
    public static Request of(Interaction interaction, Map<String, ?> claims) {
        return of(interaction, claims, Map.of(), Map.of());
    }

    /** Returns a request on a type, or with an empty type on the system. */
    public static Request of(Interaction interaction, String type, Optional<String> operation, Claims claims) {
        return new Request(
                interaction,
                type,
                Optional.empty(),
                Optional.empty(),
                operation,
                new Caller.Authenticated("somebody", claims),
                Map.of(),
                Map.of(),
                Set.of(BASE));
    }

    /** Returns a request on Appointment/a1 with headers and parameters. */
    public static Request of(
            Interaction interaction,
            Map<String, ?> claims,
            Map<String, List<String>> headers,
            Map<String, List<String>> parameters) {
        return new Request(
                interaction,
                "Appointment",
                Optional.of("a1"),
                Optional.empty(),
                Optional.empty(),
                new Caller.Authenticated("somebody", new Claims(claims)),
                headers,
                parameters,
                Set.of(BASE));
    }

    /** Returns a create by a client. */
    public static Write create(IBaseResource proposed) {
        return Write.create(Optional.of(of(Interaction.CREATE, Map.of())), proposed);
    }

    /** Returns an update by a client. */
    public static Write update(IBaseResource stored, IBaseResource proposed) {
        return Write.update(Optional.of(of(Interaction.UPDATE, Map.of())), stored, proposed);
    }

    /** Returns an update by a client with the claims. */
    public static Write update(IBaseResource stored, IBaseResource proposed, Map<String, ?> claims) {
        return Write.update(Optional.of(of(Interaction.UPDATE, claims)), stored, proposed);
    }

    /** Returns an update by the server's own code. */
    public static Write internal(IBaseResource stored, IBaseResource proposed) {
        return Write.update(Optional.empty(), stored, proposed);
    }
}
