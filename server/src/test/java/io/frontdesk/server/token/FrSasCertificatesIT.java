package io.frontdesk.server.token;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.server.Answer;
import io.frontdesk.server.Rest;
import io.frontdesk.server.TestContracts;
import io.frontdesk.server.TestServer;
import io.frontdesk.server.tls.TestAuthority;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Vendors who show the platform a client certificate, as the French SAS has it, one of them with a system of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FrSasCertificatesIT {

    private static final String SYSTEM = "urn:oid:1.3.6.1.4.1.99999.75.1";
    private static final String OTHER_SYSTEM = "urn:oid:1.3.6.1.4.1.99999.75.2";

    private final TestIssuer issuer = new TestIssuer();
    private final TestAuthority own = new TestAuthority("Server CA");
    private final TestAuthority authority = new TestAuthority("IGC");
    private final TestAuthority.Issued mapped = authority.issue("agenda-one");
    private final TestAuthority.Issued unmapped = authority.issue("agenda-two");
    private TestServer server;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        issuer.up();
        var sas = TestContracts.changed(
                "fr-sas",
                "sas",
                Map.of("\"CN=agenda.vendor.example.org,O=Example Agenda,C=FR\":", "\"CN=agenda-one\":"));
        server = TlsServer.start(sas, issuer, own, authority, true, folder);
    }

    @AfterAll
    void stop() {
        server.close();
        issuer.close();
    }

    private Rest vendor(TestAuthority.Issued... shown) {
        return new Rest(server.base("sas"), "", own.client(shown));
    }

    private static ObjectNode visit(String system, String number) {
        ObjectNode visit = Rest.fixture("sas-appointment.json");
        visit.putArray("identifier").addObject().put("system", system).put("value", number);
        return visit;
    }

    private static Answer put(Rest vendor, String token, ObjectNode visit) {
        return vendor.send(
                "PUT", "Appointment?identifier=" + token, visit.toString(), "Content-Type", "application/fhir+json");
    }

    @Test
    void takesACertificateForAllThatAVendorMayDo() {
        String number = UUID.randomUUID().toString();

        vendor(unmapped).post(visit(OTHER_SYSTEM, number)).is(201);
        put(
                        vendor(unmapped),
                        OTHER_SYSTEM + "%7C" + number,
                        visit(OTHER_SYSTEM, number).put("status", "noshow"))
                .is(200);
        vendor(unmapped).get("Appointment?identifier=" + number).refused(403, "access.right");
    }

    @Test
    void keepsAVendorToTheSystemThatIsMappedToItsCertificate() {
        String number = UUID.randomUUID().toString();
        vendor(unmapped).post(visit(OTHER_SYSTEM, number)).is(201);

        vendor(mapped).post(visit(OTHER_SYSTEM, number + "-2")).refused(403, "access.context");
        put(vendor(mapped), OTHER_SYSTEM + "%7C" + number, visit(OTHER_SYSTEM, number))
                .refused(403, "access.context");
        put(vendor(mapped), number, visit(SYSTEM, number)).is(201);
        put(vendor(mapped), SYSTEM + "%7C" + number, visit(SYSTEM, number).put("status", "noshow"))
                .is(200);
    }

    @Test
    void turnsAwayCertificatesOfStrangersAndOldOnesAndCallersWithoutOne() {
        var stranger = new TestAuthority("IGC").issue("agenda-one");
        var expired = authority.issueUntil(Instant.now().minus(Duration.ofMinutes(5)), "agenda-one");

        for (Rest refused : List.of(vendor(stranger), vendor(expired), vendor())) {
            assertThatThrownBy(() -> refused.post(visit(SYSTEM, "1")))
                    .isInstanceOf(AssertionError.class)
                    .hasCauseInstanceOf(IOException.class);
        }
    }
}
