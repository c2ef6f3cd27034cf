package io.frontdesk.server;

import static io.frontdesk.server.GpConnectDesk.code;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.FhirVersionEnum;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import ca.uhn.fhir.rest.client.interceptor.BearerTokenAuthInterceptor;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.server.GpConnectDesk.Held;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.dstu3.model.Appointment;
import org.hl7.fhir.dstu3.model.Bundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what on gp-connect, what may be asked, and how that is answered. */
@ExtendWith(GpConnectServer.class)
class GpConnectSearchIT {

    private final GpConnectDesk desk;
    private final Rest consumer;

    GpConnectSearchIT(GpConnectDesk desk) {
        this.desk = desk;
        this.consumer = desk.consumer();
    }

    private Held bookedOn(String day) {
        ObjectNode slot = desk.slot(Instant.parse(day + "T09:00:00Z"), "1");
        return desk.held(consumer.post(GpConnectDesk.booking(slot)).is(201));
    }

    private static List<String> ids(Answer found) {
        List<String> ids = new ArrayList<>();
        for (JsonNode entry : found.is(200).json().path("entry")) {
            ids.add(entry.at("/resource/id").asText());
        }
        return ids;
    }

    @Test
    void retrievesThePatientsAppointmentsByTheDayOnWhichTheyStart() {
        Held second = bookedOn("2088-05-02");
        Held first = bookedOn("2088-05-01");
        Held third = bookedOn("2088-05-03");
        second.put(GpConnectDesk.cancelled(second.now())).is(200);

        String all = "start=ge2088-05-01&start=le2088-05-03";
        assertThat(ids(consumer.get("Patient/701/Appointment?" + all)))
                .containsExactly(first.id(), second.id(), third.id());
        assertThat(ids(consumer.get("Appointment?patient=701&" + all)))
                .containsExactly(first.id(), second.id(), third.id());
        assertThat(ids(consumer.get("Patient/701/Appointment?start=le2088-05-02&start=ge2088-05-02")))
                .containsExactly(second.id());
        assertThat(ids(consumer.get("Patient/702/Appointment?" + all))).isEmpty();
        assertThat(ids(consumer.get("Patient/none/Appointment?" + all))).isEmpty();
        JsonNode found = consumer.get("Patient/701/Appointment?" + all).json();
        assertThat(found.path("type").asText()).isEqualTo("searchset");
        assertThat(found.at("/entry/0/resource/meta/versionId").asText()).isEqualTo("1");
    }

    @Test
    void retrievesThemWithTheUsualClient() {
        Held held = bookedOn("2088-06-01");
        FhirContext stu3 = FhirContext.forCached(FhirVersionEnum.DSTU3);
        stu3.getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.NEVER);
        IGenericClient client = stu3.newRestfulGenericClient(desk.base());
        client.registerInterceptor(new BearerTokenAuthInterceptor(desk.token("patient/*.read")));

        Bundle found = client.search()
                .byUrl(desk.base() + "/Patient/701/Appointment?start=ge2088-06-01&start=le2088-06-01")
                .returnBundle(Bundle.class)
                .execute();

        assertThat(found.getEntry()).singleElement().satisfies(entry -> {
            assertThat(entry.getResource()).isInstanceOf(Appointment.class);
            assertThat(entry.getResource().getIdElement().getIdPart()).isEqualTo(held.id());
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "start=ge2088-05-01",
                "start=le2088-05-03",
                "start=2088-05-01&start=2088-05-03",
                "start=ge2088-05-01&start=ge2088-05-03",
                "start=gt2088-05-01&start=lt2088-05-03",
                "start=ge2088-05-03&start=le2088-05-01",
                "start=ge2088-05&start=le2088-06",
                "start=ge2088-05-01T09:00:00Z&start=le2088-05-03",
                "start=ge2088-05-01&start=le2088-05-02&start=le2088-05-03",
                "start=ge2019-05-01&start=le2088-05-03",
                "start=ge2019-05-01&start=le2019-05-03",
                "start:missing=true",
                "start=yesterday&start=le2088-05-03"
            })
    void refusesARangeThatIsNone(String query) {
        for (String path : List.of("Patient/701/Appointment?", "Appointment?patient=701&")) {
            assertThat(code(consumer.get(path + query).is(422))).isEqualTo("INVALID_PARAMETER");
        }
    }

