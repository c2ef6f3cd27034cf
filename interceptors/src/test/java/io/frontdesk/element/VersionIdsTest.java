package io.frontdesk.element;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionIdsTest {

    private static final VersionIds FROM_ZERO = new VersionIds(0);

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 1", "10, 9", "abc, abc", "1234567890, 1234567890"})
    void callsAVersionOneLess(String stored, String told) {
        assertThat(FROM_ZERO.told(stored)).isEqualTo(told);
        assertThat(FROM_ZERO.stored(told)).isEqualTo(stored);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "Appointment/1/_history/1, Appointment/1/_history/0",
                "https://a.example/fhir/Appointment/7/_history/10, https://a.example/fhir/Appointment/7/_history/9",
                "Appointment/1, Appointment/1",
                "Appointment/1/_history, Appointment/1/_history",
            })
    void findsTheVersionInAnAddress(String stored, String told) {
        assertThat(FROM_ZERO.toldIn(stored)).isEqualTo(told);
        assertThat(FROM_ZERO.storedIn(told)).isEqualTo(stored);
    }

    @Test
    void findsTheVersionInATag() {
        assertThat(FROM_ZERO.toldInTag("W/\"1\"")).isEqualTo("W/\"0\"");
        assertThat(FROM_ZERO.toldInTag("2")).isEqualTo("1");
        assertThat(FROM_ZERO.toldInTag("\"1\"")).isEqualTo("\"1\"");
    }

    @Test
    void leavesVersionsAsTheyAreStored() {
        assertThat(VersionIds.AS_STORED.asStored()).isTrue();
        assertThat(FROM_ZERO.asStored()).isFalse();
        assertThat(VersionIds.AS_STORED.told("1")).isEqualTo("1");
    }
}
