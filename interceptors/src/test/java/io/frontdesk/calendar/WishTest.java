package io.frontdesk.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.testing.Requested;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WishTest {

    private static Request request(String accept, String format) {
        return Requested.of(
                Interaction.READ,
                Map.of(),
                accept == null ? Map.of() : Map.of("Accept", List.of(accept)),
                format == null ? Map.of() : Map.of("_format", List.of(format)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        -                                               | -             | false | false
        text/calendar                                   | -             | true  | false
        Text/Calendar;charset=utf-8                     | -             | true  | false
        text/calendar;q=0                               | -             | false | false
        */*                                             | -             | false | false
        text/calendar, */*;q=0.1                        | -             | true  | false
        text/calendar;q=0.5, */*                        | -             | false | false
        text/calendar;q=0.5, application/fhir+json;q=.4 | -             | false | true
        text/calendar;q=0.5, application/fhir+json;q=0.4 | -            | true  | false
        application/fhir+json, text/calendar            | -             | false | false
        application/fhir+json                           | -             | false | true
        application/fhir+xml;q=0.1                      | -             | false | true
        application/fhir+json, */*                      | -             | false | true
        application/fhir+json                           | text/calendar | true  | false
        text/calendar                                   | json          | false | true
        text/calendar                                   | text/calendar;charset=utf-8 | true | false
        """)
    void weighsWhatTheClientAccepts(String accept, String format, boolean read, boolean exportInFhir) {
        assertThat(Wish.reads(request(accept, format))).isEqualTo(read);
        assertThat(Wish.exportsInFhir(request(accept, format))).isEqualTo(exportInFhir);
    }
}
