package io.frontdesk.body;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatchDocumentTest {

    private static final BodyLimits LIMITS = new BodyLimits(1 << 20, 100, 3, 1, 10);

    private static JsonNode read(String patch) {
        try {
            return new ObjectMapper().readTree(patch);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static String rule(String patch) {
        return PatchDocument.check(read(patch), LIMITS)
                .refusal()
                .map(refusal -> refusal.rule().id())
                .orElse("");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        [{"op":"add","path":"/comment","value":"x"}]                     | ``
        [{"op":"add","path":"/comment","value":null}]                    | ``
        [{"op":"replace","path":"/status","value":"booked"}]             | ``
        [{"op":"test","path":"/status","value":"booked"}]                | ``
        [{"op":"test","path":"/meta/versionId","value":"2"}]             | ``
        [{"op":"remove","path":"/participant/0"}]                        | ``
        [{"op":"move","path":"/start","from":"/end"}]                    | ``
        [{"op":"copy","path":"/start","from":"/end"}]                    | ``
        [{"op":"add","path":"/participant/-","value":{}}]                | ``
        [{"op":"add","path":"/a~0b~1c","value":1}]                       | ``
        [{"op":"replace","path":"/identifier/0/id","value":"x"}]         | ``
        [{"op":"replace","path":"/ids","value":"x"}]                     | ``
        {"op":"remove","path":"/comment"}                                | patch.malformed
        []                                                               | patch.malformed
        null                                                             | patch.malformed
        7                                                                | patch.malformed
        [7]                                                              | patch.malformed
        [{"path":"/comment","value":"x"}]                                | patch.malformed
        [{"op":"ADD","path":"/comment","value":"x"}]                     | patch.malformed
        [{"op":7,"path":"/comment","value":"x"}]                         | patch.malformed
        [{"op":"add","value":"x"}]                                       | patch.malformed
        [{"op":"add","path":7,"value":"x"}]                              | patch.malformed
        [{"op":"add","path":"","value":{}}]                              | patch.malformed
        [{"op":"add","path":"comment","value":"x"}]                      | patch.malformed
        [{"op":"add","path":"/a~2","value":"x"}]                         | patch.malformed
        [{"op":"add","path":"/a~","value":"x"}]                          | patch.malformed
        [{"op":"add","path":"/comment"}]                                 | patch.malformed
        [{"op":"test","path":"/comment"}]                                | patch.malformed
        [{"op":"move","path":"/comment"}]                                | patch.malformed
        [{"op":"copy","path":"/comment","from":"x"}]                     | patch.malformed
        [{"op":"remove","path":"/a"},{"op":"x"}]                         | patch.malformed
        [{"op":"remove","path":"/id"}]                                   | patch.forbidden
        [{"op":"replace","path":"/resourceType","value":"Patient"}]      | patch.forbidden
        [{"op":"add","path":"/meta/profile/-","value":"x"}]              | patch.forbidden
        [{"op":"add","path":"/meta/x\\ny","value":"x"}]                   | patch.forbidden
        [{"op":"move","path":"/comment","from":"/id"}]                   | patch.forbidden
        [{"op":"copy","path":"/meta","from":"/extension"}]               | patch.forbidden
        """)
    void judgesAPatch(String patch, String rule) {
        assertThat(rule(patch)).isEqualTo(rule);
    }

    @Test
    void countsOperationsAndCopies() {
        String remove = "{\"op\":\"remove\",\"path\":\"/a\"}";
        String copy = "{\"op\":\"copy\",\"path\":\"/a\",\"from\":\"/b\"}";

        assertThat(rule("[" + String.join(",", Collections.nCopies(3, remove)) + "]"))
                .isEmpty();
        assertThat(rule("[" + String.join(",", Collections.nCopies(4, remove)) + "]"))
                .isEqualTo("patch.malformed");
        assertThat(rule("[" + copy + "]")).isEmpty();
        assertThat(rule("[" + copy + "," + copy + "]")).isEqualTo("patch.malformed");
    }

    @Test
    void readsAPathOfAnyLength() {
        assertThat(rule("[{\"op\":\"remove\",\"path\":\"/" + "a".repeat(500_000) + "\"}]"))
                .isEmpty();
        assertThat(rule("[{\"op\":\"remove\",\"path\":\"" + "/a".repeat(250_000) + "\"}]"))
                .isEmpty();
    }
}
