package io.frontdesk.answer;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.frontdesk.decision.OwnTelling;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.testing.Contracts;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RefusalCodesTest {

    private static JsonNode json(FhirContext fhir, AnswerPolicy answers) throws IOException {
        return new ObjectMapper()
                .readTree(
                        fhir.newJsonParser().encodeResourceToString(RefusalCodes.codeSystem(fhir, answers, List.of())));
    }

    private static JsonNode concept(JsonNode system, Rule rule) {
        for (JsonNode concept : system.path("concept")) {
            if (concept.path("code").asText().equals(rule.id())) {
                return concept;
            }
        }
        throw new AssertionError("no concept " + rule.id());
    }

    @Test
    void definesEveryRuleOnceWithItsMeaning() throws IOException {
        JsonNode system = json(FhirContext.forR4Cached(), AnswerPolicy.standard());

        assertThat(system.path("url").asText()).isEqualTo("urn:frontdesk:refusal");
        assertThat(system.path("content").asText()).isEqualTo("complete");
        assertThat(system.path("count").asInt()).isEqualTo(Rule.values().length);
        assertThat(system.path("concept")).hasSize(Rule.values().length);
        assertThat(Arrays.asList(Rule.values())).allSatisfy(rule -> {
            JsonNode concept = concept(system, rule);
            assertThat(concept.path("definition").asText()).isEqualTo(rule.meaning());
            assertThat(concept.at("/property/0/valueInteger").asInt()).isEqualTo(rule.status());
            assertThat(concept.at("/property/1/valueCoding/code").asText()).isEqualTo(rule.issueType());
        });
    }

    @Test
    void saysHowTheContractTellsThem() throws IOException {
        JsonNode system =
                json(FhirContext.forDstu3Cached(), Contracts.ehealthDk().answers());

        JsonNode stale = concept(system, Rule.VERSION_STALE);
        assertThat(stale.at("/property/0/valueInteger").asInt()).isEqualTo(409);
        assertThat(stale.at("/property/1/valueCoding/code").asText()).isEqualTo("processing");
    }

    @Test
    void definesTheContractsOwnRulesToo() throws IOException {
        Refusal own = Refusal.of(Rule.FIELD, "No such room.", "Send another one.")
                .told(new OwnTelling(Optional.of("field.room"), Optional.of(409), Optional.empty(), Optional.empty()));
        JsonNode system = new ObjectMapper()
                .readTree(FhirContext.forR4Cached()
                        .newJsonParser()
                        .encodeResourceToString(RefusalCodes.codeSystem(
                                FhirContext.forR4Cached(), AnswerPolicy.standard(), List.of(own))));

        JsonNode last = system.path("concept").path(Rule.values().length);
        assertThat(system.path("count").asInt()).isEqualTo(Rule.values().length + 1);
        assertThat(last.path("code").asText()).isEqualTo("field.room");
        assertThat(last.path("definition").asText()).isEqualTo("No such room.");
        assertThat(last.at("/property/0/valueInteger").asInt()).isEqualTo(409);
        assertThat(last.at("/property/1/valueCoding/code").asText()).isEqualTo("business-rule");
    }
}
