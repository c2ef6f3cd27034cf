package io.frontdesk.profile.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvariantTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "type.exists() or actor.exists()",
                "start.exists() = end.exists()",
                "start.empty() or end.empty() or (start <= end)",
                "start.hasValue().not() or end.hasValue().not() or (start <= end)",
                "hasValue() or (children().count() > id.count())",
                "contained.where(('#'+id in %resource.descendants().reference).not()).empty()",
                "reference.startsWith('#').not() or (reference.substring(1).trace('url') in"
                        + " %rootResource.contained.id.trace('ids'))",
                "text.`div`.exists()",
                "comment.empty() or comment != description",
                "participant.actor.reference.all($this in %resource.participant.actor.reference)"
            })
    void looksAtNoValue(String expression) {
        Inspected inspected = Invariant.inspects("Appointment", expression);

        assertThat(inspected.names()).isEmpty();
        assertThat(inspected.everything()).isFalse();
    }

    @Test
    void looksForParts() {
        Inspected inspected =
                Invariant.inspects("Appointment", "actor.where(reference.contains('/Patient')).count() < 2");

        assertThat(inspected.names()).isEmpty();
        assertThat(inspected.parts()).containsExactly("/Patient");
    }

    @Test
    void looksAtTheNumberThatItComparesWith() {
        Inspected inspected = Invariant.inspects("Appointment", "participant.count() >= extension('urn:x').value");

        assertThat(inspected.names()).isEmpty();
        assertThat(inspected.leaves()).containsExactly("value");
    }

    @Test
    void looksAtItsConstants() {
        assertThat(Invariant.inspects("Appointment", "status in ('proposed' | 'cancelled') or priority = 4"))
                .isEqualTo(Inspected.constants(Set.of("proposed", "cancelled", "4")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        comment                | $this.length() < 9
        description            | description.matches('^[A-Z]')
        description            | comment.empty() or description ~ comment
        value                  | identifier.value.endsWith('a')
        value                  | identifier.value.contains(description)
        start                  | start < @2030-01-01
        end                    | end > start + 1 hour
        description            | description & 'x' = comment
        description            | description < comment
        description            | description.memberOf('https://example.org/codes')
        description            | description = %house
        description            | description = 'it\\'s'
        """)
    void looksAtWhatItNames(String name, String expression) {
        Inspected inspected = Invariant.inspects("comment", expression);

        assertThat(inspected.names()).contains(name, "comment");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"descendants().where($this.toString().length() > 9).empty()", "repeat(children()).matches('x')"})
    void looksAtEverythingThatItMayReach(String expression) {
        assertThat(Invariant.inspects("Appointment", expression)).isEqualTo(Inspected.EVERYTHING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"start > now()", "start.exists() and today().exists()"})
    void looksAtTheClock(String expression) {
        assertThat(Invariant.inspects("Appointment", expression).clock()).isTrue();
    }
}
