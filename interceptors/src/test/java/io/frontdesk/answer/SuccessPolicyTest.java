package io.frontdesk.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.testing.Contracts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuccessPolicyTest {

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        {}                                                   => true,false,true
        body: none                                           => false,false,true
        body: representation                                 => true,false,true
        location: {on: [create]}                             => true,false,true
        location: {on: [create, update], version: false}     => true,true,false
        """)
    void readsWhatIsThere(String yaml, String expected) {
        SuccessPolicy policy = Contracts.compiled(yaml, SuccessPolicy::compile);

        assertThat(policy.body() + "," + policy.locatedUpdates() + "," + policy.versionedLocation())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        body: null-body                  => contract.yaml:1: body: is 'null-body'; one of none, representation is expected
        location: {on: [patch]}          => contract.yaml:1: location.on: is no list of answers with a Location; [create] or [create, update]
        location: {on: [update]}         => contract.yaml:1: location.on: is no list of answers with a Location; [create] or [create, update]
        """)
    void faultsWhatCannotBeMeant(String yaml, String fault) {
        assertThat(Contracts.faults(yaml, SuccessPolicy::compile))
                .singleElement()
                .isEqualTo(fault);
    }
}