    @Test
    void saysThatThePastIsNotSearched() {
        assertThat(consumer.get("Patient/701/Appointment?start=ge2019-05-01&start=le2088-05-03")
                        .refused(422, "search.value")
                        .issue()
                        .path("diagnostics")
                        .asText())
                .contains("passed");
    }

    @ParameterizedTest
    @CsvSource({
        "Appointment?start=ge2088-05-01&start=le2088-05-03, 422",
        "Appointment?_id=1, 422",
        "Patient/701/Appointment?patient=702&start=ge2088-05-01&start=le2088-05-03, 422",
        "Patient/701/Appointment?status=booked&start=ge2088-05-01&start=le2088-05-03, 400",
        "Patient/701/Appointment?start=ge2088-05-01&start=le2088-05-03&_include=Appointment:patient, 400",
        "Patient/701/Appointment?start=ge2088-05-01&start=le2088-05-03&_sort=-start, 400"
    })
    void searchesOneWayAlone(String query, int status) {
        assertThat(code(consumer.get(query).is(status))).isIn("INVALID_PARAMETER", "BAD_REQUEST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Practitioner/601/Appointment", "Patient/701/Slot", "Patient/701/Observation"})
    void searchesNoOtherCompartment(String path) {
        assertThat(consumer.get(path + "?start=ge2088-05-01&start=le2088-05-03").status())
                .isBetween(400, 499);
    }

    @Test
    void findsFreeSlots() {
        ObjectNode taken = desk.slot(Instant.parse("2087-05-01T09:00:00Z"), "1");
        consumer.post(GpConnectDesk.booking(taken)).is(201);
        ObjectNode free = desk.slot(Instant.parse("2087-05-01T10:00:00Z"), "1");
        desk.slot(Instant.parse("2087-05-02T10:00:00Z"), "1");

        Answer found =
                consumer.get("Slot?start=ge2087-05-01&end=le2087-05-01T23:59:00Z&status=free&_include=Slot:schedule");

        assertThat(ids(found)).containsExactly(free.path("id").asText(), "1");
        consumer.get("Slot?start=2087-05-01&end=le2087-05-02").refused(422, "search.value");
    }

    // Access

    @ParameterizedTest
    @CsvSource({
        "patient/*.read, 200, 403, 403",
        "patient/*.write, 403, 201, 403",
        "organization/*.read, 403, 403, 200",
        "organization/*.write, 403, 403, 403",
        "patient/*.read conf/N, 200, 403, 403",
        "patient/Appointment.read, 403, 403, 403",
        "user/*.read, 403, 403, 403",
        "patient/*.readwrite, 403, 403, 403",
        "conf/N, 403, 403, 403"
    })
    void letsAConsumerDoWhatItAsksForInItsToken(String scope, int read, int book, int slots) {
        Rest asking = desk.consumer(scope);
        Held held = desk.booked();

        assertThat(asking.get(held.address()).status()).isEqualTo(read);
        assertThat(asking.get("Patient/701/Appointment?start=ge2088-05-01&start=le2088-05-03")
                        .status())
                .isEqualTo(read);
        assertThat(asking.post(desk.booking()).status()).isEqualTo(book);
        assertThat(asking.put(held.now().put("comment", "x"), "If-Match", "W/\"1\"")
                        .status())
                .isEqualTo(book == 201 ? 200 : 403);
        assertThat(asking.get("Slot?status=free&start=ge2088-05-01").status()).isEqualTo(slots);
        if (read == 403) {
            assertThat(code(asking.get(held.address()).refused(403, "access.right")))
                    .isEqualTo("ACCESS_DENIED");
        }
    }

    @Test
    void asksForATokenThatIsBelieved() {
        Held held = desk.booked();

        for (String token :
                List.of("", "nonsense", "eyJhbGciOiJub25lIn0.eyJyZXF1ZXN0ZWRfc2NvcGUiOiJwYXRpZW50LyoucmVhZCJ9.")) {
            Answer refused = consumer.with(token).get(held.address()).is(401);
            assertThat(refused.header("WWW-Authenticate")).startsWith("Bearer");
            assertThat(code(refused)).isEqualTo("ACCESS_DENIED");
        }
    }

    @Test
    void letsNoConsumerWriteWhatIsThePractices() {
        ObjectNode slot = desk.slot();

        consumer.put(slot.put("status", "busy-unavailable")).refused(403, "access.right");
        desk.practice().put(slot.put("status", "busy")).refused(422, "slot.held");
        desk.practice().post(desk.booking()).refused(403, "access.right");
    }
}
