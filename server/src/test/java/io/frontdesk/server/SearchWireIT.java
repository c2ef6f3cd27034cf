package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a search must say and what it means: one key and a range of time on one endpoint, days and pages on another. */
class SearchWireIT {

    private static final String KEYED = """
        search:
          Appointment:
            parameters: [_id, patient, practitioner, location, date, -date-or-req-period, status]
            oneOf: [_id, patient, practitioner, location]
            company:
              - {with: [patient, practitioner, location], oneOf: [date, -date-or-req-period]}
            dates:
              date: {time: required, prefix: required, prefixes: [gt, ge, lt, le], twice: [ge, lt]}
              -date-or-req-period: {time: required, prefix: required, prefixes: [gt, ge, lt, le], twice: [ge, lt]}
            sort: {by: [], absent: -start}
            implied:
              - {with: [date], parameter: "status:not", value: proposed}
        """;

    private static final String PAGED = """
        search:
          Appointment:
            parameters: [_id, patient, practitioner, location, appointment-type, date, status]
            dates:
              date: {time: none, prefixes: [eq, gt, ge, lt, le]}
            sort: {by: [date, patient, practitioner], absent: date}
            page: {count: 2, most: 3, offset: with-count, links: relative}
        """;

    private static TestServer server;
    private static Rest keyed;
    private static Rest paged;

