package io.frontdesk.update;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.decision.Decision;
import io.frontdesk.request.Interaction;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.Requested;
import io.frontdesk.write.Write;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.hl7.fhir.dstu3.model.Appointment;
import org.hl7.fhir.dstu3.model.Extension;
import org.hl7.fhir.dstu3.model.Identifier;
import org.hl7.fhir.dstu3.model.Reference;
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
    void makesAPartAnewByEachChange() {
        ServerOwnedParts anew = compiled("""
                serverOwned:
                - extension: http://example.org/pin
                  make: {on: [create, update], type: string, value: "{claim:sub}"}
                """);
        Appointment stored = video();
        stored.addExtension(extension(PIN, "made by another"));
        Appointment known = video();
        Appointment unknown = video();

        judged(anew, Requested.update(stored, known, Map.of("sub", "me")));
        judged(anew, Requested.update(stored, unknown));

        assertThat(values(known, PIN)).containsExactly("me");
        assertThat(values(unknown, PIN)).containsExactly("made by another");
    }

    @Test
    void faultsPartsThatAreMadeByChangesAlone() {
        assertThat(Contracts.faults(
                        """
                serverOwned:
                - {extension: "http://example.org/pin", make: {on: [update], type: string, value: x}}
                """, section -> ServerOwnedParts.compile(section, DSTU3, new Random(7), Set.of("Appointment"))))
                .singleElement()
                .asString()
                .contains("make.on", "[create, update]");
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

    private static org.hl7.fhir.r4.model.Appointment linked(String... references) {
        var appointment = new org.hl7.fhir.r4.model.Appointment();
        for (String reference : references) {
            appointment.addSupportingInformation().setReference(reference);
        }
        return appointment;
    }

    private static List<String> links(org.hl7.fhir.r4.model.Appointment appointment) {
        return appointment.getSupportingInformation().stream()
                .map(reference -> reference.getReference())
                .toList();
    }

    @Test
    void keepsReferencesThatBelongToTheServer() {
        ServerOwnedParts owned = Contracts.compiled(
                "serverOwned: [{references: supportingInformation, to: [Appointment, Encounter],"
                        + " writers: {claim: app, is: screens}}]",
                section -> ServerOwnedParts.compile(section, Contracts.R4, new Random(7), Set.of("Appointment")));
        var stored = linked("Location/1", "Encounter/1");
        var sent = linked("Appointment/2", "Location/2", "https://other.example.org/Encounter/3");
        sent.addSupportingInformation().setType("Encounter").setDisplay("mine");
        var created = linked("Encounter/4", "Location/1");
        var bySystem = linked("Encounter/5", "Location/1");
        var internal = linked("Encounter/6");

        judged(owned, Requested.update(stored, sent));
        judged(owned, Requested.create(created));
        judged(owned, Write.create(Optional.of(Requested.of(Interaction.CREATE, Map.of("app", "screens"))), bySystem));
        judged(owned, Requested.internal(stored, internal));

        assertThat(links(sent)).containsExactly("Location/2", "Encounter/1");
        assertThat(links(created)).containsExactly("Location/1");
        assertThat(links(bySystem)).containsExactly("Encounter/5", "Location/1");
        assertThat(links(internal)).containsExactly("Encounter/6");
    }

    @Test
    void faultsReferencesThatAreNone() {
        assertThat(Contracts.faults(
                        "serverOwned: [{references: participant, to: [Nothing]}]",
                        section ->
                                ServerOwnedParts.compile(section, Contracts.R4, new Random(7), Set.of("Appointment"))))
                .containsExactlyInAnyOrder(
                        "contract.yaml:1: serverOwned[0].references: 'participant' holds no references; a list such as"
                                + " supportingInformation",
                        "contract.yaml:1: serverOwned[0].to[0]: 'Nothing' is no resource type; a type such as Encounter");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
        - {extension: a, identifier: b}                         | contract.yaml:2: serverOwned[0]: names 2 parts; exactly one of extension, identifier, references, metaExtension, metaElement
        - {make: {type: uri, value: x}}                         | contract.yaml:2: serverOwned[0]: names 0 parts; exactly one of extension, identifier, references, metaExtension, metaElement
        - {identifier: b, make: {type: uri, value: x}}          | contract.yaml:2: serverOwned[0].make.type: unknown key 'type'; known here: profiles, profile, value
        - {metaExtension: b, make: {type: uri, value: x}}       | contract.yaml:2: serverOwned[0]: nothing of meta is made or refused; leave out make, client and text
        - {metaElement: source}                                 | contract.yaml:2: serverOwned[0].metaElement: 'source' is no single element of meta; an element such as source (R4)
        - {extension: a, make: {type: Period, value: x}}        | contract.yaml:2: serverOwned[0].make.type: 'Period' is no primitive type; a FHIR primitive type such as uri or string, or Reference
        - {extension: a, make: {type: nonsense, value: x}}      | contract.yaml:2: serverOwned[0].make.type: 'nonsense' is no primitive type; a FHIR primitive type such as uri or string, or Reference
        - {extension: a, make: {type: uri}}                     | contract.yaml:2: serverOwned[0].make.value: is missing; a text is expected
        - {extension: a, make: {type: uri, value: "{id}"}}      | contract.yaml:2: serverOwned[0].make.value: nothing is known to fill in for '{id}'; one of {uuid}, {pin}, {claim:path.of.a.claim}
        - {extension: a, client: kept}                          | contract.yaml:2: serverOwned[0].client: is 'kept'; one of ignored, refused is expected
        - {extension: a, text: No}                              | contract.yaml:2: serverOwned[0].text: nothing is refused here; client: refused, or leave out text
        - {extensions: a}                                       | contract.yaml:2: serverOwned[0].extensions: unknown key 'extensions'; did you mean 'extension'?
        """)
    void faultsAPartThatIsWrong(String part, String fault) {
        assertThat(Contracts.faults(
                        "serverOwned:\n" + part,
                        section -> ServerOwnedParts.compile(section, DSTU3, new Random(7), Set.of("Appointment"))))
                .anyMatch(line -> line.startsWith(fault));
    }

    private static final String CREATOR = "http://example.org/creator";

    private static final String REFUSING = """
        serverOwned:
        - extension: http://example.org/creator
          make: {profiles: ["http://example.org/group", "http://example.org/video"], type: Reference, value: "{claim:context.team}"}
          client: refused
          text: "Manipulation of creator not allowed"
        - identifier: http://example.org/room-id
          make: {value: "{uuid}"}
          text: "Manipulation of rooms not allowed"
        - identifier: http://example.org/ignored
          client: ignored
        """;

    private static Appointment createdBy(String... sent) {
        Appointment appointment = video();
        for (String reference : sent) {
            appointment.addExtension(new Extension(CREATOR, new Reference(reference)));
        }
        return appointment;
    }

    private static Write create(String team, Appointment proposed) {
        Map<String, ?> claims = team == null ? Map.of() : Map.of("context", Map.of("team", team));
        return Write.create(Optional.of(Requested.of(Interaction.CREATE, claims)), proposed);
    }

    private static List<String> creators(Appointment appointment) {
        return appointment.getExtensionsByUrl(CREATOR).stream()
                .map(extension -> ((Reference) extension.getValue()).getReference())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
        https://org.example.org/CareTeam/1, -,                                    https://org.example.org/CareTeam/1
        https://org.example.org/CareTeam/1, https://org.example.org/CareTeam/1,   https://org.example.org/CareTeam/1
        https://org.example.org/CareTeam/1, https://org.example.org/CareTeam/2,   -
        https://desk.example.org/fhir/CareTeam/1, CareTeam/1,                     CareTeam/1
        -,                                  CareTeam/1,                           -
        """)
    void makesAPartOfAClaimAndRefusesAnotherValue(String team, String sent, String stored) {
        Appointment proposed = createdBy(sent == null ? new String[0] : new String[] {sent});

        Decision decision = judged(compiled(REFUSING), create(team, proposed));

        if (stored == null) {
            assertThat(decision.refusal()).hasValueSatisfying(refusal -> {
                assertThat(refusal.rule().id()).isEqualTo("update.server-owned");
                assertThat(refusal.own().text()).contains("Manipulation of creator not allowed");
                assertThat(refusal.elements()).containsExactly("Appointment.extension");
            });
        } else {
            assertThat(decision).isInstanceOf(Decision.Permit.class);
            assertThat(creators(proposed)).containsExactly(stored);
        }
    }

    @Test
    void makesNothingWithoutTheClaimOrTheProfile() {
        Appointment unclaimed = createdBy();
        unclaimed.getMeta().getProfile().clear();
        Appointment nobody = createdBy();

        judged(compiled(REFUSING), create("CareTeam/1", unclaimed));
        judged(compiled(REFUSING), create(null, nobody));

        assertThat(creators(unclaimed)).isEmpty();
        assertThat(creators(nobody)).isEmpty();
    }

    @Test
    void keepsARefusingPartAndRefusesItsChange() {
        Appointment stored = createdBy("CareTeam/1");
        Appointment omitted = createdBy();
        Appointment changed = createdBy("CareTeam/2");
        Appointment more = createdBy("CareTeam/1", "CareTeam/2");
        ServerOwnedParts refusing = compiled(REFUSING);

        assertThat(judged(refusing, Requested.update(stored, omitted)).refusal())
                .isEmpty();
        assertThat(creators(omitted)).containsExactly("CareTeam/1");
        assertThat(judged(refusing, Requested.update(stored, changed)).refusal())
                .isPresent();
        assertThat(judged(refusing, Requested.update(stored, more)).refusal()).isPresent();
        assertThat(judged(refusing, Requested.update(createdBy(), changed)).refusal())
                .isPresent();
    }

    @Test
    void makesAnIdentifierAndPassesOverAnother() {
        Appointment proposed = video();
        proposed.addIdentifier(
                new Identifier().setSystem("http://example.org/ignored").setValue("mine"));

        judged(compiled(REFUSING), create(null, proposed));

        assertThat(proposed.getIdentifier()).singleElement().satisfies(identifier -> {
            assertThat(identifier.getSystem()).isEqualTo(SYSTEM);
            assertThat(identifier.getValue()).matches("[0-9a-f-]{36}");
        });
    }

    @Test
    void takesNoOwnedElementOfMetaFromAClient() {
        ServerOwnedParts source = Contracts.compiled(
                "serverOwned: [{metaElement: source}]\n",
                section -> ServerOwnedParts.compile(section, Contracts.R4, new Random(7), Set.of("Appointment")));
        var created = new org.hl7.fhir.r4.model.Appointment();
        created.getMeta().setSource("urn:mine").addTag().setCode("kept");

        source.beforeWrite(Requested.create(created));

        assertThat(created.getMeta().getSource()).isNull();
        assertThat(created.getMeta().getTag()).hasSize(1);
    }
}
