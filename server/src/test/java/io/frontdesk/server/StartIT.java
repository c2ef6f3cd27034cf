package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.server.cli.FrontdeskCli;
import io.frontdesk.server.launch.Launched;
import io.frontdesk.server.launch.Launcher;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Starts by the command line with a contract of one's own, right and wrong. */
class StartIT {

    private static final String PROFILE = """
            {
              "resourceType": "StructureDefinition",
              "url": "http://clinic.example.org/StructureDefinition/visit",
              "name": "Visit",
              "status": "active",
              "fhirVersion": "4.0.1",
              "kind": "resource",
              "abstract": false,
              "type": "Appointment",
              "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Appointment",
              "derivation": "constraint",
              "differential": {
                "element": [
                  {"id": "Appointment", "path": "Appointment"},
                  {"id": "Appointment.comment", "path": "Appointment.comment", "min": 1}
                ]
              }
            }
            """;

    private final StringWriter said = new StringWriter();

    @TempDir
    Path folder = Path.of("");

    private String contract = "";

    @BeforeEach
    void copyTheCoreContract() throws IOException {
        try (var core = StartIT.class.getResourceAsStream("/io/frontdesk/profiles/core/contract.yaml")) {
            contract = new String(core.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("contract: core", "contract: clinic");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "an unknown section | version: | verzion: | verzion",
                "an unknown key | ifMatch: required | ifMatch: required\\n  ifNoneMatch: x | version.ifNoneMatch",
                "a missing key | ifMatch: required | {} | version.ifMatch",
                "a wrong type | frozen: [entered-in-error] | frozen: entered-in-error | status.frozen",
                "a value that is none | ifMatch: required | ifMatch: sometimes | version.ifMatch",
                "a status that R4 lacks | initial: [proposed, | initial: [planned, | status.initial",
                "an undefined state | fulfilled: [entered-in-error] | fulfilled: [billed] | status.transitions.fulfilled",
                "a version that nobody serves | fhirVersion: R4 | fhirVersion: R9 | fhirVersion",
            })
    void saysInOneLineWhereAContractIsWrong(String what, String right, String wrong, String key) throws IOException {
        assertThat(contract).contains(right);
        contract = contract.replace(right, wrong.replace("\\n", "\n"));

        assertThat(start()).isEqualTo(2);
        assertThat(said.toString().lines()).allMatch(line -> line.matches(".*contract\\.yaml:\\d+.*"));
        assertThat(said.toString()).contains(key).doesNotContain("Exception", "\tat ");
    }

    @Test
    void saysEveryFaultAtOnce() throws IOException {
        contract = contract.replace("ifMatch: required", "ifMatch: sometimes")
                .replace("bodyId: must-match", "bodyId: any");

        assertThat(start()).isEqualTo(2);
        assertThat(said.toString().lines()).hasSize(2);
        assertThat(said.toString()).contains("version.ifMatch", "update.bodyId");
    }

    @Test
    void namesAStateThatNothingLeadsTo() throws IOException {
        contract = contract.replace("waitlist]\n  transitions", "]\n  transitions")
                .replaceAll("(?m)^(    (proposed|pending|booked): .*)waitlist, ", "$1");

        assertThat(start()).isEqualTo(2);
        assertThat(said.toString()).contains("waitlist", "contract.yaml:").doesNotContain("Exception");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "broken.json, '{\"resourceType\":', broken.json",
        "broken.xml, '<StructureDefinition xmlns=\"http://hl7.org/fhir\">', broken.xml",
        "other.json, '{\"resourceType\":\"Patient\"}', other.json",
    })
    void namesADefinitionThatCannotBeRead(String name, String content, String named) throws IOException {
        define(name, content);

        assertThat(start()).isEqualTo(2);
        assertThat(said.toString()).contains(named).doesNotContain("Exception", "HAPI-", "\tat ");
        assertThat(said.toString().lines()).hasSize(1);
    }

