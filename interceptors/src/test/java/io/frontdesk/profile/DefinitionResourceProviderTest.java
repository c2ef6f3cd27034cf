package io.frontdesk.profile;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.RestfulServer;
import io.frontdesk.source.Faults;
import io.frontdesk.source.SourceFolder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionResourceProviderTest {

    private static final Server SERVER = new Server();
    private static final ServerConnector CONNECTOR = new ServerConnector(SERVER);

    @BeforeAll
    static void start() throws Exception {
        FhirContext context = FhirContext.forDstu3Cached();
        var faults = new Faults();
        var fhir = new RestfulServer(context);
        fhir.registerProviders(Definitions.read(SourceFolder.builtIn("ehealth-dk"), context, faults)
                .providers());
        assertThat(faults.sorted()).isEmpty();
        CONNECTOR.setHost("127.0.0.1");
        SERVER.addConnector(CONNECTOR);
        var handler = new ServletContextHandler();
        handler.addServlet(new ServletHolder(fhir), "/fhir/*");
        SERVER.setHandler(handler);
        SERVER.start();
    }

    @AfterAll
    static void stop() throws Exception {
        SERVER.stop();
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + CONNECTOR.getLocalPort() + "/fhir/" + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @CsvSource({
        "StructureDefinition?_count=50, 11",
        "StructureDefinition?url=http://ehealth.sundhed.dk/fhir/StructureDefinition/ehealth-pin-code, 1",
        "StructureDefinition?url=http://ehealth.sundhed.dk/fhir/StructureDefinition/ehealth-pin-code%7C2019.6, 1",
        "StructureDefinition?url=http://ehealth.sundhed.dk/fhir/StructureDefinition/none, 0",
        "StructureDefinition?name=ehealthp, 1",
        "StructureDefinition?name:exact=EhealthAppointment, 1",
        "StructureDefinition?name:contains=PIN, 3",
        "StructureDefinition?version=2019.6&_id=ehealth-pin-code, 1",
        "StructureDefinition?status=draft, 0",
        "ValueSet, 2",
        "CodeSystem?url=http://ehealth.sundhed.dk/cs/appointment-reason, 1",
        "SearchParameter?_id=ehealth-appointment-search-responsible, 1"
    })
    void findsDefinitions(String query, int total) throws Exception {
        HttpResponse<String> answer = get(query);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"total\":" + total);
    }

    @Test
    void answersWithTheSnapshot() throws Exception {
        HttpResponse<String> answer = get("StructureDefinition/ehealth-videoappointment");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"snapshot\"", "\"differential\"", "\"id\":\"ehealth-videoappointment\"");
    }

    @Test
    void keepsTheDefinitionAsItIsWhenAPartIsAsked() throws Exception {
        get("StructureDefinition/ehealth-pin-code?_summary=true");

        assertThat(get("StructureDefinition/ehealth-pin-code").body())
                .contains("\"snapshot\"")
                .doesNotContain("SUBSETTED");
    }

    @Test
    void knowsNothingElse() throws Exception {
        assertThat(get("StructureDefinition/none").statusCode()).isEqualTo(404);
    }
}
