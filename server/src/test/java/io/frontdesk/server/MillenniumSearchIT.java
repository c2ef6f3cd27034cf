package io.frontdesk.server;

import static io.frontdesk.server.MillenniumDesk.LATER;
import static io.frontdesk.server.MillenniumDesk.SEED;
import static io.frontdesk.server.MillenniumDesk.example;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.server.MillenniumDesk.Held;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How appointments are searched for on the Millennium endpoints of both eras. */
@ExtendWith(MillenniumServer.class)
class MillenniumSearchIT {

    private static final String MARCH = "&date=ge2026-03-09T00:00:00Z&date=lt2026-03-10T00:00:00Z";

    private final MillenniumDesk desk;

    MillenniumSearchIT(MillenniumDesk desk) {
        this.desk = desk;
    }

    private static List<String> ids(Answer answer) {
        List<String> ids = new ArrayList<>();
        for (JsonNode entry : answer.is(200).json().path("entry")) {
            ids.add(entry.at("/resource/id").asText());
        }
        return ids;
    }

    private Held booked(String contract, String patient) {
        // HAPI finds by references to what is stored.
        desk.hospital(contract)
                .send(
                        "PUT",
                        "Patient/" + patient,
                        "{\"resourceType\":\"Patient\",\"id\":\"" + patient + "\"}",
                        "Content-Type",
                        "application/fhir+json")
                .is(201);
        ObjectNode booking = desk.booking(contract);
        ((ObjectNode) booking.at("/participant/0/actor")).put("reference", "Patient/" + patient);
        return desk.held(contract, desk.provider(contract).post(booking).is(201));
    }

    @ParameterizedTest
    @ValueSource(strings = {SEED, LATER})
    void findsByOneKeyAndDate(String contract) {
        String patient = UUID.randomUUID().toString();
        Held held = booked(contract, patient);
        Held other = desk.booked(contract);
        Rest provider = desk.provider(contract);

        assertThat(ids(provider.get("Appointment?patient=" + patient + MARCH))).containsExactly(held.id());
        assertThat(ids(provider.get("Appointment?patient=" + patient + ",absent" + MARCH)))
                .containsExactly(held.id());
        assertThat(ids(provider.get("Appointment?patient=" + patient + "&date=ge2026-04-01T00:00:00Z")))
                .isEmpty();
        assertThat(ids(provider.get("Appointment?_id=" + held.id()))).containsExactly(held.id());
        assertThat(ids(provider.get("Appointment?_id=" + held.id() + "," + other.id())))
                .containsExactlyInAnyOrder(held.id(), other.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {SEED, LATER})
    void findsByStatusButNoProposalByDate(String contract) {
        String patient = UUID.randomUUID().toString();
        Held held = booked(contract, patient);
        ObjectNode proposal = example(contract, "valid/create-proposed");
        ((ObjectNode) proposal.at("/participant/0/actor")).put("reference", "Patient/" + patient);
        proposal.put("start", "2026-03-09T09:00:00Z").put("end", "2026-03-09T09:30:00Z");
        Rest provider = desk.provider(contract);
        Held proposed = desk.held(contract, provider.post(proposal).is(201));

        assertThat(ids(provider.get("Appointment?patient=" + patient + MARCH))).containsExactly(held.id());
        assertThat(ids(provider.get("Appointment?patient=" + patient + "&status=booked,arrived" + MARCH)))
                .containsExactly(held.id());
        assertThat(ids(provider.get("Appointment?patient=" + patient + "&status=cancelled" + MARCH)))
                .isEmpty();
        assertThat(ids(provider.get("Appointment?_id=" + proposed.id()))).containsExactly(proposed.id());
    }

    @ParameterizedTest
    @CsvSource({
        "date=ge2026-03-09T09:15:00Z&date=lt2026-03-09T10:00:00Z, true",
        "date=ge2026-03-09T08:00:00Z&date=lt2026-03-09T09:15:00Z, true",
        "date=ge2026-03-09T08:00:00Z&date=lt2026-03-09T08:30:00Z, false",
        "date=ge2026-03-09T09:45:00Z&date=lt2026-03-09T10:00:00Z, false",
        "date=gt2026-03-09T09:15:00Z, true",
        "date=gt2026-03-09T09:30:00Z, false"
    })
    void findsWhatStartsOrEndsInTheRange(String date, boolean found) {
        for (String contract : List.of(SEED, LATER)) {
            String patient = UUID.randomUUID().toString();
            String id = booked(contract, patient).id();

            assertThat(ids(desk.provider(contract).get("Appointment?patient=" + patient + "&" + date)))
                    .isEqualTo(found ? List.of(id) : List.of());
        }
    }

    @Test
    void findsProposalsByTheTimeThatTheyAskFor() {
        String patient = UUID.randomUUID().toString();
        Held held = booked(LATER, patient);
        ObjectNode proposal = example(LATER, "valid/create-proposed");
        ((ObjectNode) proposal.at("/participant/0/actor")).put("reference", "Patient/" + patient);
        Rest provider = desk.provider(LATER);
        Held proposed = desk.held(LATER, provider.post(proposal).is(201));
        String asked = proposal.at("/requestedPeriod/0/start").asText();

        assertThat(ids(provider.get("Appointment?patient=" + patient + MARCH.replace("date", "-date-or-req-period"))))
                .contains(held.id());
        assertThat(ids(provider.get("Appointment?patient=" + patient + "&-date-or-req-period=ge" + asked)))
                .contains(proposed.id());
        desk.provider(SEED)
                .get("Appointment?patient=" + patient + MARCH.replace("date", "-date-or-req-period"))
                .is(400);
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "status=booked",
        "patient=1",
        "practitioner=1",
        "location=1",
        "date=ge2026-03-09T00:00:00Z",
        "patient=1&location=1&date=ge2026-03-09T00:00:00Z",
        "patient=1&patient=2&date=ge2026-03-09T00:00:00Z",
        "_id=1&patient=1&date=ge2026-03-09T00:00:00Z",
        "_id=1&_id=2",
        "identifier=1",
        "slot=Slot/1",
    })
    void tellsInPlainTextThatNothingIsUsable(String query) {
        for (String contract : List.of(SEED, LATER)) {
            Answer answer = desk.provider(contract).get("Appointment?" + query).is(400);

            assertThat(answer.header("Content-Type")).startsWith("text/plain");
            assertThat(answer.text().strip()).isEqualTo("no supported search parameters provided");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "date=2026-03-09T00:00:00Z",
                "date=ge2026-03-09",
                "date=ge2026-03-09T00:00:00Z&date=ge2026-03-10T00:00:00Z",
                "date=le2026-03-09T00:00:00Z&date=gt2026-03-10T00:00:00Z",
                "date=ge2026-03-09T00:00:00Z&date=lt2026-03-10T00:00:00Z&date=lt2026-03-11T00:00:00Z"
            })
    void demandsPrefixAndTime(String date) {
        desk.provider(SEED).get("Appointment?patient=1&" + date).is(400);
        desk.provider(LATER).get("Appointment?patient=1&" + date).is(400);
    }
}
