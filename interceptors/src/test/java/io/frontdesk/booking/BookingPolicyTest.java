package io.frontdesk.booking;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.source.Section;
import io.frontdesk.testing.Contracts;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BookingPolicyTest {

    private static final String OWN = "https://desk.example.org/fhir";
    private static final BookingPolicy POLICY = Contracts.compiled("""
            active: [booked, arrived]
            participants: [accepted, tentative]
            actors:
              - types: [Practitioner, Device]
              - types: [Location]
                capacity: 2
                seats: "extension('urn:example:seats').value"
                before: 5
                after: 10
            """, BookingPolicyTest::compile);

    private static BookingPolicy compile(Section booking) {
        return BookingPolicy.compile(booking, Contracts.R4, "Appointment");
    }

    private static List<Booking> bookings(String json) {
        return POLICY.bookings(Contracts.R4.newJsonParser().parseResource(json), Set.of(OWN));
    }

    private static String appointment(String status, String times, String... participants) {
        return "{\"resourceType\":\"Appointment\",\"status\":\"" + status + "\"," + times + "\"participant\":["
                + String.join(",", participants) + "]}";
    }

    private static String times(String start, String end) {
        return "\"start\":\"" + start + "\",\"end\":\"" + end + "\",";
    }

    private static String actor(String reference) {
        return participant("\"reference\":\"" + reference + "\"", "accepted");
    }

    private static String participant(String actor, String status) {
        return "{\"actor\":{" + actor + "},\"status\":\"" + status + "\"}";
    }

    private static final String AT_NINE = times("2026-03-09T09:00:00Z", "2026-03-09T09:30:00Z");

    private static List<Booking> atNine(String... participants) {
        return bookings(appointment("booked", AT_NINE, participants));
    }

    private static long at(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }

    @Test
    void takesTheTimeOfListedActorsOnly() {
        assertThat(atNine(actor("Patient/1"), actor("Practitioner/2"), actor("HealthcareService/3")))
                .singleElement()
                .isEqualTo(new Booking(
                        "Practitioner/2",
                        "Practitioner",
                        "Appointment.participant[1].actor",
                        new Taken(at("2026-03-09T09:00:00Z"), at("2026-03-09T09:30:00Z"), 1),
                        Booking.NEVER));
    }

    @Test
    void takesBuffersAndRoomByTheRuleOfTheActor() {
        assertThat(atNine(actor("Location/1")))
                .singleElement()
                .extracting(Booking::time)
                .isEqualTo(new Taken(at("2026-03-09T08:55:00Z"), at("2026-03-09T09:40:00Z"), 2));
    }

    @ParameterizedTest
    @CsvSource({"8,8", "1,2", "0,2", "-3,2"})
    void letsAnAppointmentWidenTheRoomButNotNarrowIt(int said, int room) {
        String seats = "\"extension\":[{\"url\":\"urn:example:seats\",\"valueInteger\":" + said + "}],";

        assertThat(bookings(appointment("booked", seats + AT_NINE, actor("Location/1"))))
                .extracting(booking -> booking.time().capacity())
                .containsExactly(room);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Practitioner/2",
                OWN + "/Practitioner/2",
                "Practitioner/2/_history/7",
                OWN + "/Practitioner/2/_history/1"
            })
    void knowsAnActorByEverySpelling(String reference) {
        assertThat(atNine(actor(reference))).extracting(Booking::actor).containsExactly("Practitioner/2");
    }

    @Test
    void tellsActorsOfOtherServersApart() {
        assertThat(atNine(actor("https://a.example.org/Practitioner/2"), actor("https://b.example.org/Practitioner/2")))
                .extracting(Booking::actor)
                .containsExactly("https://a.example.org/Practitioner/2", "https://b.example.org/Practitioner/2");
    }

    @Test
    void knowsAnActorByIdentifierWhereTheReferenceSaysItsType() {
        String number = "\"identifier\":{\"system\":\"urn:a\",\"value\":\"7\"}";

        assertThat(atNine(participant("\"type\":\"Practitioner\"," + number, "accepted")))
                .extracting(Booking::actor)
                .containsExactly("Practitioner?urn:a|7");
        assertThat(atNine(participant(number, "accepted"))).isEmpty();
        assertThat(atNine(participant("\"type\":\"Patient\"," + number, "accepted")))
                .isEmpty();
    }

    @Test
    void countsAnActorOnceAndNoContainedOne() {
        assertThat(atNine(actor("Practitioner/2"), actor(OWN + "/Practitioner/2"), actor("#doctor")))
                .extracting(Booking::element)
                .containsExactly("Appointment.participant[0].actor");
    }

    @ParameterizedTest
    @CsvSource({"accepted,1", "tentative,1", "declined,0", "needs-action,0"})
    void countsTheListedParticipantStatuses(String status, int counted) {
        assertThat(atNine(participant("\"reference\":\"Practitioner/2\"", status)))
                .hasSize(counted);
    }

    @Test
    void countsAllButDeclinedWithoutAList() {
        BookingPolicy policy =
                Contracts.compiled("{active: [booked], actors: [{types: [Practitioner]}]}", BookingPolicyTest::compile);
        String[] all = {"accepted", "tentative", "needs-action", "declined"};
        for (int i = 0; i < all.length; i++) {
            all[i] = participant("\"reference\":\"Practitioner/" + all[i] + "\"", all[i]);
        }

        assertThat(policy.bookings(
                        Contracts.R4.newJsonParser().parseResource(appointment("booked", AT_NINE, all)), Set.of()))
                .extracting(Booking::actor)
                .containsExactly("Practitioner/accepted", "Practitioner/tentative", "Practitioner/needs-action");
    }

    @ParameterizedTest
    @CsvSource({"booked,1", "arrived,1", "cancelled,0", "entered-in-error,0", "noshow,0", "pending,0", "fulfilled,0"})
    void countsTheActiveStatuses(String status, int counted) {
        assertThat(bookings(appointment(status, AT_NINE, actor("Practitioner/2"))))
                .hasSize(counted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"start\":\"2026-03-09T09:00:00Z\",",
                "\"end\":\"2026-03-09T09:00:00Z\",",
                "\"minutesDuration\":30,",
                "\"start\":\"2026-03-09T09:00:00Z\",\"end\":\"2026-03-09T09:00:00Z\",",
                "\"start\":\"2026-03-09T09:00:00Z\",\"end\":\"2026-03-09T08:00:00Z\","
            })
    void takesNothingWithoutALength(String times) {
        assertThat(bookings(appointment("booked", times, actor("Practitioner/2"), actor("Location/1"))))
                .isEmpty();
    }

    @Test
    void takesTheDurationWhereThereIsNoEnd() {
        String times = "\"start\":\"2026-03-09T10:00:00+01:00\",\"minutesDuration\":45,";

        assertThat(bookings(appointment("booked", times, actor("Practitioner/2"))))
                .extracting(Booking::time)
                .containsExactly(new Taken(at("2026-03-09T09:00:00Z"), at("2026-03-09T09:45:00Z"), 1));
    }

    /** In Copenhagen the hour from two to three comes twice on 25 October 2026, and not at all on 29 March. */
    @ParameterizedTest
    @CsvSource({
        "2026-10-25T02:00:00+02:00, 2026-10-25T02:30:00+02:00, 2026-10-25T02:00:00+01:00, 2026-10-25T02:30:00+01:00, true",
        "2026-10-25T02:30:00+02:00, 2026-10-25T02:00:00+01:00, 2026-10-25T01:00:00Z,      2026-10-25T01:30:00Z,      true",
        "2026-10-25T02:30:00+02:00, 2026-10-25T02:15:00+01:00, 2026-10-25T01:00:00Z,      2026-10-25T01:30:00Z,      false",
        "2026-03-29T01:30:00+01:00, 2026-03-29T03:00:00+02:00, 2026-03-29T03:00:00+02:00, 2026-03-29T03:30:00+02:00, true",
        "2026-03-29T01:30:00+01:00, 2026-03-29T03:30:00+02:00, 2026-03-29T01:00:00Z,      2026-03-29T01:30:00Z,      false",
        "2026-03-09T23:30:00-05:00, 2026-03-10T00:30:00-05:00, 2026-03-10T05:00:00+00:00, 2026-03-10T06:00:00+00:00, false",
        "2026-03-09T23:30:00-05:00, 2026-03-10T00:30:00-05:00, 2026-03-10T11:00:00+05:30, 2026-03-10T12:00:00+05:30, true",
    })
    void comparesInstantsWhateverTheirZones(
            String start, String end, String otherStart, String otherEnd, boolean fits) {
        Taken one = bookings(appointment("booked", times(start, end), actor("Practitioner/2")))
                .get(0)
                .time();
        Taken other = bookings(appointment("booked", times(otherStart, otherEnd), actor("Practitioner/2")))
                .get(0)
                .time();

        assertThat(one.fitsBeside(List.of(other))).isEqualTo(fits);
        assertThat(other.fitsBeside(List.of(one))).isEqualTo(fits);
    }

    @Test
    void leavesOtherTypesAlone() {
        assertThat(bookings("{\"resourceType\":\"AppointmentResponse\",\"participantStatus\":\"accepted\"}"))
                .isEmpty();
    }

    @Test
    void understandsStu3() {
        BookingPolicy policy = Contracts.compiled(
                "{active: [booked], actors: [{types: [Practitioner]}]}",
                section -> BookingPolicy.compile(section, Contracts.DSTU3, "Appointment"));

        assertThat(policy.bookings(
                        Contracts.DSTU3
                                .newJsonParser()
                                .parseResource(appointment(
                                        "booked",
                                        AT_NINE,
                                        actor("Practitioner/2"),
                                        participant("\"identifier\":{\"value\":\"7\"}", "accepted"))),
                        Set.of()))
                .extracting(Booking::actor)
                .containsExactly("Practitioner/2");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        {active: [bookd], actors: [{types: [Device]}]}             => contract.yaml:1: active[0]: 'bookd' is no status of this FHIR version; one of
        {active: [booked], participants: [no], actors: [{types: [Device]}]} => contract.yaml:1: participants[0]: 'no' is no status of this FHIR version; one of accepted, declined, needs-action, tentative
        {active: [booked], actors: []}                             => contract.yaml:1: actors: names nobody whose time is taken; a rule with types such as Practitioner
        {active: [booked], actors: [{types: [Doctor]}]}            => contract.yaml:1: actors[0].types[0]: 'Doctor' is no resource type; such as Practitioner
        {active: [booked], actors: [{types: [Device]}, {types: [Device]}]} => contract.yaml:1: actors[1].types[0]: 'Device' stands in two rules; list it once
        {active: [booked], actors: [{types: [Device], capacity: 0}]} => contract.yaml:1: actors[0].capacity:
        {active: [booked], actors: [{types: [Device], after: -1}]} => contract.yaml:1: actors[0].after:
        {active: [booked], actors: [{types: [Device], seats: chairs}]} => contract.yaml:1: actors[0].seats:
        {active: [booked], actors: [{types: [Device], room: 1}]}   => contract.yaml:1: actors[0].room:
        """)
    void faultsWhatItCannotKeep(String yaml, String fault) {
        assertThat(Contracts.faults(yaml, BookingPolicyTest::compile)).anyMatch(one -> one.startsWith(fault));
    }
}