    @BeforeAll
    static void start() throws IOException {
        Path folder = contract("keyed", KEYED);
        parameter(folder, "date", "Appointment.start | Appointment.end");
        parameter(folder, "-date-or-req-period", "Appointment.start | Appointment.end | Appointment.requestedPeriod");
        parameter(folder, "start", "Appointment.start");
        server = TestServer.start(folder.toString(), contract("paged", PAGED).toString());
        keyed = desk("keyed");
        paged = desk("paged");
        appointment(keyed, "early", "2026-03-09T07:30:00Z", "2026-03-09T08:30:00Z");
        appointment(keyed, "within", "2026-03-09T09:00:00Z", "2026-03-09T09:30:00Z");
        appointment(keyed, "late", "2026-03-09T11:45:00Z", "2026-03-09T12:30:00Z");
        appointment(keyed, "around", "2026-03-09T07:00:00Z", "2026-03-09T13:00:00Z");
        appointment(keyed, "after", "2026-03-09T12:00:00Z", "2026-03-09T13:00:00Z");
        ObjectNode proposed = Rest.fixture("core-appointment.json").put("status", "proposed");
        proposed.remove(List.of("start", "end"));
        proposed.put("description", "asked");
        proposed.putArray("requestedPeriod")
                .addObject()
                .put("start", "2026-03-09T08:00:00Z")
                .put("end", "2026-03-09T11:00:00Z");
        keyed.post(proposed).is(201);
        for (String[] one : new String[][] {
            {"d", "2026-03-10T00:00:00Z"},
            {"b", "2026-03-09T00:00:00Z"},
            {"a", "2026-03-08T23:59:59Z"},
            {"c", "2026-03-09T23:30:00+00:30"},
            {"e", "2026-03-10T23:59:59.999Z"}
        }) {
            appointment(paged, one[0], one[1], "2026-03-11T10:00:00Z");
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Path contract(String name, String search) {
        return TestContracts.changed("core", name, "extensions:", search + "\nextensions:");
    }

    private static void parameter(Path folder, String code, String expression) throws IOException {
        Path definitions = Files.createDirectories(folder.resolve("definitions"));
        Files.writeString(
                definitions.resolve("SearchParameter-" + code.replaceFirst("^-", "") + ".json"),
                """
                {"resourceType": "SearchParameter", "id": "wire%1$s", "url": "http://desk.example.org/wire/%1$s",
                 "name": "wire", "status": "active", "description": "%1$s", "code": "%1$s", "base": ["Appointment"],
                 "type": "date", "expression": "%2$s"}
                """.formatted(code, expression));
    }

    private static Rest desk(String contract) {
        Rest desk = new Rest(server.base(contract), server.token("Appointment.*", "Patient.*"));
        desk.put(Rest.fixture("patient.json").put("id", "anna"));
        return desk;
    }

    private static void appointment(Rest desk, String description, String start, String end) {
        desk.post(Rest.fixture("core-appointment.json")
                        .put("description", description)
                        .put("start", start)
                        .put("end", end))
                .is(201);
    }

    private static List<String> found(Answer answer) {
        List<String> descriptions = new ArrayList<>();
        answer.is(200)
                .json()
                .path("entry")
                .forEach(entry ->
                        descriptions.add(entry.at("/resource/description").asText()));
        return descriptions;
    }

    private static List<String> links(Answer answer) {
        List<String> links = new ArrayList<>();
        answer.json()
                .path("link")
                .forEach(link -> links.add(
                        link.path("relation").asText() + " " + link.path("url").asText()));
        return links;
    }

    @Test
    void findsWhatStartsOrEndsInTheRangeInTheContractsOrder() {
        String range = "date=ge2026-03-09T08:00:00Z&date=lt2026-03-09T12:00:00Z";

        assertThat(found(keyed.get("Appointment?patient=anna&" + range))).containsExactly("late", "within", "early");
        assertThat(found(keyed.send(
                        "POST",
                        "Appointment/_search",
                        "patient=Patient/anna,Patient/bert&" + range,
                        "Content-Type",
                        "application/x-www-form-urlencoded")))
                .containsExactly("late", "within", "early");
        assertThat(found(keyed.get("Appointment?patient=anna&date=ge2026-03-09T12:15:00Z")))
                .containsExactlyInAnyOrder("late", "around", "after");
    }

    @Test
    void addsWhatIsAskedForAtAnotherParameter() {
        assertThat(found(keyed.get("Appointment?patient=anna&-date-or-req-period=ge2026-03-09T08:00:00Z"
                        + "&-date-or-req-period=lt2026-03-09T10:00:00Z")))
                .containsExactlyInAnyOrder("within", "early", "asked");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        ``                                                             | search.key
        ?foo=bar                                                       | search.key
        ?status=booked                                                 | search.key
        ?patient=anna                                                  | search.key
        ?_id=a&patient=anna                                            | search.key
        ?_id=a&_id=b                                                   | search.key
        ?patient=anna&date=2026-03-09                                  | search.value
        ?patient=anna&date=ge2026-03-09T08:00:00Z&date=ge2026-03-09T08:00:00Z | search.value
        ?patient=anna&date=ge2026-03-09T08:00:00Z&foo=bar              | search.parameter
        ?_id=a&_sort=date                                              | search.parameter
        """)
    void refusesWhatSaysTooLittle(String query, String rule) {
        keyed.get("Appointment" + query).refused(400, rule);
    }

    @Test
    void findsByIdWithoutARange() {
        JsonNode entry = keyed.get("Appointment?patient=anna&date=ge2026-03-09T12:45:00Z&_count=1")
                .is(200)
                .json()
                .at("/entry/0/resource");

        assertThat(found(keyed.get("Appointment?_id=" + entry.path("id").asText() + ",none")))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        date=2026-03-09                    | b c
        date=eq2026-03-10                  | d e
        date=gt2026-03-09                  | d e
        date=ge2026-03-10                  | d e
        date=lt2026-03-09                  | a
        date=le2026-03-08                  | a
        date=ge2026-03-09&date=lt2026-03-10 | b c
        date=2026-03-07                    |
        """)
    void readsDaysInUtc(String query, String expected) {
        assertThat(found(paged.get("Appointment?" + query + "&_count=3")))
                .isEqualTo(expected == null ? List.of() : List.of(expected.split(" ")));
    }

    @Test
    void linksPagesByPathsBelowTheBase() {
        Answer first = paged.get("Appointment?patient=Patient/anna").is(200);
        assertThat(found(first)).containsExactly("a", "b");
        assertThat(first.json().path("total").asInt()).isEqualTo(5);
        String path = "/Appointment?patient=Patient%2Fanna&_count=2&_offset=";
        assertThat(links(first))
                .containsExactly("self " + path + 0, "first " + path + 0, "next " + path + 2, "last " + path + 4);

        Answer next = paged.get((path + 2).substring(1)).is(200);
        assertThat(found(next)).containsExactly("c", "d");
        assertThat(links(next))
                .containsExactly(
                        "self " + path + 2,
                        "first " + path + 0,
                        "next " + path + 4,
                        "previous " + path + 0,
                        "last " + path + 4);
        Answer last = paged.get((path + 4).substring(1)).is(200);
        assertThat(found(last)).containsExactly("e");
        assertThat(links(last))
                .containsExactly("self " + path + 4, "first " + path + 0, "previous " + path + 2, "last " + path + 4);
    }

    @Test
    void linksNothingWhereNothingIsFound() {
        Answer none = paged.get("Appointment?date=2026-01-01").is(200);

        assertThat(none.json().path("total").asInt(-1)).isZero();
        assertThat(none.json().has("link")).isFalse();
        assertThat(none.json().has("entry")).isFalse();
    }

    @Test
    void cutsPagesAtTheMostThatTheContractAllows() {
        Answer page = paged.get("Appointment?_count=50&_sort=-date").is(200);

        assertThat(found(page)).containsExactly("e", "d", "c");
        assertThat(links(page)).contains("next /Appointment?_sort=-date&_count=3&_offset=3");
    }

    @Test
    void pagesTheSameForWhoSeesOnlySome() {
        Rest patient = new Rest(
                server.base("paged"), server.token(Map.of("scope", "patient/Appointment.rs", "patient", "anna")));

        Answer page = patient.get("Appointment?_count=2&_offset=2").is(200);

        assertThat(found(page)).containsExactly("c", "d");
        assertThat(page.json().path("total").asInt()).isEqualTo(5);
        assertThat(links(page))
                .contains("next /Appointment?_count=2&_offset=4", "previous /Appointment?_count=2&_offset=0");
        assertThat(found(patient.get("Appointment"))).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_offset=2",
                "_count=-1",
                "_count=two",
                "_count=2&_offset=x",
                "date=2026-03",
                "date=ne2026-03-09",
                "date=2026-03-09T00:00:00Z",
                "date=2026-03-09,2026-03-10",
                "date=ge2026-03-09&date=le2026-03-09&date=2026-03-09"
            })
    void refusesPagesAndDaysInOtherForms(String query) {
        paged.get("Appointment?" + query).refused(400, "search.value");
    }

    @Test
    void sortsByWhatIsOffered() {
        paged.get("Appointment?_sort=" + URLEncoder.encode("-patient,date", StandardCharsets.UTF_8))
                .is(200);
        paged.get("Appointment?_sort=practitioner").is(200);
        paged.get("Appointment?_sort=status").refused(400, "search.parameter");
    }
}
