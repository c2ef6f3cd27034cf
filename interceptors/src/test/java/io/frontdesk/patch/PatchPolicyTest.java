package io.frontdesk.patch;

import static io.frontdesk.patch.Patches.POLICY;
import static io.frontdesk.patch.Patches.SECTION;
import static io.frontdesk.patch.Patches.compiled;
import static io.frontdesk.patch.Patches.json;
import static io.frontdesk.patch.Patches.patch;
import static io.frontdesk.patch.Patches.rule;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.decision.Refusal;
import io.frontdesk.request.Interaction;
import io.frontdesk.testing.Contracts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatchPolicyTest {

    private static final String STORED = """
        {"resourceType": "Appointment", "status": "booked", "comment": "old", "description": "visit",
         "extension": [{"url": "urn:why", "valueString": "a"}, {"url": "urn:kept", "valueString": "b"}],
         "slot": [{"reference": "Slot/1"}],
         "participant": [
           {"actor": {"reference": "Practitioner/1"}, "status": "accepted"},
           {"actor": {"reference": "https://x.example.org/Patient/2"}, "status": "tentative"}]}
        """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        replace /status "arrived"                                       | ``
        replace /status "booked" ; add /slot [{"reference":"Slot/7"}]   | ``
        add /slot [{"reference":"http://x.org/r4/Slot/7","display":"a"}] ; replace /status "booked" | ``
        replace /slot [{"reference":"Slot/7"}] ; replace /comment "x"   | ``
        remove /description                                             | ``
        replace /patient-status "accepted"                              | ``
        replace /status "booked" ; add /slot [{"reference":"Slot/7"}] ; add /reasonCode [] | ``
        replace /status "booked" ; add /slot [{"reference":"Slot/7"}] ; add /reasonCode [{"text":"a"}] | ``
        replace /status "cancelled" ; add /cancelationReason {"coding":[{"system":"http://reasons.example.org","code":"a"}]} | ``
        replace /status "cancelled" ; add /cancelationReason {"coding":[{"system":"http://a.example.org/b/codes","code":"a"}],"text":"c"} | ``
        replace /status "cancelled" ; add /cancelationReason {"coding":[{"system":"http://reasons.example.org"}]} ; replace /extension [{"url":"urn:why"}] | ``
        replace /slot [{"reference":"Slot/7"}] ; replace /extension [{"url":"urn:why"}] | ``
        replace /slot [{"reference":"Slot/7"}] ; replace /extension [{"url":"urn:why"}] ; add /extension [{"url":"urn:other"}] | ``
        add /contained/0/telecom/0/value "a" ; add /contained/0/telecom/0/period/start "2026-03-09T09:00:00Z" | ``
        add /status "arrived"                                           | patch.not-listed
        remove /status                                                  | patch.not-listed
        test /status "arrived"                                          | patch.not-listed
        move /status "arrived"                                          | patch.not-listed
        REPLACE /status "arrived"                                       | patch.not-listed
        replace status "arrived"                                        | patch.not-listed
        replace /Status "arrived"                                       | patch.not-listed
        replace /status/ "arrived"                                      | patch.not-listed
        replace /slot/0 {"reference":"Slot/7"}                          | patch.not-listed
        replace /participant/1/status "accepted"                        | patch.not-listed
        replace /status "arrived" ; replace /start "2026-03-09T09:00:00Z" | patch.not-listed
        replace /status "noshow"                                        | patch.value
        replace /status "Arrived"                                       | patch.value
        replace /status ["arrived"]                                     | patch.value
        replace /status null                                            | patch.value
        replace /status                                                 | patch.value
        replace /patient-status "declined"                              | patch.value
        replace /slot []                                                | patch.value
        replace /slot {"reference":"Slot/7"}                            | patch.value
        replace /slot [{"reference":"Slot/7"},{"reference":"Slot/8"}]   | patch.value
        replace /slot [{"reference":"Schedule/7"}]                      | patch.value
        replace /slot [{"reference":"Slot/"}]                           | patch.value
        replace /slot [{"reference":"XSlot/7"}]                         | patch.value
        replace /slot [{"display":"Slot/7"}]                            | patch.value
        replace /slot ["Slot/7"]                                        | patch.value
        replace /slot [{"reference":"Slot/7"}] ; replace /comment ""    | patch.value
        replace /slot [{"reference":"Slot/7"}] ; replace /comment " "   | patch.value
        replace /slot [{"reference":"Slot/7"}] ; replace /comment 7     | patch.value
        replace /slot [{"reference":"Slot/7"}] ; replace /comment "12345678901" | patch.value
        replace /slot [{"reference":"Slot/7"}] ; replace /extension [{"url":"urn:other"}] | patch.value
        replace /slot [{"reference":"Slot/7"}] ; replace /extension {"url":"urn:why"} | patch.value
        replace /status "booked" ; add /slot [{"reference":"Slot/7"}] ; add /reasonCode [{"coding":[{"code":"a"}]}] | patch.value
        replace /status "booked" ; add /slot [{"reference":"Slot/7"}] ; add /reasonCode [{"text":""}] | patch.value
        replace /status "booked" ; add /slot [{"reference":"Slot/7"}] ; add /reasonCode [{"text":"a"},{"text":"b"}] | patch.value
        replace /status "cancelled" ; add /cancelationReason {"text":"a"} | patch.value
        replace /status "cancelled" ; add /cancelationReason {"coding":[]} | patch.value
        replace /status "cancelled" ; add /cancelationReason {"coding":[{"code":"a"}]} | patch.value
        replace /status "cancelled" ; add /cancelationReason {"coding":[{"system":"http://a.example.org/b/c/codes"}]} | patch.value
        replace /status "cancelled" ; add /cancelationReason {"coding":[{"system":"http://reasonsXexample.org"}]} | patch.value
        add /contained/0/telecom/0/value "a" ; add /contained/0/telecom/0/period/start "tomorrow" | patch.value
        replace /status "arrived" ; replace /status "cancelled"         | patch.twice
        replace /status "arrived" ; replace /status "arrived"           | patch.twice
        replace /status "noshow" ; replace /status "arrived"            | patch.twice
        replace /slot [{"reference":"Slot/7"}] ; add /slot [{"reference":"Slot/7"}] | patch.twice
        replace /slot [{"reference":"Slot/7"}] ; replace /extension [{"url":"urn:why"}] ; replace /extension [{"url":"urn:why"}] | patch.twice
        replace /status "booked"                                        | patch.company
        replace /status "booked" ; replace /slot [{"reference":"Slot/7"}] | patch.company
        add /slot [{"reference":"Slot/7"}]                              | patch.company
        add /slot [{"reference":"Slot/7"}] ; replace /status "arrived"  | patch.company
        add /reasonCode []                                              | patch.company
        replace /comment "x"                                            | patch.company
        replace /extension [{"url":"urn:why"}]                          | patch.company
        replace /extension [{"url":"urn:why"}] ; replace /status "cancelled" | patch.company
        add /contained/0/telecom/0/value "a"                            | patch.company
        add /contained/0/telecom/0/value "a" ; replace /contained/0/telecom/0/period/start "2026" | patch.company
        """)
    void judgesAPatchByItself(String sent, String rule) {
        assertThat(rule(POLICY.judge(patch(sent)))).isEqualTo(rule);
    }

    @Test
    void takesAPathWithoutItsSlashWhereTheContractSaysSo() {
        PatchPolicy tolerant = compiled("slashless: true\n" + SECTION);
        ObjectNode resource = json(STORED);

        assertThat(rule(tolerant.judge(patch("replace status \"arrived\"")))).isEmpty();
        assertThat(rule(tolerant.judge(patch("replace status \"arrived\" ; replace /status \"cancelled\""))))
                .isEqualTo("patch.twice");
        tolerant.apply(patch("replace status \"arrived\""), resource);
        assertThat(resource.path("status").asText()).isEqualTo("arrived");
    }

    @Test
    void namesOpPathElementAndWhatIsListed() {
        Refusal refusal =
                POLICY.judge(patch("replace /description \"x\"")).refusal().orElseThrow();

        assertThat(refusal.text()).contains("replace /description");
        assertThat(refusal.remedy())
                .startsWith("Leave it out. Listed are: replace /status, add /slot, replace /slot, add /reasonCode, ");
        assertThat(POLICY.judge(patch("replace /status \"noshow\"")).refusal().orElseThrow())
                .satisfies(wrong -> {
                    assertThat(wrong.elements()).containsExactly("Appointment.status");
                    assertThat(wrong.remedy()).isEqualTo("Send one of arrived, cancelled, or one of booked.");
                    assertThat(wrong.text()).doesNotContain("noshow");
                });
        assertThat(POLICY.judge(patch("replace /extension [{\"url\":\"urn:why\"}]"))
                        .refusal()
                        .orElseThrow()
                        .remedy())
                .isEqualTo(
                        "Send it together with replace /status cancelled and add /cancelationReason, or replace /slot.");
    }

    @Test
    void repeatsNothingOfAClientThatIsNoPlainPath() {
        assertThat(POLICY.judge(patch("replace /Jane_Doe,born:1970 1"))
                        .refusal()
                        .orElseThrow()
                        .text())
                .doesNotContain("Jane");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        replace /status "arrived"             | `"status": "booked"` | `"status": "booked"`    | ``
        replace /status "arrived"             | `"status": "booked"` | `"status": "arrived"`   | patch.state
        replace /patient-status "accepted"    | `"status": "booked"` | `"status": "booked"`    | ``
        replace /patient-status "accepted"    | `"status": "booked"` | `"status": "arrived"`   | patch.state
        replace /patient-status "accepted"    | `"tentative"`        | `"accepted"`            | patch.state
        replace /patient-status "accepted"    | `Patient/2`          | `Person/2`              | patch.state
        replace /contained/0/telecom/0/value "a" | `"comment": "old"` | `"comment": "old"`     | patch.state
        replace /contained/0/telecom/0/value "a" | `"comment": "old"` | `"contained": [{"telecom": [{"value": "x"}]}]` | ``
        add /contained/0/telecom/0/value "a"  | `"comment": "old"`   | `"comment": "old"`      | ``
        add /contained/0/telecom/0/value "a"  | `"comment": "old"`   | `"contained": [{"telecom": [{"value": "x"}]}]` | patch.state
        """)
    void judgesAPatchByWhatIsStored(String sent, String from, String to, String rule) {
        assertThat(rule(POLICY.judge(patch(sent), json(STORED.replace(from, to)))))
                .isEqualTo(rule);
    }

    @Test
    void tellsAStateAsTheContractDoes() {
        Refusal refusal = POLICY.judge(
                        patch("add /contained/0/telecom/0/value \"a\""),
                        json("{\"contained\": [{\"telecom\": [{\"value\": \"x\"}]}]}"))
                .refusal()
                .orElseThrow();

        assertThat(refusal.own().status()).contains(409);
        assertThat(refusal.own().issueType()).contains("conflict");
        assertThat(refusal.own().text()).contains("There.");
        assertThat(refusal.elements()).containsExactly("Appointment.contained[0].telecom[0].value");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        replace /status "arrived"                | /status      | "arrived"
        add /slot [{"reference":"Slot/7"}]       | /slot        | [{"reference":"Slot/7"}]
        replace /comment "new"                   | /comment     | "new"
        add /reasonCode [{"text":"a","coding":[{"code":"b"}]}] | /reasonCode | [{"text":"a"}]
        add /cancelationReason {"text":"a","coding":[{"system":"http://reasons.example.org"}]} | /cancelationReason | {"coding":[{"system":"http://reasons.example.org"}]}
        replace /extension [{"url":"urn:why","valueString":"z"}] | /extension | [{"url":"urn:kept","valueString":"b"},{"url":"urn:why","valueString":"z"}]
        replace /patient-status "accepted"       | /participant/1/status | "accepted"
        replace /patient-status "accepted"       | /participant/0/status | "accepted"
        add /contained/0/telecom/0/value "a"     | /contained/0 | {"resourceType":"HealthcareService","id":"a","telecom":[{"system":"url","value":"a"}]}
        """)
    void putsTheValueWhereItGoes(String sent, String place, String expected) {
        ObjectNode resource = json(STORED);

        assertThat(rule(POLICY.apply(patch(sent), resource))).isEmpty();

        assertThat(resource.at(place).toString()).isEqualTo(expected);
    }

    @Test
    void replacesWhatIsNotThere() {
        ObjectNode resource = json(STORED);
        resource.remove("comment");

        POLICY.apply(patch("replace /comment \"new\""), resource);

        assertThat(resource.path("comment").asText()).isEqualTo("new");
    }

    @Test
    void removesByAnEmptyListOrByName() {
        ObjectNode resource = json(STORED);
        resource.putArray("reasonCode").addObject().put("text", "a");

        POLICY.apply(patch("add /reasonCode [] ; remove /description"), resource);

        assertThat(resource.has("reasonCode")).isFalse();
        assertThat(resource.has("description")).isFalse();
    }

    @Test
    void appliesOneValueToSeveralPlaces() {
        ObjectNode resource = json(STORED);

        POLICY.apply(
                patch(
                        "add /contained/0/telecom/0/period/start \"2026-03-09\" ; add /contained/0/telecom/0/value \"a\""),
                resource);

        assertThat(resource.at("/contained/0/telecom/0/period/start").asText()).isEqualTo("2026-03-09");
        assertThat(resource.at("/contained/1/telecom/0/period/start").asText()).isEqualTo("2026-03-09");
        assertThat(resource.at("/contained/1/id").asText()).isEqualTo("b");
    }

    @Test
    void saysWhatElseACallerMustHaveARightTo() {
        assertThat(POLICY.asks(patch("add /contained/0/telecom/0/value \"a\""))).containsExactly(Interaction.READ);
        assertThat(POLICY.asks(patch("replace /status \"arrived\""))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        op: [replace], path: /status, value: {codes: [a]}   | op: [move], path: /status, value: {codes: [a]}      | op[0]: is 'move'; one of add, remove, replace is expected
        op: [replace], path: /status, value: {codes: [a]}   | op: [replace], path: /colour, value: {codes: [a]}   | path: '/colour' is no place in Appointment
        op: [replace], path: /status, value: {codes: [a]}   | op: [replace], path: status, value: {codes: [a]}    | path: 'status' is no place in Appointment
        op: [replace], path: /status, value: {codes: [a]}   | op: [replace], path: /x, to: [/y], value: {codes: [a]} | to[0]: '/y' is no place in Appointment
        op: [replace], path: /status, value: {codes: [a]}   | op: [replace], path: /status                        | value: is missing
        op: [replace], path: /status, value: {codes: [a]}   | op: [remove], path: /status, value: {codes: [a]}    | op: remove brings no value
        op: [replace], path: /status, value: {codes: [a]}   | op: [replace], path: /status, value: {type: Coat}   | value.type: 'Coat' is no type
        op: [replace], path: /status, value: {codes: [a]}   | op: [replace], path: /status, value: {one: [a]}     | value.type: 'code' has no members
        op: [replace], path: /status, value: {codes: [a]}   | op: [add], path: /slot, value: {type: Reference, least: 3, most: 2} | value.least: is more than most
        op: [replace], path: /status, value: {codes: [a]}   | op: [add], path: /slot, value: {type: Reference}, byUrl: true | byUrl: needs a url
        op: [replace], path: /status, value: {codes: [a]}   | op: [replace], path: /status, value: {codes: [a]}, needs: [slot] | needs[0]: 'slot' names no operation
        op: [replace], path: /status, value: {codes: [a]}   | op: [replace], path: /status, value: {codes: [a]}, stored: [{path: x}] | stored[0].path: 'x' is no place
        op: [replace], path: /status, value: {codes: [a]}   | op: [replace], path: /status, value: {codes: [a]}, stored: [{path: /x, code: y}] | stored[0].code: 'y' is no FHIR issue type
        op: [replace], path: /status, value: {codes: [a]}   | op: [replace], path: /status, value: {codes: [a]}, asks: [look] | asks[0]: 'look' is no interaction
        op: [replace], path: /status, value: {codes: [a]}   | op: [replace], path: /participant/0, value: {type: string}}, {op: [add], path: /participant/0/status, value: {codes: [a]} | path: changes what another path changes as well
        """)
    void faultsARowThatCannotBe(String right, String wrong, String fault) {
        String section = "operations: [{%s}]\n".formatted(right).replace(right, wrong);

        assertThat(Contracts.faults(section, yaml -> PatchPolicy.compile(yaml, Contracts.R4, "Appointment")))
                .anyMatch(line -> line.contains(fault));
    }

    @Test
    void faultsATableOfNothingAndWhatIsNoJson() {
        assertThat(Contracts.faults(
                        "operations: []\nmake: {/contained/0: x}",
                        yaml -> PatchPolicy.compile(yaml, Contracts.R4, "Appointment")))
                .anyMatch(line -> line.contains("operations: lists nothing"))
                .anyMatch(line -> line.contains("is no JSON object"));
    }
}
