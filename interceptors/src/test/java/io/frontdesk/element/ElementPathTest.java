package io.frontdesk.element;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.testing.Contracts;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ElementPathTest {

    private static final String JSON = """
        {"resourceType":"Appointment","status":"booked","start":"2026-03-09T09:00:00+01:00","priority":3,
         "extension":[{"url":"http://example.org/a","valueReference":{"reference":"CareTeam/t1"}},
                      {"url":"http://example.org/b","valueString":"x"},
                      {"url":"http://example.org/c","extension":[{"url":"http://example.org/a","valueCode":"inner"}]}],
         "participant":[{"actor":{"reference":"Patient/p1"},"status":"accepted"},
                        {"actor":{"display":"somebody"},"status":"tentative",
                         "extension":[{"url":"http://example.org/a","valueUri":"urn:x"}]}]}
        """;

    private static List<String> texts(FhirContext fhir, String path) throws NoSuchElementPathException {
        return ElementPath.of(fhir, "Appointment", path)
                .textsIn(fhir.newJsonParser().parseResource(JSON));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        status                                                                  | booked
        start                                                                   | 2026-03-09T09:00:00+01:00
        priority                                                                | 3
        participant.actor                                                       | Patient/p1
        participant.status                                                      | accepted tentative
        participant                                                             |
        comment                                                                 |
        extension('http://example.org/a').value                                 | CareTeam/t1
        extension('http://example.org/b').value                                 | x
        extension('http://example.org/z').value                                 |
        extension('http://example.org/c').extension('http://example.org/a').value | inner
        participant.extension('http://example.org/a').value                     | urn:x
        extension.url                                                           | http://example.org/a http://example.org/b http://example.org/c
        """)
    void findsTheTextsAtAPath(String path, String texts) throws NoSuchElementPathException {
        List<String> expected = texts == null ? List.of() : List.of(texts.split(" "));

        assertThat(texts(Contracts.R4, path)).isEqualTo(expected);
        assertThat(texts(Contracts.DSTU3, path)).isEqualTo(expected);
    }

    @Test
    void countsElementsThatHaveNoText() throws NoSuchElementPathException {
        assertThat(ElementPath.of(Contracts.R4, "Appointment", "participant")
                        .in(Contracts.R4.newJsonParser().parseResource(JSON)))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "colour",
                "participant.colour",
                "participant.",
                ".participant",
                "participant..actor",
                "participant.actor.nonsense",
                "status.value.more",
                "Appointment.status",
                "participant[0]",
                "participant.actor ",
                " status",
                "extension(http://example.org/a)",
                "extension('')",
                "extension('a'",
                "status\n",
                "start()",
            })
    void refusesAPathThatNoAppointmentHas(String path) {
        assertThatThrownBy(() -> ElementPath.of(Contracts.R4, "Appointment", path))
                .isInstanceOf(NoSuchElementPathException.class)
                .hasMessage("'" + path + "' is no element of Appointment");
    }

    @Test
    void knowsTheElementsOfEachFhirVersion() throws NoSuchElementPathException {
        assertThat(ElementPath.of(Contracts.R4, "Appointment", "cancelationReason"))
                .isNotNull();
        assertThatThrownBy(() -> ElementPath.of(Contracts.DSTU3, "Appointment", "cancelationReason"))
                .isInstanceOf(NoSuchElementPathException.class);
    }
}
