package io.frontdesk.access;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.caller.Caller;
import io.frontdesk.caller.Claims;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.Requested;
import io.frontdesk.write.Write;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What scopes reach: what is shown, what is stored, and what would be stored. */
class RightsGuardTest {

    private static final List<FhirContext> VERSIONS = List.of(Contracts.R4, Contracts.DSTU3);

    private static RightsGuard guard(FhirContext fhir) {
        return new RightsGuard(Contracts.compiled("""
            rights: {claims: [roles], interactions: {update: ["{type}.write"], read: ["{type}.read"]}}
            scopes: {claims: [scope], versions: [v1, v2], wildcards: true, patientClaim: patient}
            require: either
            """, section -> AccessPolicy.compile(section, fhir)));
    }

    private static IBaseResource appointment(FhirContext fhir, String status, String patient) {
        return fhir.newJsonParser().parseResource("""
            {"resourceType": "Appointment", "id": "a1", "status": "%s",
             "participant": [{"actor": {"reference": "Patient/%s"}, "status": "accepted"}]}
            """.formatted(status, patient));
    }

    private static Request request(Interaction interaction, Map<String, ?> claims) {
        return Requested.of(interaction, claims);
    }

    private static Map<String, ?> scope(String scope) {
        return Map.of("scope", scope, "patient", "p1");
    }

    private static Decision write(
            FhirContext fhir, Request request, Optional<IBaseResource> stored, IBaseResource proposed) {
        Write write = stored.map(before -> Write.update(Optional.of(request), before, proposed))
                .orElseGet(() -> Write.create(Optional.of(request), proposed));
        return stored.map(resource -> guard(fhir).mayChange(request, resource))
                .orElseGet(Decision::permit)
                .and(() -> guard(fhir).beforeWrite(write));
    }

    @ParameterizedTest
    @CsvSource({
        "READ, user/Appointment.r, true, true",
        "READ, user/Appointment.s, false, false",
        "SEARCH, user/Appointment.s, true, true",
        "SEARCH, user/Appointment.r, false, false",
        "PAGE, user/Appointment.rs, true, true",
        "PAGE, user/Appointment.r, false, false",
        "READ, patient/Appointment.rs, true, false",
        "SEARCH, patient/Appointment.rs, true, false",
        "PAGE, patient/*.read, true, false",
        "VREAD, user/Appointment.rs?actor=Patient/p1, true, false",
        "READ, user/Appointment.rs?status=booked, true, true",
        "READ, user/Appointment.rs?status=arrived, false, false",
        "READ, user/Appointment.rs?status=booked&actor=Patient/p2, false, true",
        "READ, patient/Appointment.rs?status=arrived, false, false",
        "SEARCH, patient/Appointment.s user/Appointment.r, true, false",
        "READ, patient/Appointment.s user/Appointment.r, true, true",
        "READ, user/Patient.r, false, false",
    })
    void showsWhatTheScopesReach(Interaction interaction, String scope, boolean mine, boolean others) {
        for (FhirContext fhir : VERSIONS) {
            Request request = request(interaction, scope(scope));

            assertThat(guard(fhir).mayShow(request, appointment(fhir, "booked", "p1")) instanceof Decision.Permit)
                    .isEqualTo(mine);
            assertThat(guard(fhir).mayShow(request, appointment(fhir, "booked", "p2")) instanceof Decision.Permit)
                    .isEqualTo(others);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "UPDATE, user/Appointment.u, booked p1, arrived p2, true",
        "UPDATE, user/Appointment.write, booked p1, arrived p2, true",
        "UPDATE, user/Appointment.crds, booked p1, arrived p1, false",
        "UPDATE, patient/Appointment.u, booked p1, arrived p1, true",
        "UPDATE, patient/Appointment.u, booked p1, booked p2, false",
        "UPDATE, patient/Appointment.u, booked p2, booked p1, false",
        "UPDATE, patient/Appointment.u user/Appointment.r, booked p2, booked p1, false",
        "PATCH, user/Appointment.u?status=booked, booked p1, booked p2, true",
        "PATCH, user/Appointment.u?status=booked, booked p1, arrived p1, false",
        "PATCH, user/Appointment.u?status=booked, arrived p1, booked p1, false",
        "PATCH, 'user/Appointment.u?status=booked,arrived', arrived p1, booked p1, true",
        "PATCH, user/Appointment.u?status=booked user/Appointment.u?status=arrived, arrived p1, booked p1, true",
        "PATCH, user/Appointment.u?status=booked user/Appointment.r?status=arrived, arrived p1, booked p1, false",
        "CREATE, user/Appointment.c, '', booked p1, true",
        "CREATE, user/Appointment.u, '', booked p1, false",
        "CREATE, patient/Appointment.c, '', booked p1, true",
        "CREATE, patient/Appointment.c, '', booked p2, false",
        "UPDATE, user/Appointment.u, '', booked p1, false",
        "UPDATE, user/Appointment.c, '', booked p1, false",
        "UPDATE, user/Appointment.cu, '', booked p1, true",
        "UPDATE, patient/Appointment.c user/Appointment.u, '', booked p2, false",
        "CREATE, user/Appointment.c, booked p1, booked p1, false",
        "TRANSACTION, user/Appointment.c, '', booked p1, true",
        "TRANSACTION, user/Appointment.c, booked p1, booked p1, false",
        "TRANSACTION, user/Appointment.u, booked p1, booked p1, true",
    })
    void letsNobodyGainOrShedAccessByAChange(
            Interaction interaction, String scope, String stored, String proposed, boolean allowed) {
        for (FhirContext fhir : VERSIONS) {
            Decision decision = write(
                    fhir,
                    request(interaction, scope(scope)),
                    Optional.of(stored).filter(text -> !text.isEmpty()).map(text -> of(fhir, text)),
                    of(fhir, proposed));

            assertThat(decision instanceof Decision.Permit).isEqualTo(allowed);
        }
    }

