package io.frontdesk.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonLocatorTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"status":"x"}                               | Appointment.status
        {"participant":[{"a":1},{"status":"x"}]}     | Appointment.participant[1].status
        {"a":{"status":1},"status":2}                | Appointment.a.status
        {"a":[[{"status":1}]]}                       | Appointment.a[0][0].status
        {"a":"status"}                               |
        [1]                                          |
        {broken                                      |
        """)
    void findsTheFirstElementOfAName(String body, String path) {
        assertThat(JsonLocator.path(body, "Appointment", "status", "")).isEqualTo(Optional.ofNullable(path));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        {"participant":[{"status":"a"},{"status":"b"}],"status":"c"} | b | Appointment.participant[1].status
        {"participant":[{"status":"a"},{"status":"b"}],"status":"c"} | c | Appointment.status
        {"participant":[{"status":"a"},{"status":"b"}],"status":"c"} | d | Appointment.participant[0].status
        """)
    void prefersTheElementThatHasTheValueAtFault(String body, String value, String path) {
        assertThat(JsonLocator.path(body, "Appointment", "status", value)).contains(path);
    }
}
