package io.frontdesk.host;

import static io.frontdesk.testing.Appointments.r4;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ca.uhn.fhir.rest.server.RestfulServer;
import io.frontdesk.contract.Part;
import io.frontdesk.host.HostSettings.HostCallers;
import io.frontdesk.testing.Answer;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.GuardedServer;
import io.frontdesk.testing.OwnProvider;
import io.frontdesk.token.Issuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One call on somebody else's server with resource providers of its own: appointments are guarded, and nothing else. */
class FrontdeskTest {

    private static final OwnProvider<IBaseResource> APPOINTMENTS = OwnProvider.of(Contracts.R4, "Appointment");
    private static final OwnProvider<IBaseResource> PATIENTS = OwnProvider.of(Contracts.R4, "Patient");

    private static GuardedServer server;
    private static HostSettings settings;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        Path keys = folder.resolve("keys.json");
        Files.writeString(keys, Issuer.publicKeys().toString());
        settings = new HostSettings(
                true,
                "core",
                Set.of("Appointment"),
                new HostCallers.Tokens(Issuer.NAME, Optional.of(Issuer.AUDIENCE), Optional.of(keys.toString())),
                List.of(),
                Part.named("booking,slots,references"));
        server = GuardedServer.over(
                Contracts.R4, List.of(APPOINTMENTS, PATIENTS), plain -> Frontdesk.guard(plain, settings));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void store() {
        APPOINTMENTS.clear();
        PATIENTS.clear();
        APPOINTMENTS.put(Contracts.R4.newJsonParser().parseResource(r4("a1", "booked")));
    }

    private static GuardedServer.Call clerk(String method, String path) {
        return server.anonymous(method, path).token(claims -> {
            claims.put("iat", Instant.now().getEpochSecond());
            claims.put("exp", Instant.now().getEpochSecond() + 300);
            claims.put("realm_access", Map.of("roles", List.of("Appointment.*")));
        });
    }

    @Test
    void guardsAppointments() {
        assertThat(server.anonymous("GET", "/Appointment/a1").send().rule()).isEqualTo("token.missing");
        assertThat(clerk("PUT", "/Appointment/a1")
                        .json(r4("a1", "arrived"))
                        .send()
                        .rule())
                .isEqualTo("version.missing");
        assertThat(clerk("PUT", "/Appointment/a1")
                        .ifMatch("7")
                        .json(r4("a1", "arrived"))
                        .send()
                        .rule())
                .isEqualTo("version.stale");
        assertThat(clerk("PUT", "/Appointment/a1")
                        .ifMatch("1")
                        .json(r4("a1", "proposed"))
                        .send()
                        .rule())
                .isEqualTo("status.transition");
        assertThat(APPOINTMENTS.called).isEmpty();

        Answer arrived = clerk("PATCH", "/Appointment/a1")
                .ifMatch("1")
                .patch("[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"arrived\"}]")
                .send();
        assertThat(arrived.status()).as(arrived.body()).isEqualTo(200);
        assertThat(arrived.header("ETag")).contains("W/\"2\"");
        assertThat(APPOINTMENTS.called).containsExactly("update");
    }

    @Test
    void leavesOtherTypesToTheHost() {
        Answer created = server.anonymous("PUT", "/Patient/p1")
                .json("{\"resourceType\":\"Patient\",\"id\":\"p1\"}")
                .send();
        Answer patched = server.anonymous("PATCH", "/Patient/p1").patch("[]").send();
        Answer found = server.anonymous("GET", "/Patient").send();

        assertThat(created.status()).as(created.body()).isIn(200, 201);
        assertThat(patched.status()).as(patched.body()).isEqualTo(200);
        assertThat(found.json().path("entry")).hasSize(1);
        assertThat(PATIENTS.called).containsExactly("update", "patch", "search");
        assertThat(server.anonymous("GET", "/Patient/p1/_history").send().status())
                .isEqualTo(200);
    }

    @Test
    void stopsTheStartAndNamesTheSetting() {
        var plain = new RestfulServer(Contracts.R4);
        plain.registerProvider(OwnProvider.of(Contracts.R4, "Appointment"));
        var whole = new HostSettings(true, "core", settings.types(), settings.callers(), settings.baseUrls(), Set.of());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Frontdesk.guard(plain, whole))
                .withMessageContaining("frontdesk.without=booking,slots,references");
    }

    @Test
    void tellsWhatIsOnAndOff() {
        var plain = new RestfulServer(Contracts.R4);
        plain.registerProvider(OwnProvider.of(Contracts.R4, "Appointment"));

        assertThat(HostGuards.plain(plain, settings).told())
                .anyMatch(line -> line.startsWith("Frontdesk guards Appointment by the contract core"))
                .anyMatch(line -> line.startsWith("OFF by frontdesk.without: booking:"))
                .anyMatch(line -> line.contains("between several processes"));
    }
}
