package io.frontdesk.token;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.annotation.IdParam;
import ca.uhn.fhir.rest.annotation.Read;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.IResourceProvider;
import ca.uhn.fhir.rest.server.RestfulServer;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.frontdesk.answer.AnswerPolicy;
import io.frontdesk.answer.Refusals;
import io.frontdesk.caller.Caller;
import io.frontdesk.caller.Callers;
import io.frontdesk.caller.SubjectLabel;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthenticationInterceptorTest {

    private static final FhirContext FHIR = FhirContext.forR4Cached();

    private final AtomicReference<Caller> seen = new AtomicReference<>();
    private final AtomicReference<Object> label = new AtomicReference<>();
    private final Server jetty = new Server();
    private final ServerConnector connector = new ServerConnector(jetty);
    private JWKSource<SecurityContext> keys = new ImmutableJWKSet<>(Issuer.publicKeys());

    @BeforeEach
    void start() throws Exception {
        var fhir = new RestfulServer(FHIR);
        fhir.setResourceProviders(new Patients());
        fhir.registerInterceptor(new AuthenticationInterceptor(
                Authenticator.byTokens(new TokenVerifier(
                        (selector, context) -> keys.get(selector, context),
                        TokenRules.of(Issuer.NAME, Optional.of(Issuer.AUDIENCE)),
                        Issuer.CLOCK)),
                new Refusals(FHIR, AnswerPolicy.standard())));
        var context = new ServletContextHandler();
        context.addServlet(new ServletHolder(fhir), "/fhir/*");
        connector.setHost("127.0.0.1");
        jetty.addConnector(connector);
        jetty.setHandler(context);
        jetty.start();
    }

    @AfterEach
    void stop() throws Exception {
        jetty.stop();
    }

    @Test
    void letsAGoodTokenInAndNotesTheCaller() throws Exception {
        var answer = get("/Patient/1", "Bearer " + Issuer.token());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(seen.get())
                .isInstanceOfSatisfying(
                        Caller.Authenticated.class,
                        caller -> assertThat(caller.subject()).isEqualTo("practitioner-7"));
        assertThat(label.get())
                .isEqualTo(SubjectLabel.of("practitioner-7"))
                .asString()
                .hasSize(12);
    }

    @Test
    void asksForATokenWithoutAnErrorCodeWhenNoneWasSent() throws Exception {
        var answer = get("/Patient/1");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().allValues("WWW-Authenticate")).containsExactly("Bearer realm=\"frontdesk\"");
        assertThat(seen.get()).isNull();
    }

    @Test
    void namesWhatIsWrongWithABadToken() throws Exception {
        var token = Issuer.token(claims -> claims.put("exp", 1));

        var answer = get("/Patient/1", "Bearer " + token);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().allValues("WWW-Authenticate"))
                .containsExactly("Bearer realm=\"frontdesk\", error=\"invalid_token\","
                        + " error_description=\"The token has expired.\"");
        assertThat(answer.body()).contains("expired").doesNotContain(token);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /Patient/1",
        "GET, /Patient",
        "GET, /NoSuchType/1",
        "GET, /nonsense",
        "GET, /metadata/1",
        "GET, /Patient/metadata",
        "GET, ''",
        "POST, /Patient",
        "POST, /metadata",
        "PUT, /Patient/1",
        "PATCH, /Patient/1",
        "DELETE, /Patient/1",
        "POST, ''",
        "POST, /$everything",
        "POST, /Patient/_search",
    })
    void tellsNobodyWithoutATokenWhatExists(String method, String path) throws Exception {
        var request = request(path).method(method, HttpRequest.BodyPublishers.ofString("{broken"));

        assertThat(send(request).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({"GET", "HEAD"})
    void keepsTheCapabilityStatementOpen(String method) throws Exception {
        var answer = send(request("/metadata").method(method, HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void keepsOptionsOpen() throws Exception {
        assertThat(send(request("/").method("OPTIONS", HttpRequest.BodyPublishers.noBody()))
                        .statusCode())
                .isNotEqualTo(401);
    }

    @Test
    void answers503WithoutAChallengeWhenNoTokenCanBeJudged() throws Exception {
        keys = (selector, context) -> {
            throw new KeySourceException("connection refused");
        };

        var answer = get("/Patient/1", "Bearer " + Issuer.token());

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isEmpty();
        assertThat(answer.headers().firstValue("Retry-After")).contains("30");
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void takesNoTokenFromTheAddressNotEvenBesidesAHeader(boolean header) throws Exception {
        var token = Issuer.token();

        var answer = header
                ? get("/Patient/1?access_token=" + token, "Bearer " + token)
                : get("/Patient/1?access_token=" + token);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("Authorization header only").doesNotContain(token);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .get()
                .asString()
                .contains("invalid_token");
    }

    @Test
    void takesNoTokenFromAForm() throws Exception {
        var form = request("/Patient/_search")
                .setHeader("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("access_token=" + Issuer.token()));

        assertThat(send(form).statusCode()).isEqualTo(401);
    }

    @Test
    void refusesTwoAuthorizationHeaders() throws Exception {
        assertThat(get("/Patient/1", "Bearer " + Issuer.token(), "Bearer " + Issuer.token())
                        .statusCode())
                .isEqualTo(401);
    }

    private HttpResponse<String> get(String path, String... authorization) throws IOException, InterruptedException {
        var request = request(path);
        List.of(authorization).forEach(value -> request.header("Authorization", value));
        return send(request);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/fhir" + path))
                .header("Content-Type", "application/fhir+json");
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** A provider with every patient there is. */
    public final class Patients implements IResourceProvider {

        @Override
        public Class<Patient> getResourceType() {
            return Patient.class;
        }

        /** Returns the patient and notes who asked. */
        @Read
        public Patient read(@IdParam IdType id, RequestDetails request, HttpServletRequest servletRequest) {
            seen.set(Callers.of(request));
            label.set(servletRequest.getAttribute(SubjectLabel.ATTRIBUTE));
            var patient = new Patient();
            patient.setId(id);
            return patient;
        }
    }
}
