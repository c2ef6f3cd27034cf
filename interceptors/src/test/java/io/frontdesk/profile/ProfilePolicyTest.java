package io.frontdesk.profile;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.source.Fault;
import io.frontdesk.source.Faults;
import io.frontdesk.source.Sections;
import io.frontdesk.source.SourceFolder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfilePolicyTest {

    private static final FhirContext DSTU3 = FhirContext.forDstu3Cached();
    private static final Definitions DEFINITIONS =
            Definitions.read(SourceFolder.builtIn("ehealth-dk"), DSTU3, new Faults());
    private static final String BASE = "http://ehealth.sundhed.dk/fhir/StructureDefinition/ehealth-";

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        mode: on|apply: [{}]                                  => c:1: mode: is 'on'; one of enforce, off, warn is expected
        apply: [{}]                                           => c:1: mode: is missing; one of enforce, off, warn is expected
        mode: warn                                            => c:1: apply: has no line for everything else; end it with a line without 'claims'
        mode: warn|apply: [{claims: $appointment}]            => c:2: apply: has no line for everything else; end it with a line without 'claims'
        mode: warn|apply: [{valid: [x]}]                      => c:2: apply[0].valid: unknown key 'valid'; did you mean 'validate'? known here: claims, validate, store
        mode: warn|apply: [{}]|apples: 1                      => c:3: apples: unknown key 'apples'; did you mean 'apply'? known here: mode, unknown, aliases, apply
        mode: warn|unknown: drop|apply: [{}]                  => c:2: unknown: is 'drop'; one of ignore, refuse is expected
        mode: warn|aliases: {x: y}|apply: [{}]                => c:2: aliases.x: no definition has the URL 'y' and constrains Appointment; profiles here are $appointment, $videoappointment
        mode: warn|apply:|- validate: [$none]                 => c:3: apply[0].validate[0]: no definition has the URL '$none' and constrains Appointment; profiles here are $appointment, $videoappointment
        mode: warn|apply:|- store:|  - $appointment|  - $pin-code => c:5: apply[0].store[1]: no definition has the URL '$pin-code' and constrains Appointment; profiles here are $appointment, $videoappointment
        mode: warn|apply:|- claims: x|- {}                    => c:3: apply[0].claims: no definition has the URL 'x' and constrains Appointment; profiles here are $appointment, $videoappointment
        mode: warn|apply:|- {}|- claims: $appointment|- {}    => c:4: apply[1]: is never reached; put it before the line without 'claims'
        mode: warn|apply:|- claims: $appointment|- claims: $appointment|- {} => c:4: apply[1].claims: is the claim of an earlier line too; give each claim one line
        mode: warn|apply:|- claims: $appointment|- store: [$appointment] => c:4: apply[1].store: would put the stored appointment under another line; label it so that this line is chosen again
        """)
    void faultsWhatCannotBeMeant(String yaml, String fault) {
        var faults = new Faults();

        ProfilePolicy.compile(
                Sections.parse("c", yaml.replace('|', '\n').replace("$", BASE), faults)
                        .orElseThrow(),
                DEFINITIONS,
                DSTU3);

        assertThat(faults.sorted()).extracting(Fault::toString).contains(fault.replace("$", BASE));
    }

    private static String judged(String yaml, String claim) {
        var faults = new Faults();
        ProfilePolicy policy = ProfilePolicy.compile(
                Sections.parse("c", yaml.replace("$", BASE), faults).orElseThrow(), DEFINITIONS, DSTU3);
        assertThat(faults.sorted()).isEmpty();
        var appointment = new org.hl7.fhir.dstu3.model.Appointment();
        appointment.getMeta().addProfile(claim.replace("$", BASE));
        return policy.label(appointment)
                .refusal()
                .map(refusal -> refusal.rule().id())
                .orElseGet(() ->
                        appointment.getMeta().getProfile().get(0).getValue().replace(BASE, "$"));
    }

    @ParameterizedTest
    @CsvSource({
        "refuse, http://example.org/p,        profile.unknown",
        "ignore, http://example.org/p,        $appointment",
        "refuse, http://example.org/alias,    $videoappointment",
        "refuse, http://example.org/alias|2,  $videoappointment",
        "refuse, $videoappointment,           $videoappointment",
        "ignore, $videoappointment,           $videoappointment"
    })
    void readsAClaimAsTheContractSays(String unknown, String claim, String label) {
        assertThat(judged("""
                mode: enforce
                unknown: %s
                aliases: {"http://example.org/alias": $videoappointment}
                apply:
                - {claims: $videoappointment, store: [$videoappointment]}
                - {store: [$appointment]}
                """.formatted(unknown), claim)).isEqualTo(label);
    }
}
