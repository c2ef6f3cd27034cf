package io.frontdesk.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.Requested;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceSpellingTest {

    private static final IBaseResource TEAM = Contracts.R4
            .newJsonParser()
            .parseResource("{\"resourceType\":\"SearchParameter\",\"code\":\"team\",\"type\":\"reference\","
                    + "\"base\":[\"Appointment\"],\"target\":[\"CareTeam\"]}");

    private final ReferenceSpelling spelling = new ReferenceSpelling(Contracts.R4, List.of(TEAM));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        patient             | https://desk.example.org/fhir/Patient/1           | Patient/1
        patient:Patient     | https://desk.example.org/fhir/Patient/1           | Patient/1
        patient             | https://desk.example.org/fhir/Patient/1,Patient/1 | Patient/1
        patient             | 1,Patient/1                                       | Patient/1
        patient             | 1,2                                               | Patient/1,Patient/2
        patient             | 1                                                 | 1
        patient:Patient     | 1,2                                               | 1,2
        actor               | 1,Patient/1                                       | 1,Patient/1
        actor               | https://else.example.org/fhir/Patient/1           | https://else.example.org/fhir/Patient/1
        team                | 1,CareTeam/1                                      | CareTeam/1
        patient:identifier  | https://desk.example.org/fhir/Patient/1           | https://desk.example.org/fhir/Patient/1
        patient.identifier  | https://desk.example.org/fhir/Patient/1           | https://desk.example.org/fhir/Patient/1
        identifier          | https://desk.example.org/fhir/Patient/1           | https://desk.example.org/fhir/Patient/1
        _profile            | https://desk.example.org/fhir/Patient/1           | https://desk.example.org/fhir/Patient/1
        """)
    void spellsReferencesInOneWay(String name, String value, String spelled) {
        Map<String, String[]> parameters = Map.of(name, new String[] {value}, "status", new String[] {"booked,x"});

        Map<String, String[]> answer = spelling.of("Appointment", parameters, Set.of(Requested.BASE));

        assertThat(answer.get(name)).containsExactly(spelled);
        assertThat(answer.get("status")).containsExactly("booked,x");
        assertThat(answer == parameters).isEqualTo(value.equals(spelled));
    }
}
