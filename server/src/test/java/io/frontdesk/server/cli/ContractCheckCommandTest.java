package io.frontdesk.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command over servers that are none of ours: what it sends, to whom, how often, and what it says of them. */
class ContractCheckCommandTest {

    private static final String TOKEN = "a-secret.of-the.caller";
    private static final String R4 = "{\"resourceType\": \"CapabilityStatement\", \"fhirVersion\": \"4.0.1\"}";

    private record Asked(String method, String path, String authorization, String agent) {}

    /** What a server answers. */
    private interface Answering {
        void answer(HttpExchange exchange, int number) throws IOException;
    }

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<HttpServer> servers = new ArrayList<>();

    @TempDir
    Path folder = Path.of("");

    private Path token = Path.of("");

    @BeforeEach
    void writeTheToken() throws IOException {
        token = Files.writeString(folder.resolve("token.txt"), TOKEN + "\n");
    }

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    private String server(Answering answering) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", exchange -> {
            asked.add(new Asked(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                    String.valueOf(exchange.getRequestHeaders().getFirst("User-Agent"))));
            answering.answer(exchange, asked.size());
            exchange.close();
        });
        server.start();
        servers.add(server);
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/fhir";
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private static void metadataAlone(HttpExchange exchange) throws IOException {
        boolean metadata = exchange.getRequestURI().getPath().endsWith("/metadata");
        send(exchange, metadata ? 200 : 404, metadata ? R4 : "no " + TOKEN);
    }

    private int check(String... more) {
        List<String> words = new ArrayList<>(List.of("contract", "check", "--token", "@" + token));
        words.addAll(List.of(more));
        return new FrontdeskCli(Map.of(), settings -> 99, new PrintWriter(out), new PrintWriter(err))
                .run(words.toArray(String[]::new));
    }

    @Test
    void saysWhoItIsAndKeepsTheTokenToItself() throws IOException {
        String base = server((exchange, number) -> metadataAlone(exchange));

        assertThat(check(base + "/", "--contract", "core")).isEqualTo(1);

        assertThat(asked)
                .isNotEmpty()
                .allMatch(request -> request.agent().startsWith("frontdesk-contract-check/"))
                .allMatch(request -> request.path().startsWith("/fhir/"));
        assertThat(asked.get(0).authorization()).isEqualTo("Bearer " + TOKEN);
        assertThat(out.toString())
                .contains("FAILED  a new appointment begins as booked", "expected 201, got 404")
                .contains("No appointment could be created. Give another one: --example.")
                .doesNotContain("secret");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void followsNoRedirect() throws IOException {
        String elsewhere = server((exchange, number) -> send(exchange, 200, R4));
        String base = server((exchange, number) -> {
            exchange.getResponseHeaders().add("Location", elsewhere);
            send(exchange, 307, "");
        });

        assertThat(check(base, "--contract", "core")).isEqualTo(1);

        assertThat(asked).noneMatch(request -> request.path().equals("/fhir"));
        assertThat(out.toString()).contains("expected 201, got 307");
    }

    @Test
    void waitsWhereTheServerAsksForIt() throws IOException {
        String base = server((exchange, number) -> {
            if (number <= 2) {
                exchange.getResponseHeaders().add("Retry-After", "0");
                send(exchange, number == 1 ? 503 : 429, "");
            } else {
                metadataAlone(exchange);
            }
        });

        check(base, "--contract", "core");

        assertThat(asked.subList(0, 3)).allMatch(request -> request.path().equals("/fhir/metadata"));
        assertThat(asked.get(3).path()).isNotEqualTo("/fhir/metadata");
    }

    @Test
    void sendsNoMoreThanItMay() throws IOException {
        String base = server((exchange, number) -> metadataAlone(exchange));

        assertThat(check(base, "--contract", "core", "--max-requests", "2")).isEqualTo(1);

        assertThat(asked).hasSize(2);
        assertThat(out.toString()).contains("Stopped: The limit of 2 requests is reached");
    }

    @Test
    void readsNoEndlessAnswer() throws IOException {
        String base = server((exchange, number) -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] much = new byte[1 << 16];
            try {
                for (int i = 0; i < 200; i++) {
                    exchange.getResponseBody().write(much);
                }
            } catch (IOException closed) {
                // It has read enough.
            }
        });

        assertThat(check(base, "--contract", "core", "--max-requests", "3")).isEqualTo(1);
    }

    @Test
    void doesNotWaitForEver() throws IOException {
        String base = server((exchange, number) -> {
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });

        assertThat(check(base, "--contract", "core", "--timeout", "1")).isEqualTo(2);
        assertThat(err.toString()).startsWith("No answer from " + base).contains("Give the base URL");
    }

    @Test
    void saysThatThereIsNoServer() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }

        assertThat(check("http://127.0.0.1:" + port + "/fhir", "--contract", "core"))
                .isEqualTo(2);
        assertThat(err.toString()).startsWith("No answer from http://127.0.0.1:" + port + "/fhir");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void checksNoServerOfAnotherFhirVersion() throws IOException {
        String base = server((exchange, number) -> send(exchange, 200, R4));

        assertThat(check(base, "--contract", "ehealth-dk")).isEqualTo(2);
        assertThat(err.toString()).contains("speaks FHIR 4.0.1, and the contract is for 3.0.x.");
        assertThat(asked).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nowhere --contract core | This is no base URL",
                "ftp://a.example.org/ --contract core | This is no base URL",
                "http://me:secret@a.example.org/fhir --contract core | This is no base URL",
                "https://a.example.org/fhir?token=secret --contract core | This is no base URL",
                "http://a.example.org/fhir --contract core | would go to another machine unencrypted",
                "http://127.0.0.1/fhir --contract nothing | nothing",
                "http://127.0.0.1/fhir | --contract",
                "http://127.0.0.1/fhir --contract core --max-requests 0 | --max-requests is no number from 1 to 100000",
                "http://127.0.0.1/fhir --contract core --pause -1 | --pause is no number from 0",
                "http://127.0.0.1/fhir --contract core --timeout x | --timeout",
                "http://127.0.0.1/fhir --contract core --token a=@/no/such/file | cannot be read",
                "http://127.0.0.1/fhir --contract core --token full=b --token full=c | Two tokens are called 'full'",
                "http://127.0.0.1/fhir --contract core --token b{secret | is no bearer token",
                "http://127.0.0.1/fhir --contract core --example /no/such/file | holds no Appointment",
                "http://127.0.0.1/fhir two --contract core | one word too many",
            })
    void saysWhatIsWrongWithTheWords(String words, String wrong) {
        assertThat(check(words.trim().split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(wrong).doesNotContain("secret").doesNotContain("\tat ");
        assertThat(asked).isEmpty();
    }

    @Test
    void takesTheWordsOfTheDocumentation() throws IOException {
        String base = server((exchange, number) -> metadataAlone(exchange));
        String command = Files.readString(Path.of("docs/operation.md"))
                .lines()
                .filter(line -> line.startsWith("    frontdesk contract check "))
                .findFirst()
                .orElseThrow()
                .strip()
                .replace("https://test.example.org/fhir", base)
                .replace("./my-contract", "core")
                .replaceAll("[a-z]+\\.txt", token.toString());

        int code = new FrontdeskCli(Map.of(), settings -> 99, new PrintWriter(out), new PrintWriter(err))
                .run(command.substring("frontdesk ".length()).split(" "));

        assertThat(code).as(err.toString()).isEqualTo(1);
    }

    @Test
    void takesNoExampleThatIsNone() throws IOException {
        Path patient = Files.writeString(folder.resolve("patient.json"), "{\"resourceType\": \"Patient\"}");

        assertThat(check("http://127.0.0.1/fhir", "--contract", "core", "--example", patient.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("holds no Appointment");
    }
}
