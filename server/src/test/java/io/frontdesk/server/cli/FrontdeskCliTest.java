package io.frontdesk.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.JWSAlgorithm;
import io.frontdesk.contract.ContractException;
import io.frontdesk.decision.Modes;
import io.frontdesk.server.TestContracts;
import io.frontdesk.server.launch.StartException;
import io.frontdesk.server.settings.DatabaseSettings;
import io.frontdesk.server.settings.HttpSettings;
import io.frontdesk.server.settings.IdentitySettings;
import io.frontdesk.server.settings.LogFormat;
import io.frontdesk.server.settings.PoolSettings;
import io.frontdesk.server.settings.ServerSettings;
import io.frontdesk.server.settings.TlsSettings;
import io.frontdesk.server.settings.UpkeepSettings;
import io.frontdesk.source.Fault;
import io.frontdesk.token.KeyLife;
import io.frontdesk.token.UnusableKeysException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrontdeskCliTest {

    private static final String[] NOTHING = {};

    private final Map<String, String> environment = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final AtomicReference<ServerSettings> served = new AtomicReference<>();

    @TempDir
    private Path folder;

    @Test
    void servesTheCoreContractFromMemoryOnThisMachineWhenNothingIsSaid() {
        assertThat(run(NOTHING)).isZero();
        assertThat(served.get())
                .isEqualTo(new ServerSettings(
                        List.of("core"),
                        "127.0.0.1",
                        8080,
                        new DatabaseSettings("jdbc:h2:mem:", Optional.empty(), Optional.empty()),
                        new IdentitySettings.Development(Optional.empty())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port 9 --audience x", "serve --port 9 --audience x", "--port 9 serve --audience=x"})
    void takesOptionsWithAndWithoutTheWordServe(String words) {
        assertThat(run(words.split(" "))).isZero();
        assertThat(served.get().port()).isEqualTo(9);
        assertThat(served.get().identity().audience()).contains("x");
    }

    @Test
    void takesEveryOption() {
        int code = run(("--contract core --contract ./mine --host 0.0.0.0 --port 0 --db jdbc:postgresql://db/x?ssl=true"
                        + " --db-user u --db-password p --db-connections 7 --db-wait 2 --db-timeout 9 --db-migrate never --contract-mismatch warn"
                        + " --issuer https://idp.test --audience a --jwks keys.json --client-timeout 8"
                        + " --cors-origin https://a.test --cors-origin http://b.test:3000 --rate-limit 600 --log json")
                .split(" "));

        assertThat(code).as(err.toString()).isZero();
        assertThat(served.get())
                .isEqualTo(new ServerSettings(
                        List.of("core", "./mine"),
                        "0.0.0.0",
                        0,
                        new DatabaseSettings(
                                "jdbc:postgresql://db/x?ssl=true",
                                Optional.of("u"),
                                Optional.of("p"),
                                new PoolSettings(7, Duration.ofSeconds(2), Duration.ofSeconds(9)),
                                new UpkeepSettings(false, true)),
                        new IdentitySettings.OpenId("https://idp.test", Optional.of("a"), Optional.of("keys.json")),
                        Optional.empty(),
                        new HttpSettings(
                                Duration.ofSeconds(8),
                                List.of("https://a.test", "http://b.test:3000"),
                                OptionalInt.of(600)),
                        LogFormat.JSON,
                        Modes.enforce(),
                        OptionalInt.empty()));
        assertThat(served.get().toString()).doesNotContain("password");
    }

    @Test
    void takesWhichGuardsAreInShadow() {
        assertThat(run("--shadow", "status,version", "--shadow", "booking")).isZero();
        assertThat(served.get().modes()).isEqualTo(Modes.of("enforce", List.of("status", "version", "booking")));

        environment.put("FRONTDESK_MODE", "shadow");
        assertThat(run(NOTHING)).isZero();
        assertThat(served.get().modes()).isEqualTo(Modes.shadow());
    }

    @Test
    void takesAPortForOperations() {
        assertThat(run("--operations-port", "9090")).isZero();
        assertThat(served.get().operationsPort()).hasValue(9090);
    }

    @Test
    void takesEveryOptionAboutTokens() {
        int code = run(("--issuer https://idp.test --algorithms es256,PS512 --clock-skew 0 --jwks-cache 60"
                        + " --jwks-interval 59 --jwks-outage 0")
                .split(" "));

        assertThat(code).as(err.toString()).isZero();
        assertThat(served.get().identity())
                .isEqualTo(new IdentitySettings.OpenId(
                        "https://idp.test",
                        Optional.empty(),
                        Optional.empty(),
                        Set.of(JWSAlgorithm.ES256, JWSAlgorithm.PS512),
                        Duration.ZERO,
                        new KeyLife(Duration.ofSeconds(60), Duration.ofSeconds(59), Duration.ZERO)));
    }

    @ParameterizedTest
    @CsvSource({"'', true, false", "off, false, false", "optional, true, false", "required, true, true"})
    void takesEveryOptionAboutTls(String mode, boolean taken, boolean required) {
        environment.put("FRONTDESK_TLS_PASSWORD", "geheim");
        environment.put("FRONTDESK_CLIENT_CERTIFICATES_MODE", mode);

        assertThat(run("--tls-certificate server.p12 --tls-key key.pem --client-certificates ca.pem".split(" ")))
                .as(err.toString())
                .isZero();
        assertThat(served.get().tls())
                .contains(new TlsSettings(
                        Path.of("server.p12"),
                        Optional.of(Path.of("key.pem")),
                        Optional.of("geheim"),
                        taken
                                ? Optional.of(new TlsSettings.ClientCertificates(Path.of("ca.pem"), required))
                                : Optional.empty()));
        assertThat(served.get().identity())
                .isInstanceOf(taken ? IdentitySettings.CertificatesOnly.class : IdentitySettings.Development.class);
        assertThat(served.get().toString()).doesNotContain("geheim");
    }

    @Test
    void migratesWithoutServingAndSaysWhatItDoes() {
        String[] words = {"migrate", "--contract", "core", "--db", "jdbc:h2:file:" + folder.resolve("desk")};
        String[] look = {words[0], words[1], words[2], words[3], words[4], "--dry-run"};

        assertThat(run(look)).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("core: to do, HAPI ", ": all tables, for R4", "core: to do, Frontdesk step 1");
        assertThat(run(words)).as(err.toString()).isZero();
        assertThat(out.toString()).contains("core: done, HAPI ", "core: done, Frontdesk step 1");
        assertThat(run(look)).isZero();
        assertThat(out.toString()).endsWith("core: up to date" + System.lineSeparator());
        assertThat(served).hasValue(null);
    }

    @Test
    void saysWhatCannotBeMigrated() {
        assertThat(run("migrate")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("A database in memory begins empty")
                .hasLineCount(2);
        assertThat(run("migrate", "--db", "jdbc:postgresql://127.0.0.1:1/none")).isEqualTo(1);
        assertThat(err.toString()).contains("Cannot open the database jdbc:postgresql://127.0.0.1:1/none");
    }

    @Test
    void listensForOthersWhenOnlyCertificatesCount() {
        assertThat(run("--host 0.0.0.0 --tls-certificate server.pem --client-certificates ca.pem".split(" ")))
                .as(err.toString())
                .isZero();
    }

    @Test
    void takesEveryOptionFromTheEnvironmentToo() throws IOException {
        var file = Files.writeString(folder.resolve("frontdesk.yaml"), "port: 5\naudience: from file\n");
        environment.putAll(Map.of(
                "FRONTDESK_DB_CONNECTIONS", "7",
                "FRONTDESK_DB_WAIT", "2",
                "FRONTDESK_DB_TIMEOUT", "9",
                "FRONTDESK_CLIENT_TIMEOUT", "8",
                "FRONTDESK_CORS_ORIGIN", "https://a.test, https://[::1]:8443",
                "FRONTDESK_RATE_LIMIT", "600"));
        environment.putAll(Map.of(
                "FRONTDESK_CONTRACT", "core, ehealth-dk",
                "FRONTDESK_HOST", "::1",
                "FRONTDESK_DB", "jdbc:h2:file:./x",
                "FRONTDESK_DB_USER", "u",
                "FRONTDESK_DB_PASSWORD", "p",
                "FRONTDESK_ISSUER", "https://idp.test",
                "FRONTDESK_AUDIENCE", "a",
                "FRONTDESK_JWKS", "https://idp.test/keys",
                "FRONTDESK_PORT", "",
                "FRONTDESK_CONFIG", file.toString()));

        assertThat(run(NOTHING)).as(err.toString()).isZero();
        assertThat(served.get())
                .isEqualTo(new ServerSettings(
                        List.of("core", "ehealth-dk"),
                        "::1",
                        5,
                        new DatabaseSettings(
                                "jdbc:h2:file:./x",
                                Optional.of("u"),
                                Optional.of("p"),
                                new PoolSettings(7, Duration.ofSeconds(2), Duration.ofSeconds(9))),
                        new IdentitySettings.OpenId(
                                "https://idp.test", Optional.of("a"), Optional.of("https://idp.test/keys")),
                        Optional.empty(),
                        new HttpSettings(
                                Duration.ofSeconds(8),
                                List.of("https://a.test", "https://[::1]:8443"),
                                OptionalInt.of(600))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--db-connections=0",
                "--db-connections=many",
                "--db-connections=1001",
                "--db-wait=-1",
                "--db-wait=0.5",
                "--db-timeout=0",
                "--db-migrate=maybe",
                "--contract-mismatch=ignore",
                "--client-timeout=3601",
                "--client-timeout=99999999999",
                "--rate-limit=0",
                "--cors-origin=*",
                "--cors-origin=app.example.org",
                "--cors-origin=https://app.example.org/",
                "--cors-origin=https://App.example.org",
                "--cors-origin=https://app.example.org:443",
                "--cors-origin=https://a.test,",
                "--cors-origin=null",
                "--log=xml",
                "--mode=watch",
                "--operations-port=70000",
                "--shadow=token",
                "--shadow=status,",
                "--shadow=nothing",
            })
    void saysWhatIsWrongWithANumberAnOriginOrAFormat(String option) {
        assertThat(run(option)).isEqualTo(2);
        assertThat(err.toString()).startsWith(option.split("=")[0]).hasLineCount(2);
    }

    @ParameterizedTest
    @CsvSource({"1,1,1,1", "-,2,2,2", "-,-,3,3", "-,-,-,8080", "1,-,3,1"})
    void prefersOptionToEnvironmentToFileToDefault(String option, String variable, String key, int port)
            throws IOException {
        var file = Files.writeString(folder.resolve("a.yaml"), key.equals("-") ? "# nothing\n" : "port: " + key + "\n");
        if (!variable.equals("-")) {
            environment.put("FRONTDESK_PORT", variable);
        }

        assertThat(option.equals("-") ? run("--config", file.toString()) : run("--config", "" + file, "--port", option))
                .as(err.toString())
                .isZero();
        assertThat(served.get().port()).isEqualTo(port);
    }

    @Test
    void readsPropertiesAndYamlAlike() throws IOException {
        var yaml = Files.writeString(folder.resolve("a.yaml"), "contract: [core, ehealth-dk]\nport: 7\ndb-user: u\n");
        var properties =
                Files.writeString(folder.resolve("a.properties"), "contract=core,ehealth-dk\nport=7\ndb-user=u\n");

        assertThat(run("--config", yaml.toString())).isZero();
        var first = served.get();
        assertThat(run("--config", properties.toString())).isZero();
        assertThat(served.get()).isEqualTo(first);
        assertThat(first.contracts()).containsExactly("core", "ehealth-dk");
    }

    static Stream<Arguments> badWords() {
        return Stream.of(
                arguments("--prot 1", "Unknown option '--prot'", "--port"),
                arguments("--contarct core", "'--contarct'", "--contract"),
                arguments("--password=geheim", "'--password'", "--help"),
                arguments("serve --prot 1", "Unknown option '--prot'", "--port"),
                arguments("start", "Unknown command 'start'", "Commands are serve, contract, migrate, health;"),
                arguments("contrat", "Unknown command 'contrat'", "Did you mean contract?"),
                arguments("contract", "Say what to do with the contract: lint, prove", "frontdesk contract --help"),
                arguments("contract lnit core", "Unknown command 'lnit'", "Did you mean lint?"),
                arguments("contract lint", "NAME|DIR", "frontdesk contract lint --help"),
                arguments("contract lint core core", "'core' is one word too many", "--help"),
                arguments("contract lint core --port 1", "Unknown option '--port'", "--help"),
                arguments("--port 1 contract lint core", "--port is an option of the server", "--help"),
                arguments("contract lint /no/such", "the contract has no contract.yaml", "built in are candid, canvas"),
                arguments("serve now", "Unknown command 'now'", "serve"),
                arguments("--port", "--port", "--help"),
                arguments("--port 1 --port 2", "--port", "once"),
                arguments("--port x", "'x'", "0 (any free port) to 65535"),
                arguments("--port -1", "'-1'", "0 (any free port) to 65535"),
                arguments("--port 65536", "'65536'", "65535"),
                arguments("--port 999999999999", "no port", "65535"),
                arguments("--port 1.5", "no port", "65535"),
                arguments("--host a_b", "--host", "127.0.0.1"),
                arguments("--host http://localhost", "--host", "127.0.0.1"),
                arguments("--host 0.0.0.0", "without --issuer", "--issuer"),
                arguments("--host ::", "without --issuer", "--issuer"),
                arguments("--host 192.168.1.2", "without --issuer", "--issuer"),
                arguments("--host example.org", "without --issuer", "--issuer"),
                arguments("--host 127.0.0.1.example.org", "without --issuer", "--issuer"),
                arguments("--db mysql:x", "JDBC URL of H2 or PostgreSQL", "jdbc:h2:file"),
                arguments("--db jdbc:mysql://x/y", "JDBC URL of H2 or PostgreSQL", "jdbc:postgresql"),
                arguments("--db jdbc:postgresql://u:geheim@x/y", "password", "FRONTDESK_DB_PASSWORD"),
                arguments("--db jdbc:postgresql://x/y?password=geheim", "password", "FRONTDESK_DB_PASSWORD"),
                arguments("--db jdbc:h2:mem:x;USER=sa;PASSWORD=geheim", "password", "FRONTDESK_DB_PASSWORD"),
                arguments("--jwks keys.json", "keys of nobody", "--issuer"),
                arguments("--algorithms RS256", "tokens of nobody", "--issuer"),
                arguments("--clock-skew 1", "tokens of nobody", "--issuer"),
                arguments("--jwks-outage 1", "tokens of nobody", "--issuer"),
                arguments("--issuer https://i --algorithms HS256", "'HS256'", "ES256"),
                arguments("--issuer https://i --algorithms none", "'NONE'", "ES256"),
                arguments("--issuer https://i --algorithms RS256,", "''", "ES256"),
                arguments("--issuer https://i --clock-skew 301", "'301'", "0 to 300"),
                arguments("--issuer https://i --clock-skew -1", "'-1'", "0 to 300"),
                arguments("--issuer https://i --clock-skew 1m", "'1m'", "0 to 300"),
                arguments("--issuer https://i --jwks-cache 59", "'59'", "60 to 86400"),
                arguments("--issuer https://i --jwks-cache 9999999", "'9999999'", "60 to 86400"),
                arguments("--issuer https://i --jwks-interval 0", "'0'", "1 to 86400"),
                arguments("--issuer https://i --jwks-interval 300", "300 seconds for which", "--jwks-cache"),
                arguments("--issuer https://i --jwks-outage 86401", "'86401'", "0 to 86400"),
                arguments("--tls-key k.pem", "without TLS", "--tls-certificate"),
                arguments("--tls-password geheim", "without TLS", "--tls-certificate"),
                arguments("--client-certificates ca.pem", "without TLS", "--tls-certificate"),
                arguments("--client-certificates-mode sometimes", "'sometimes'", "off, optional or required"),
                arguments("--client-certificates-mode required", "nobody's", "--client-certificates"),
                arguments(
                        "--tls-certificate s.pem --client-certificates ca.pem --audience a",
                        "about tokens",
                        "--issuer"),
                arguments("--host 0.0.0.0 --tls-certificate s.pem", "without --issuer", "--issuer"),
                arguments("--contract core,", "no name", "folder"),
                arguments("--contract core --contract core", "'core' is named twice", "once"),
                arguments("--config /no/such/file", "cannot be read", "Name a readable"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badWords")
    void refusesBadWordsWithARemedy(String words, String wrong, String remedy) {
        assertThat(run(words.split(" "))).isEqualTo(2);
        assertThat(err.toString())
                .contains(wrong)
                .contains(remedy)
                .doesNotContain("geheim")
                .doesNotContain("Exception");
        assertThat(err.toString().lines()).hasSizeBetween(1, 2);
        assertThat(out.toString()).isEmpty();
        assertThat(served).hasValue(null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FRONTDESK_PORT | tcp://10.0.0.1:80 | FRONTDESK_PORT is no port | 65535",
                "FRONTDESK_HOST | 0.0.0.0 | FRONTDESK_HOST is '0.0.0.0' | --issuer",
                "FRONTDESK_DB | x | FRONTDESK_DB is no JDBC URL | jdbc:h2",
                "FRONTDESK_CONTRACT | a,,b | FRONTDESK_CONTRACT has no name | folder",
                "FRONTDESK_CONFIG | /no/such | /no/such | Name a readable",
            })
    void namesTheVariableThatIsWrong(String name, String value, String wrong, String remedy) {
        environment.put(name, value);

        assertThat(run(NOTHING)).isEqualTo(2);
        assertThat(err.toString()).contains(wrong).contains(remedy);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.yaml | prot: 1 | Unknown key 'prot' | 'port'",
                "a.yaml | something: 1 | Unknown key 'something' | contract, host",
                "a.yaml | dbUser: 1 | Unknown key 'dbUser' | 'db-user'",
                "a.yaml | config: b.yaml | Unknown key 'config' | Known keys",
                "a.yaml | port: x | 'port' in | 65535",
                "a.yaml | port: | 'port' in | 'key: value'",
                "a.yaml | port: [] | 'port' in | 'key: value'",
                "a.yaml | contract: [] | 'contract' in | 'key: value'",
                "a.yaml | host: {a: b} | 'host' in | 'key: value'",
                "a.yaml | [1] | holds no keys | 'key: value'",
                "a.yaml | 'a: [' | is no YAML, line 1 | 'key: value'",
                "a.yaml | 'port: 1\nport: 2' | is no YAML, line 2 | 'key: value'",
                "a.properties | prot=1 | Unknown key 'prot' | 'port'",
                "a.properties | port= | 'port' in | value",
                "a.properties | port=\\uXXXX | is no properties file | key=value",
            })
    void namesTheKeyThatIsWrong(String name, String content, String wrong, String remedy) throws IOException {
        var file = Files.writeString(folder.resolve(name), content);

        assertThat(run("--config", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains(wrong).contains(remedy);
        assertThat(err.toString().lines()).hasSize(2);
    }

    @Test
    void saysEveryFaultOfAContractInItsLine() {
        var faults = List.of(
                new Fault("contract.yaml", 3, "status", "is wrong", "be right"),
                new Fault("contract.yaml", 9, "", "is odd", "be even"));

        assertThat(run(failing(new ContractException(faults)))).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly("contract.yaml:3: status: is wrong; be right", "contract.yaml:9: is odd; be even");
    }

    @Test
    void exitsWithOneWhenTheStartFailsAndWithTwoWhenTheKeysAreUnusable() {
        assertThat(run(failing(new StartException("Port taken.", new IOException()))))
                .isEqualTo(1);
        assertThat(err.toString()).isEqualToIgnoringNewLines("Port taken.");
        assertThat(run(failing(new UnusableKeysException("No keys.")))).isEqualTo(2);
        assertThat(run(failing(new IllegalStateException("odd")))).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "serve --help"})
    void helpsWithEveryOption(String words) {
        assertThat(run(words.split(" "))).isZero();
        for (var setting : Setting.values()) {
            assertThat(out.toString()).contains(setting.option());
        }
        assertThat(out.toString()).contains("FRONTDESK_", "Exit codes");
        assertThat(served).hasValue(null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"contract --help", "contract lint --help"})
    void helpsWithContractsWithoutTheOptionsOfTheServer(String words) {
        assertThat(run(words.split(" "))).isZero();
        assertThat(out.toString()).contains("frontdesk contract").doesNotContain("--port", "FRONTDESK_");
        assertThat(served).hasValue(null);
    }

    @Test
    void findsNoFaultInABuiltInContractWithoutServingIt() {
        assertThat(run("contract", "lint", "millennium-2019"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).isEqualToIgnoringNewLines("millennium-2019: no faults, and nothing smells.");
        assertThat(err.toString()).isEmpty();
        assertThat(served).hasValue(null);
    }

    @Test
    void saysEveryFaultOfTheContractToLint() throws IOException {
        Files.writeString(folder.resolve("contract.yaml"), "contract: Mine\nfhirVersion: R5\n");

        assertThat(run("contract", "lint", folder.toString())).isEqualTo(2);
        assertThat(err.toString())
                .contains(folder.resolve("contract.yaml") + ":1: title: ", ":2: fhirVersion: ")
                .doesNotContain("Exception");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void showsAContractToRead() {
        assertThat(run("contract", "show", "gp-connect")).as(err.toString()).isZero();
        assertThat(out.toString())
                .startsWith("gp-connect: ")
                .contains("Statuses", "booked", "Rights", "Preconditions", "field.amend", "slot.taken");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void showsAContractAsAFileAndItsStateMachine() throws IOException {
        Path page = folder.resolve("core.html");

        assertThat(run("contract", "show", "core", "--html", "--output", page.toString()))
                .isZero();
        assertThat(out.toString()).isEmpty();
        assertThat(page)
                .content()
                .startsWith("<!DOCTYPE html>")
                .contains("<svg ")
                .endsWith("</html>\n");
        assertThat(run("contract", "show", "core", "--diagram")).isZero();
        assertThat(out.toString()).startsWith("<svg ").endsWith("</svg>\n").contains("<title id=", "<desc id=");
    }

    @Test
    void saysWhatIsWrongWithWhatIsToBeShown() {
        assertThat(run("contract", "show", "core", "--html", "--diagram")).isEqualTo(2);
        assertThat(run(
                        "contract",
                        "show",
                        "core",
                        "--output",
                        folder.resolve("none/page.txt").toString()))
                .isEqualTo(2);
        assertThat(run("contract", "show", "nothing-of-this-name")).isEqualTo(2);
        assertThat(run("contract", "diff", "core")).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("cannot be written").doesNotContain("\tat ");
    }

    @Test
    void saysWhatDiffersBetweenContracts() {
        assertThat(run("contract", "diff", "core", "core")).isZero();
        assertThat(out.toString().strip()).isEqualTo("nothing");
        assertThat(run("contract", "diff", "millennium-2019", "millennium-2024"))
                .isEqualTo(1);
        assertThat(out.toString()).contains("Statuses, proposed, may become: + booked, + cancelled");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void saysWhatSmells() {
        var contract =
                TestContracts.changed("millennium-2019", "smelling", Map.of("proposed: [] ", "proposed: [booked] "));

        assertThat(run("contract", "lint", contract.toString())).isEqualTo(1);
        assertThat(out.toString())
                .startsWith(contract.resolve("contract.yaml") + ":")
                .contains(": status.transitions.proposed[0]: nobody can make this move", "[status.move-unused]");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void provesAContract() {
        assertThat(run("contract", "prove", "millennium-2019"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .startsWith("millennium-2019 is proved:")
                .contains("What is final stays so: cancelled, proposed.", "Nobody writes without a right.", "Assumed");
        assertThat(served).hasValue(null);
    }

    @Test
    void showsWhyAContractIsNotProvedByTheShortestSeriesOfRequests() {
        var contract = TestContracts.changed(
                "fr-sas", "granting", Map.of("claim: certificate.subject, give", "claim: iss, give"));

        assertThat(run("contract", "prove", contract.toString())).isEqualTo(1);
        assertThat(out.toString().lines().toList().subList(0, 4))
                .containsExactly(
                        "granting is not proved:",
                        "  Somebody writes without a right: a token without rights.",
                        "    1. POST [base]/Appointment, by a token without rights: (nothing) -> booked",
                        "    Ask in access for a right that not everybody has.");
        assertThat(out.toString()).contains("combinations of status, request and caller were tried");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "serve -V", "contract --version", "contract lint -V"})
    void saysTheVersionsOfEverythingThatMatters(String words) {
        assertThat(run(words.split(" "))).isZero();
        assertThat(out.toString())
                .matches("(?s)Frontdesk \\d+\\.\\d+\\.\\d+\\S*\\RHAPI FHIR \\d\\.\\d\\.\\d\\RJava \\d+.*");
    }

    private int run(String... words) {
        return run(
                settings -> {
                    served.set(settings);
                    return 0;
                },
                words);
    }

    private int run(ToIntFunction<ServerSettings> serve, String... words) {
        return new FrontdeskCli(environment, serve, new PrintWriter(out, true), new PrintWriter(err, true)).run(words);
    }

    private static ToIntFunction<ServerSettings> failing(RuntimeException failure) {
        return settings -> {
            throw failure;
        };
    }
}