    @Test
    void namesAProfileThatCannotBeExpanded() throws IOException {
        define("visit.json", PROFILE.replace("StructureDefinition/Appointment\"", "StructureDefinition/Nothing\""));

        assertThat(start()).isEqualTo(2);
        assertThat(said.toString())
                .contains("visit.json", "StructureDefinition/Nothing")
                .doesNotContain("Exception");
    }

    @Test
    void namesAProfileOfAnElementThatIsNone() throws IOException {
        define("visit.json", PROFILE.replace("Appointment.comment", "Appointment.colour"));

        assertThat(start()).isEqualTo(2);
        assertThat(said.toString()).contains("visit.json", "Appointment.colour").doesNotContain("Exception");
    }

    @Test
    void namesTwoDefinitionsWithOneAddress() throws IOException {
        define("visit.json", PROFILE);
        define("visit-again.json", PROFILE);

        assertThat(start()).isEqualTo(2);
        assertThat(said.toString())
                .contains("visit.json", "visit-again.json", "url")
                .doesNotContain("Exception");
    }

    @Test
    void namesAFolderWithoutAContract() {
        int exit = run("--contract", folder.toString(), "--port", "0");

        assertThat(exit).isEqualTo(2);
        assertThat(said.toString()).contains("contract.yaml").doesNotContain("Exception");
        assertThat(said.toString().lines()).hasSize(1);
    }

    @Test
    void servesAContractOfOnesOwn() throws IOException {
        contract += "\nprofiles:\n  mode: enforce\n  apply:\n"
                + "    - validate: [http://clinic.example.org/StructureDefinition/visit]\n"
                + "      store: [http://clinic.example.org/StructureDefinition/visit]\n";
        define("visit.json", PROFILE);
        Files.writeString(folder.resolve("contract.yaml"), contract);
        try (TestServer server = TestServer.start(folder.toString())) {
            Rest clinic = new Rest(server.base("clinic"), server.token("Appointment.*", "Patient.update"));
            clinic.put(Rest.fixture("patient.json").put("id", "anna"));
            var visit = Rest.fixture("core-appointment.json");

            clinic.post(visit).refused(422, "profile.invalid").names("Appointment.comment");
            visit.put("comment", "bring the old glasses");
            assertThat(clinic.post(visit).is(201).json().at("/meta/profile/0").asText())
                    .isEqualTo("http://clinic.example.org/StructureDefinition/visit");
            clinic.get("StructureDefinition?url=http://clinic.example.org/StructureDefinition/visit")
                    .is(200);
        }
    }

    @Test
    void saysInOneLineThatTheDatabaseCannotBeReached() {
        int exit = run("--port", "0", "--db", "jdbc:postgresql://127.0.0.1:1/frontdesk");

        assertThat(exit).isEqualTo(1);
        assertThat(said.toString()).contains("127.0.0.1").doesNotContain("Exception", "\tat ");
        assertThat(said.toString().lines()).hasSize(1);
    }

    @Test
    void saysInOneLineThatThePortIsTaken() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int exit = run("--port", String.valueOf(taken.getLocalPort()));

            assertThat(exit).isEqualTo(1);
            assertThat(said.toString()).contains(String.valueOf(taken.getLocalPort()), "--port");
            assertThat(said.toString().lines()).hasSize(1);
        }
    }

    private int start() throws IOException {
        Files.writeString(folder.resolve("contract.yaml"), contract);
        return run("--contract", folder.toString(), "--port", "0");
    }

    private void define(String name, String content) throws IOException {
        Files.createDirectories(folder.resolve("definitions"));
        Files.writeString(folder.resolve("definitions").resolve(name), content);
    }

    /** Runs the words as the process would, except that a server which starts is stopped at once. */
    private int run(String... words) {
        var out = new PrintWriter(said, true);
        return new FrontdeskCli(
                        Map.of(),
                        settings -> {
                            try (Launched started =
                                    new Launcher(new GuardedEndpoints(), Clock.systemUTC()).launch(settings)) {
                                return List.of(started).size() - 1;
                            }
                        },
                        out,
                        out)
                .run(words);
    }
}
