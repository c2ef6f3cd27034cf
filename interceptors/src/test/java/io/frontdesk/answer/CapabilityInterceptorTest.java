package io.frontdesk.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.frontdesk.contract.Contract;
import io.frontdesk.request.Interaction;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.GuardedServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.junit.jupiter.api.Test;

class CapabilityInterceptorTest {

    private static JsonNode statement(Contract contract) {
        try (GuardedServer server = GuardedServer.of(contract, "Appointment", "Patient", "Basic")) {
            server.anonymous("GET", "/metadata").send();
            // The second answer comes from HAPI's cache, and is corrected again.
            return server.anonymous("GET", "/metadata").send().json();
        }
    }

    private static JsonNode of(JsonNode statement, String type) {
        for (JsonNode resource : statement.path("rest").get(0).path("resource")) {
            if (resource.path("type").asText().equals(type)) {
                return resource;
            }
        }
        throw new AssertionError(type);
    }

    private static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(item ->
                texts.add(item.path("code").asText(item.path("reference").asText(item.asText()))));
        return texts;
    }

    @Test
    void listsTypesAndInteractionsThatAreOfferedAndNothingElse() {
        JsonNode statement = statement(Contracts.core());

        assertThat(statement.path("rest").get(0).path("resource").findValuesAsText("type"))
                .contains("Appointment", "Patient")
                .doesNotContain("Basic", "OperationDefinition");
        assertThat(texts(of(statement, "Appointment").path("interaction")))
                .containsExactlyInAnyOrder(
                        "create",
                        "read",
                        "vread",
                        "history-instance",
                        "history-type",
                        "search-type",
                        "update",
                        "patch",
                        "delete");
        assertThat(texts(of(statement, "Patient").path("interaction")))
                .containsExactlyInAnyOrder("create", "read", "vread", "search-type", "update", "patch", "delete");
        assertThat(texts(statement.path("rest").get(0).path("interaction")))
                .containsExactlyInAnyOrder("transaction", "batch");
        assertThat(statement(Contracts.ehealthDk()).path("rest").get(0).has("interaction"))
                .isFalse();
        assertThat(statement.path("rest").get(0).has("operation")).isFalse();
    }

    @Test
    void tellsHowUpdatesBehave() {
        JsonNode statement = statement(Contracts.core());

        assertThat(of(statement, "Appointment").path("versioning").asText()).isEqualTo("versioned-update");
        assertThat(of(statement, "Patient").path("versioning").asText()).isEqualTo("versioned");
        assertThat(of(statement(Contracts.ehealthDk()), "Appointment")
                        .path("versioning")
                        .asText())
                .isEqualTo("versioned-update");
        assertThat(of(statement(Contracts.ehealthDk()), "Patient")
                        .path("versioning")
                        .asText())
                .isEqualTo("versioned");
        assertThat(of(statement, "Appointment").path("updateCreate").asBoolean())
                .isFalse();
        assertThat(of(statement, "Patient").path("updateCreate").asBoolean()).isTrue();
        assertThat(of(statement, "Appointment").path("conditionalUpdate").asBoolean())
                .isTrue();
        assertThat(of(statement, "Appointment").path("conditionalCreate").asBoolean())
                .isTrue();
        assertThat(of(statement, "Appointment").path("conditionalDelete").asText())
                .isEqualTo("single");
        assertThat(of(statement, "Patient").path("conditionalDelete").asText()).isEqualTo("not-supported");
        assertThat(statement.path("software").path("name").asText()).isEqualTo("Frontdesk");
        assertThat(statement.path("implementation").path("description").asText())
                .isEqualTo(Contracts.core().title());
    }

    @Test
    void namesThePatchesThatAreRead() {
        assertThat(texts(statement(Contracts.core()).path("patchFormat")))
                .containsExactly("application/json-patch+json", "application/fhir+json", "application/fhir+xml");
        assertThat(texts(statement(Contracts.ehealthDk()).path("patchFormat")))
                .containsExactly("application/json-patch+json");
    }

    @Test
    void saysHowCallersProveWhoTheyAre() {
        for (Contract contract : List.of(Contracts.core(), Contracts.ehealthDk())) {
            JsonNode security = statement(contract).at("/rest/0/security");

            assertThat(security.path("cors").asBoolean(true)).isFalse();
            assertThat(security.at("/service/0/coding/0/code").asText()).isEqualTo("OAuth");
            assertThat(security.path("description").asText()).contains("RFC 6750");
            assertThat(security.has("extension")).isFalse();
        }
    }

    @Test
    void namesTheProvidersAddressesOnceTheyAreKnown() {
        var security = new SecurityTold(true, true, () -> Map.of("token", "https://idp.example.org/token"));
        try (GuardedServer server =
                GuardedServer.of(Contracts.core(), security, (guards, plain) -> {}, "Appointment")) {
            JsonNode told = server.anonymous("GET", "/metadata").send().json().at("/rest/0/security");

            assertThat(told.path("cors").asBoolean()).isTrue();
            assertThat(told.at("/service/0/coding/0/code").asText()).isEqualTo("SMART-on-FHIR");
            assertThat(told.at("/extension/0/url").asText()).endsWith("/oauth-uris");
            assertThat(told.at("/extension/0/extension/0/url").asText()).isEqualTo("token");
            assertThat(told.at("/extension/0/extension/0/valueUri").asText())
                    .isEqualTo("https://idp.example.org/token");
        }
    }

    @Test
    void correctsOneStatementTwiceWithoutATrace() {
        var interceptor = new CapabilityInterceptor(
                Contracts.R4,
                "title",
                Map.of(
                        "Appointment",
                        new CapabilityInterceptor.Offered(
                                Set.of(Interaction.READ),
                                Set.of(),
                                false,
                                "versioned-update",
                                List.of("http://example.org/profile"),
                                Optional.of(List.of("status", "actor")),
                                Optional.of(List.of("*")))),
                Set.of(Interaction.BATCH),
                List.of("application/json-patch+json"),
                Optional.of(SecurityTold.BEARER));
        var statement = new CapabilityStatement();
        statement.addPatchFormat("application/xml-patch+xml");
        var resource = statement.addRest().addResource();
        resource.setType("Appointment");
        resource.addSearchParam().setName("actor");
        resource.addSearchParam().setName("date");
        resource.addSearchParam().setName("status");
        resource.addSearchInclude("Appointment:patient");
        resource.addSearchRevInclude("Encounter:appointment");
        resource.addInteraction().setCode(CapabilityStatement.TypeRestfulInteraction.READ);
        resource.addInteraction().setCode(CapabilityStatement.TypeRestfulInteraction.DELETE);

        interceptor.correct(statement);
        CapabilityStatement once = statement.copy();
        interceptor.correct(statement);

        assertThat(statement.equalsDeep(once)).isTrue();
        assertThat(statement.getPatchFormat())
                .extracting(Object::toString)
                .containsExactly("application/json-patch+json");
        assertThat(resource.getInteraction()).hasSize(1);
        assertThat(resource.getSupportedProfile()).hasSize(1);
        assertThat(resource.getSearchParam())
                .extracting(CapabilityStatement.CapabilityStatementRestResourceSearchParamComponent::getName)
                .containsExactly("status", "actor");
        assertThat(resource.getSearchInclude()).extracting(Object::toString).containsExactly("*");
        assertThat(resource.hasSearchRevInclude()).isFalse();
    }

    @Test
    void listsTheProfilesOfADstu3Contract() {
        assertThat(texts(statement(Contracts.ehealthDk()).path("profile")))
                .containsOnlyOnce(
                        "http://ehealth.sundhed.dk/fhir/StructureDefinition/ehealth-appointment",
                        "http://ehealth.sundhed.dk/fhir/StructureDefinition/ehealth-videoappointment");
    }
}
