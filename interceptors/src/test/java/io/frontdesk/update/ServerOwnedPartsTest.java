package io.frontdesk.update;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.decision.Decision;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.Requested;
import io.frontdesk.write.Write;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.hl7.fhir.dstu3.model.Appointment;
import org.hl7.fhir.dstu3.model.Extension;
import org.hl7.fhir.dstu3.model.Identifier;
import org.hl7.fhir.dstu3.model.StringType;
import org.hl7.fhir.dstu3.model.UriType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerOwnedPartsTest {

    private static final FhirContext DSTU3 = Contracts.DSTU3;
    private static final String ROOM = "http://example.org/room";
    private static final String PIN = "http://example.org/pin";
    private static final String KEPT = "http://example.org/kept";
    private static final String VIDEO = "http://example.org/video";
    private static final String SYSTEM = "http://example.org/room-id";
    private static final String SOURCE = "http://example.org/source";

    private static final String SECTION = """
        serverOwned:
        - extension: http://example.org/room
          make: {profile: "http://example.org/video", type: uri, value: "https://example.org/{uuid}"}
        - extension: http://example.org/pin
          make: {type: string, value: "{pin}"}
        - extension: http://example.org/kept
        - identifier: http://example.org/room-id
        - metaExtension: http://example.org/source
        """;

    private final ServerOwnedParts parts = compiled(SECTION);

    private static ServerOwnedParts compiled(String yaml) {
        return Contracts.compiled(
                yaml, section -> ServerOwnedParts.compile(section, DSTU3, new Random(7), Set.of("Appointment")));
    }

    private static Appointment video() {
        var appointment = new Appointment();
        appointment.getMeta().addProfile(VIDEO);
        return appointment;
    }

    private static List<String> values(Appointment appointment, String url) {
        return appointment.getExtensionsByUrl(url).stream()
                .map(extension -> extension.getValue().primitiveValue())
                .toList();
    }

    private static Extension extension(String url, String value) {
        return new Extension(url, new StringType(value));
    }

    private static Identifier identifier(String value) {
        return new Identifier().setSystem(SYSTEM).setValue(value);
    }

    private static Decision judged(ServerOwnedParts parts, Write write) {
        return parts.beforeWrite(write);
    }

    @Test
    void makesPartsOfANewAppointmentByItsProfile() {
        Appointment video = video();
        var plain = new Appointment();

        judged(parts, Requested.create(video));
        judged(parts, Requested.create(plain));

        assertThat(values(video, ROOM)).singleElement().asString().matches("https://example.org/[0-9a-f-]{36}");
        assertThat(video.getExtensionsByUrl(ROOM).get(0).getValue()).isInstanceOf(UriType.class);
        assertThat(values(video, PIN)).singleElement().asString().matches("\\d{4}");
        assertThat(values(plain, ROOM)).isEmpty();
        assertThat(values(plain, PIN)).hasSize(1);
        assertThat(values(video, KEPT)).isEmpty();
    }

    @Test
    void ignoresWhatAClientSendsInANewAppointment() {
        Appointment video = video();
        List.of(ROOM, PIN, PIN, KEPT).forEach(url -> video.addExtension(extension(url, "mine")));
        video.addExtension(extension("http://example.org/other", "mine"));

        judged(parts, Requested.create(video));

        assertThat(values(video, ROOM)).hasSize(1).doesNotContain("mine");
        assertThat(values(video, PIN)).hasSize(1).doesNotContain("mine");
        assertThat(values(video, KEPT)).isEmpty();
        assertThat(values(video, "http://example.org/other")).containsExactly("mine");
    }

    @Test
    void keepsTheStoredPartsWhateverAClientSends() {
        Appointment stored = video();
        stored.addExtension(extension(ROOM, "made"));
        stored.addExtension(extension(KEPT, "one"));
        stored.addExtension(extension(KEPT, "two"));
        Appointment changed = video();
        changed.addExtension(extension(ROOM, "mine"));
        changed.addExtension(extension(PIN, "1234"));
        Appointment omitted = video();

        judged(parts, Requested.update(stored, changed));
        judged(parts, Requested.update(stored, omitted));

        for (Appointment proposed : List.of(changed, omitted)) {
            assertThat(values(proposed, ROOM)).containsExactly("made");
            assertThat(values(proposed, PIN)).isEmpty();
            assertThat(values(proposed, KEPT)).containsExactly("one", "two");
        }
    }

    @Test
    void keepsPartsThatAreMadeOfParts() {
        var stored = new Appointment();
        var kept = new Extension(KEPT);
        kept.setId("k");
        kept.addExtension(extension("inner", "made"));
        stored.addExtension(kept);
        var proposed = new Appointment();

        judged(parts, Requested.update(stored, proposed));

        assertThat(proposed.getExtensionsByUrl(KEPT)).singleElement().satisfies(extension -> {
            assertThat(extension.getExtensionsByUrl("inner")).hasSize(1);
            assertThat(extension.getId()).isEqualTo("k");
        });
    }

    @Test
    void leavesTheServersOwnWritesAndOtherTypesAlone() {
        Appointment stored = video();
        stored.addExtension(extension(ROOM, "old"));
        Appointment proposed = video();
        proposed.addExtension(extension(ROOM, "new"));
        proposed.addIdentifier(identifier("r1"));
        var patient = new org.hl7.fhir.dstu3.model.Patient();
        patient.addExtension(extension(ROOM, "mine"));

        assertThat(judged(parts, Requested.internal(stored, proposed)).refusal())
                .isEmpty();
        assertThat(judged(parts, Requested.create(patient)).refusal()).isEmpty();

        assertThat(values(proposed, ROOM)).containsExactly("new");
        assertThat(patient.getExtensionsByUrl(ROOM)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
        -   | -   | ``
        -   | r1  | update.server-owned
        r1  | r1  | ``
        r1  | -   | ``
        r1  | r2  | update.server-owned
        r1  | R1  | update.server-owned
        """)
    void refusesIdentifiersThatAClientMakesUp(String kept, String sent, String rule) {
        var stored = new Appointment();
        var proposed = new Appointment();
        proposed.addIdentifier(
                new Identifier().setSystem("http://example.org/else").setValue("x"));
        if (kept != null) {
            stored.addIdentifier(identifier(kept));
        }
        if (sent != null) {
            proposed.addIdentifier(identifier(sent));
        }

        Decision decision = judged(parts, Requested.update(stored, proposed));

        assertThat(decision.refusal().map(refusal -> refusal.rule().id()).orElse(""))
                .isEqualTo(rule);
        if (decision instanceof Decision.Permit && kept != null) {
            assertThat(proposed.getIdentifier())
                    .extracting(Identifier::getValue)
                    .containsExactly("x", kept);
        }
    }

    @Test
    void refusesAnIdentifierBesideTheKeptOneAndOneInANewAppointment() {
        var stored = new Appointment();
        stored.addIdentifier(identifier("r1"));
        var more = new Appointment();
        more.addIdentifier(identifier("r1"));
        more.addIdentifier(identifier("r2"));
        var created = new Appointment();
        created.addIdentifier(identifier("r1"));
        var empty = new Appointment();
        empty.addIdentifier(new Identifier().setSystem(SYSTEM));

        assertThat(judged(parts, Requested.update(stored, more)).refusal()).isPresent();
        assertThat(judged(parts, Requested.create(created)).refusal()).isPresent();
        assertThat(judged(parts, Requested.create(empty)).refusal()).isPresent();
    }

    @Test
    void takesNoOwnedExtensionOfMetaFromAClient() {
        var created = new Appointment();
        created.getMeta().addExtension(extension(SOURCE, "mine"));
        created.getMeta().addExtension(extension("http://example.org/other", "mine"));

        judged(parts, Requested.create(created));

        assertThat(created.getMeta().getExtension())
                .extracting(Extension::getUrl)
                .containsExactly("http://example.org/other");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
        - {extension: a, identifier: b}                         | contract.yaml:2: serverOwned[0]: names 2 parts; exactly one of extension, identifier, metaExtension
        - {make: {type: uri, value: x}}                         | contract.yaml:2: serverOwned[0]: names 0 parts; exactly one of extension, identifier, metaExtension
        - {identifier: b, make: {type: uri, value: x}}          | contract.yaml:2: serverOwned[0].make: only an extension can be made; leave it out
        - {extension: a, make: {type: Reference, value: x}}     | contract.yaml:2: serverOwned[0].make.type: 'Reference' is no primitive type; a FHIR primitive type such as uri or string
        - {extension: a, make: {type: nonsense, value: x}}      | contract.yaml:2: serverOwned[0].make.type: 'nonsense' is no primitive type; a FHIR primitive type such as uri or string
        - {extension: a, make: {type: uri}}                     | contract.yaml:2: serverOwned[0].make.value: is missing; a text is expected
        - {extensions: a}                                       | contract.yaml:2: serverOwned[0].extensions: unknown key 'extensions'; did you mean 'extension'? known here: extension, identifier, metaExtension, make
        """)
    void faultsAPartThatIsWrong(String part, String fault) {
        assertThat(Contracts.faults(
                        "serverOwned:\n" + part,
                        section -> ServerOwnedParts.compile(section, DSTU3, new Random(7), Set.of("Appointment"))))
                .contains(fault);
    }
}
