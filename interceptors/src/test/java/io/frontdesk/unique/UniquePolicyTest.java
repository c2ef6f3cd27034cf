package io.frontdesk.unique;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.source.Section;
import io.frontdesk.testing.Contracts;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UniquePolicyTest {

    private static final UniquePolicy POLICY = Contracts.compiled("unique: [identifier]", UniquePolicyTest::compile);

    private static UniquePolicy compile(Section update) {
        return UniquePolicy.compile(update, Contracts.R4, "Appointment");
    }

    private static Set<String> values(String identifiers) {
        return POLICY.values(Contracts.R4
                .newJsonParser()
                .parseResource("{\"resourceType\":\"Appointment\",\"identifier\":[" + identifiers + "]}"));
    }

    @Test
    void tellsIdentifiersApartBySystemAndValue() {
        Set<String> one = values("{\"system\":\"urn:a\",\"value\":\"1\"}");

        assertThat(values("{\"value\":\"1\",\"system\":\"urn:a\",\"use\":\"official\"}"))
                .isEqualTo(one);
        assertThat(values("{\"system\":\"urn:b\",\"value\":\"1\"}")).doesNotContainAnyElementsOf(one);
        assertThat(values("{\"system\":\"urn:a\",\"value\":\"2\"}")).doesNotContainAnyElementsOf(one);
        assertThat(values("{\"value\":\"1\"}")).hasSize(1).doesNotContainAnyElementsOf(one);
    }

    @Test
    void comparesOnlyThoseThatShareAnElement() {
        UniquePolicy policy = Contracts.compiled("""
                unique: [identifier]
                uniqueWithin: "extension('urn:clinic').value"
                """, UniquePolicyTest::compile);

        assertThat(of(policy, "\"north\"")).isEqualTo(of(policy, "\"north\"")).hasSize(1);
        assertThat(of(policy, "\"north\"")).isNotEqualTo(of(policy, "\"south\""));
    }

    private static Set<String> of(UniquePolicy policy, String clinic) {
        return policy.values(Contracts.R4
                .newJsonParser()
                .parseResource("{\"resourceType\":\"Appointment\",\"identifier\":[{\"value\":\"1\"}],"
                        + "\"extension\":[{\"url\":\"urn:clinic\",\"valueString\":" + clinic + "}]}"));
    }

    @Test
    void takesNoIdentifierWithoutAValue() {
        assertThat(values("{\"system\":\"urn:a\"},{\"value\":\"1\"},{\"value\":\"1\"}"))
                .hasSize(1);
    }

    @Test
    void leavesOtherTypesAlone() {
        assertThat(POLICY.values(Contracts.R4
                        .newJsonParser()
                        .parseResource("{\"resourceType\":\"Slot\",\"identifier\":[{\"value\":\"1\"}]}")))
                .isEmpty();
    }

    @Test
    void demandsNothingOfAContractWithoutTheKey() {
        assertThat(Contracts.compiled("{}", UniquePolicyTest::compile).demandsAny())
                .isFalse();
        assertThat(POLICY.demandsAny()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        unique: [status]     => contract.yaml:1: unique[0]: 'status' is no element of type Identifier of Appointment; an element such as identifier
        unique: [identity]   => contract.yaml:1: unique[0]: 'identity' is no element of type Identifier of Appointment; an element such as identifier
        """)
    void faultsWhatIsNoIdentifier(String yaml, String fault) {
        assertThat(Contracts.faults(yaml, UniquePolicyTest::compile))
                .singleElement()
                .isEqualTo(fault);
    }
}