    private static IBaseResource of(FhirContext fhir, String statusAndPatient) {
        String[] parts = statusAndPatient.split(" ");
        return appointment(fhir, parts[0], parts[1]);
    }

    @Test
    void tellsWhichStateIsOutOfReachAndTheScopeThatIsMissing() {
        IBaseResource mine = appointment(Contracts.R4, "booked", "p1");
        IBaseResource others = appointment(Contracts.R4, "booked", "p2");
        Request update = request(Interaction.UPDATE, scope("patient/Appointment.u"));

        Refusal gained =
                write(Contracts.R4, update, Optional.of(others), mine).refusal().orElseThrow();
        Refusal shed =
                write(Contracts.R4, update, Optional.of(mine), others).refusal().orElseThrow();

        assertThat(gained.rule()).isEqualTo(Rule.ACCESS_SCOPE);
        assertThat(gained.text()).isEqualTo("The scopes of the token do not reach this Appointment as it is stored.");
        assertThat(shed.text())
                .isEqualTo("The scopes of the token do not reach this Appointment as it would be stored.");
        assertThat(shed.remedy())
                .isEqualTo("Keep to the patient and the restrictions that the scopes name."
                        + " The scope user/Appointment.u would allow it.");
        assertThat(shed.headers())
                .containsEntry("WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"user/Appointment.u\"");
    }

    @Test
    void leavesRolesAndTheServerAlone() {
        IBaseResource mine = appointment(Contracts.R4, "booked", "p1");
        Map<String, ?> role = Map.of("roles", List.of("Appointment.write", "Appointment.read"));
        Request own = new Request(
                Interaction.SEARCH,
                "Appointment",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new Caller.Internal(),
                Map.of(),
                Map.of(),
                Set.of());

        assertThat(write(Contracts.R4, request(Interaction.UPDATE, role), Optional.of(mine), mine)
                        .refusal())
                .isEmpty();
        assertThat(guard(Contracts.R4)
                        .mayShow(request(Interaction.SEARCH, role), mine)
                        .refusal())
                .isEmpty();
        assertThat(guard(Contracts.R4)
                        .beforeWrite(Requested.internal(mine, mine))
                        .refusal())
                .isEmpty();
        assertThat(guard(Contracts.R4).beforeBody(own).refusal()).isEmpty();
        assertThat(guard(Contracts.R4).mayShow(own, mine).refusal()).isEmpty();
        assertThat(guard(Contracts.R4).sight(new Caller.Internal(), "Appointment"))
                .isEqualTo(Sight.ALL);
        assertThat(guard(Contracts.R4).sight(new Caller.Anonymous(), "Appointment"))
                .isEqualTo(Sight.NONE);
        assertThat(guard(Contracts.R4)
                        .sight(new Caller.Authenticated("x", new Claims(scope("patient/*.rs"))), "Appointment"))
                .isEqualTo(Sight.SOME);
    }
}
