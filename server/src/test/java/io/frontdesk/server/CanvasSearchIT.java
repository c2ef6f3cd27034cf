package io.frontdesk.server;

import static io.frontdesk.server.CanvasDesk.OTHER_PATIENT;
import static io.frontdesk.server.CanvasDesk.code;
import static io.frontdesk.server.CanvasDesk.plain;
import static io.frontdesk.server.CanvasDesk.said;
import static io.frontdesk.server.CanvasDesk.visit;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be searched for under the contract {@code canvas}. */
@ExtendWith(SharedServer.class)
class CanvasSearchIT {

    private static CanvasDesk desk;
    private static String video;
    private static String visit;

    @BeforeAll
    static void open(TestServer shared) {
        desk = CanvasDesk.of(shared);
        video = desk.created(visit().put("start", "2031-05-06T23:30:00Z").put("end", "2031-05-06T23:45:00Z"));
        ObjectNode other = plain().put("start", "2031-05-07T09:00:00Z").put("end", "2031-05-07T09:30:00Z");
        ((ObjectNode) other.at("/participant/1/actor")).put("reference", OTHER_PATIENT);
        ((ObjectNode) other.at("/supportingInformation/0")).put("reference", "Location/2");
        visit = desk.created(other);
        desk.change(visit, "'status':'booked'").is(200);
    }

    private static List<String> found(String query) {
        List<String> ids = new ArrayList<>();
        JsonNode bundle = desk.rest().get("Appointment?" + query).is(200).json();
        bundle.path("entry").forEach(entry -> ids.add(entry.at("/resource/id").asText()));
        assertThat(bundle.path("type").asText()).isEqualTo("searchset");
        return ids;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "date=2031-05-06 true false",
                "date=2031-05-07 false true",
                "date=ge2031-05-06&date=lt2031-05-07 true false",
                "date=gt2031-05-06&date=le2031-05-07 false true",
                "date=ge2031-05-06&date=le2031-05-07&status=proposed true false",
                "date=ge2031-05-06&date=le2031-05-07&status=booked false true",
                "date=ge2031-05-06&appointment-type=448337001 true false",
                "date=ge2031-05-06&appointment-type=http://snomed.info/sct%7C308335008 false true",
                "date=ge2031-05-06&location=Location/1 true false",
                "date=ge2031-05-06&location=Location/2 false true",
                "date=ge2031-05-06&patient=Patient/bbbbbbbbbbbb4bbb8bbbbbbbbbbbbbbb true false",
                "date=ge2031-05-06&patient=Patient/cccccccccccc4ccc8ccccccccccccccc false true",
                "date=ge2031-05-06&practitioner=Practitioner/aaaaaaaaaaaa4aaa8aaaaaaaaaaaaaaa true true",
                "date=ge2031-05-06&practitioner=Practitioner/system-user false false"
            })
    void findsByWhatIsOffered(String query, boolean findsVideo, boolean findsVisit) {
        List<String> expected = new ArrayList<>();
        if (findsVideo) {
            expected.add(video);
        }
        if (findsVisit) {
            expected.add(visit);
        }

        assertThat(found(query)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void findsById() {
        assertThat(found("_id=" + video)).containsExactly(video);
        assertThat(found("_id=nobody")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"date, true", "-date, false", "patient, true", "-patient, false", "practitioner, true"})
    void sortsByDateAndPeople(String key, boolean first) {
        assertThat(found("date=ge2031-05-06&date=le2031-05-07&_sort=" + key))
                .hasSize(2)
                .startsWith(first ? video : visit);
    }

    @Test
    void showsTenOnAPageAndAHundredAtMostWithRelativeLinks() {
        for (int i = 0; i < 11; i++) {
            desk.created(plain().put("start", "2021-01-01T09:00:00Z").put("end", "2021-01-01T09:30:00Z"));
        }

        JsonNode first = desk.rest().get("Appointment?date=2021-01-01").is(200).json();
        assertThat(first.path("entry")).hasSize(10);
        assertThat(first.path("total").asInt()).isEqualTo(11);
        String next = link(first, "next");
        assertThat(next).startsWith("/Appointment?").contains("_count=10", "_offset=10");
        assertThat(link(first, "self")).startsWith("/Appointment?");
        assertThat(link(first, "first")).contains("_offset=0");
        assertThat(link(first, "last")).contains("_offset=10");
        JsonNode second = desk.rest().get(next.substring(1)).is(200).json();
        assertThat(second.path("entry")).hasSize(1);
        assertThat(link(second, "previous")).contains("_offset=0");
        assertThat(desk.rest()
                        .get("Appointment?date=2021-01-01&_count=1000")
                        .is(200)
                        .json()
                        .path("entry"))
                .hasSize(11);
        assertThat(desk.rest().get("Appointment?date=2022-01-01").is(200).json().has("link"))
                .isFalse();
    }

    private static String link(JsonNode bundle, String relation) {
        for (JsonNode link : bundle.path("link")) {
            if (link.path("relation").asText().equals(relation)) {
                return link.path("url").asText();
            }
        }
        return "";
    }

    @ParameterizedTest
    @ValueSource(strings = {"identifier=1", "actor=Patient/1", "slot=Slot/1", "nonsense=1", "_has:Slot:x:y=1"})
    void offersNoOtherParameters(String query) {
        Answer refused = desk.rest().get("Appointment?" + query);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(said(refused)).isEqualTo("Bad request");
        assertThat(code(refused)).isEqualTo("invalid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "date=tomorrow",
                "date=2031-13-45",
                "date=ne2031-05-06",
                "date=2031-05-06T09:00:00Z",
                "date=ge2031-05-06&date=le2031-05-07&date=lt2031-05-08",
                "date=2031-05-06&_offset=10",
                "date=2031-05-06&_count=many",
                "date=2031-05-06&_sort=status"
            })
    void refusesValuesThatAreNone(String query) {
        Answer refused = desk.rest().get("Appointment?" + query);

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(said(refused)).isEqualTo("Bad request");
        assertThat(code(refused)).isEqualTo("invalid");
    }
}
