package io.frontdesk.server.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.server.Rest;
import io.frontdesk.server.TestContracts;
import io.frontdesk.server.TestServer;
import io.frontdesk.server.tls.TestAuthority;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Callers who show a certificate, a token, or both, on a contract that gives rights to one device. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientCertificatesIT {

    private static final String DEVICE = "DNS:monitor.example.org";

    private final TestIssuer issuer = new TestIssuer();
    private final TestAuthority own = new TestAuthority("Server CA");
    private final TestAuthority clinic = new TestAuthority("Clinic CA");
    private final TestAuthority.Issued device = clinic.issue("monitor-7", DEVICE, "URI:urn:device:7");
    private final TestAuthority.Issued other = clinic.issue("printer", "DNS:printer.example.org");
    private TestServer server;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        issuer.up();
        var devices = TestContracts.changed(
                "core",
                "devices",
                Map.of(
                        "[realm_access.roles]",
                        "[realm_access.roles, certificate.san]",
                        "create: [",
                        "create: [\"" + DEVICE + "\", "));
        server = TlsServer.start(devices, issuer, own, clinic, false, folder);
        rest(token()).put(Rest.fixture("patient.json").put("id", "anna")).is(201);
    }

    @AfterAll
    void stop() {
        server.close();
        issuer.close();
    }

    @Test
    void takesACertificateForAProof() {
        var answer = rest("", device).post(appointment()).is(201);

        assertThat(answer.header("Location")).startsWith(server.root() + "/fhir/devices/Appointment/");
        assertThat(server.root()).startsWith("https://");
    }

    @Test
    void givesACertificateNoOtherRightThanItsOwn() {
        rest("", device).get("Appointment").refused(403, "access.right");
        rest("", other).post(appointment()).refused(403, "access.right");
    }

    @Test
    void asksForEitherWhenThereIsNeither() {
        var answer = rest("").post(appointment()).refused(401, "token.missing").names("client certificate");

        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"frontdesk\"");
    }

    @Test
    void addsTheRightsOfACertificateToThoseOfAToken() {
        var claims = issuer.claims();
        claims.putObject("realm_access").putArray("roles").add("Appointment.search");
        var searching = issuer.token(claims);

        rest(searching, device).post(appointment()).is(201);
        rest(searching, device).get("Appointment").is(200);
        rest(searching, other).post(appointment()).refused(403, "access.right");
        rest(searching).post(appointment()).refused(403, "access.right");
    }

    @Test
    void believesNoTokenAboutACertificate() {
        var claims = issuer.claims();
        claims.remove("realm_access");
        claims.putObject("certificate").putArray("san").add(DEVICE);
        claims.putArray("certificate.san").add(DEVICE);

        rest(issuer.token(claims)).post(appointment()).refused(403, "access.right");
        rest(issuer.token(claims), other).post(appointment()).refused(403, "access.right");
    }

    @Test
    void takesABoundTokenFromItsHolderOnly() throws GeneralSecurityException {
        var claims = issuer.claims();
        var hash =
                MessageDigest.getInstance("SHA-256").digest(device.certificate().getEncoded());
        claims.putObject("cnf").put("x5t#S256", TestIssuer.base64(hash));
        var bound = issuer.token(claims);

        rest(bound, device).get("Appointment").is(200);
        rest(bound, other).get("Appointment").refused(401, "token.invalid").names("cnf");
        rest(bound).get("Appointment").refused(401, "token.invalid").names("cnf");
        rest(bound, device).get("Appointment").is(200);
    }

    @Test
    void turnsAwayCertificatesOfStrangersAndOldOnes() {
        var stranger = new TestAuthority("Clinic CA").issue("monitor-7", DEVICE);
        var expired = clinic.issueUntil(Instant.now().minus(Duration.ofMinutes(5)), "monitor-7", DEVICE);

        for (var bad : List.of(stranger, expired)) {
            assertThatThrownBy(() -> rest("", bad).get("Appointment"))
                    .isInstanceOf(AssertionError.class)
                    .hasCauseInstanceOf(IOException.class);
        }
        // Clients do not even show what the server did not ask for.
        rest("", own.issue("monitor-7", DEVICE)).get("Appointment").refused(401, "token.missing");
        rest(token()).get("Appointment").is(200);
    }

    private static ObjectNode appointment() {
        return Rest.fixture("core-appointment.json");
    }

    private String token() {
        return issuer.token(issuer.claims());
    }

    private Rest rest(String token, TestAuthority.Issued... shown) {
        return new Rest(server.base("devices"), token, own.client(shown));
    }
}
