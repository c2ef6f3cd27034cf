package io.frontdesk.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The whole server in a process of its own, which can be killed; on the class path of the tests. */
public final class ServerProcess implements AutoCloseable {

    private static final int START_SECONDS = 180;
    private static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m");
    private static final Pattern ADDRESS = Pattern.compile("^  (http://127[.]0[.]0[.]1:\\d+)/fhir and .*");

    private final Process process;
    private final CompletableFuture<String> root = new CompletableFuture<>();

    private ServerProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "output of server " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Begins a start on a database of the embedded PostgreSQL. */
    static ServerProcess start(EmbeddedPostgres postgres, String... contracts) {
        return start(QUICK, postgres, contracts);
    }

    /** Begins a start with options of the JVM on a database of the embedded PostgreSQL. */
    public static ServerProcess start(List<String> options, EmbeddedPostgres postgres, String... contracts) {
        return start(options, "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres", contracts);
    }

    /** Begins a start; {@link #server} waits for its end. */
    static ServerProcess start(String database, String... contracts) {
        return start(QUICK, database, contracts);
    }

    private static ServerProcess start(List<String> options, String database, String... contracts) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(options);
        words.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                Frontdesk.class.getName(),
                "--port",
                "0",
                "--db",
                database,
                // A busy machine opens connections slowly, and no test is about that.
                "--db-wait",
                "60"));
        for (String contract : contracts) {
            words.addAll(List.of("--contract", contract));
        }
        try {
            ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
            if (database.startsWith("jdbc:postgresql:")) {
                builder.environment().put("FRONTDESK_DB_USER", "postgres");
            }
            return new ServerProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says where it answers as soon as the server says so itself; else what it said instead. */
    private void read() {
        List<String> said = new ArrayList<>();
        try (BufferedReader lines = process.inputReader()) {
            for (Optional<String> line = next(lines); line.isPresent(); line = next(lines)) {
                Matcher address = ADDRESS.matcher(line.get());
                if (address.matches()) {
                    root.complete(address.group(1));
                } else if (!root.isDone()) {
                    said.add(line.get());
                }
            }
        } catch (IOException killed) {
            said.add(killed.toString());
        }
        root.completeExceptionally(new AssertionError("The server did not start: " + String.join("\n", said)));
    }

    private static Optional<String> next(BufferedReader lines) throws IOException {
        return Optional.ofNullable(lines.readLine());
    }

    /** Returns the server, once it answers. */
    public TestServer server() throws InterruptedException {
        try {
            return TestServer.running(root.get(START_SECONDS, TimeUnit.SECONDS), this::close);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the process, to look at. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Kills it as {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing is lost by that, which is what the tests are for, and it is faster than an orderly end. */
    @Override
    public void close() {
        kill();
    }
}
