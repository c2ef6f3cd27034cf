package io.frontdesk.server.benchmark;

import io.frontdesk.server.ServerProcess;
import io.frontdesk.server.TestServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Updates a second, and processor time for an update, by one node, two and three, each a process of its own, on one PostgreSQL.
 * Blocks of requests go to one, two and three of them in turn; those that get none still run.
 *
 * <p>Arguments: clients, blocks, seconds a block. Every client has its own appointment and updates it, changing the comment, from
 * the version that it was last told. The first four blocks are for warming up.
 */
public final class NodesThroughput {

    private static final int MOST_NODES = 3;
    private static final int WARM_UP = 4;
    private static final String JSON = "application/fhir+json";

    /** One compiler: by two, a node that gets a third of the requests would be the colder for it. */
    private static final List<String> OPTIONS = List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    /** What one block gave: updates a second, and milliseconds of the servers and of the database for an update. */
    private record Block(double rate, double servers, double database) {}

    private record Client(URI appointment, String token) {}

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int seconds;
    private final List<ServerProcess> processes;
    private final List<TestServer> servers = new ArrayList<>();
    private final ProcessHandle database;

    private NodesThroughput(int seconds, List<ServerProcess> processes, ProcessHandle database)
            throws InterruptedException {
        this.seconds = seconds;
        this.processes = processes;
        this.database = database;
        for (ServerProcess process : processes) {
            servers.add(process.server());
        }
    }

    public static void main(String[] arguments) throws Exception {
        Path data = Files.createTempDirectory("nodes");
        try (EmbeddedPostgres postgres =
                EmbeddedPostgres.builder().setDataDirectory(data).start()) {
            List<ServerProcess> processes = new ArrayList<>();
            for (int node = 0; node < MOST_NODES; node++) {
                processes.add(ServerProcess.start(OPTIONS, postgres, "core"));
            }
            long postmaster = Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0));
            new NodesThroughput(
                            Integer.parseInt(arguments[2]),
                            processes,
                            ProcessHandle.of(postmaster).orElseThrow())
                    .run(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
            processes.forEach(ServerProcess::close);
        }
        System.exit(0);
    }

    private void run(int clients, int blocks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        List<List<Block>> all = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int block = 0; block < blocks + WARM_UP; block++) {
            for (int turn = 0; turn < MOST_NODES; turn++) {
                // The first of a round meets a colder machine, so that they take turns.
                int nodes = 1 + (block + turn) % MOST_NODES;
                Block measured = block(threads, clients(nodes, clients));
                System.out.printf(Locale.ROOT, "block %d, %d nodes: %s%n", block, nodes, measured);
                if (block >= WARM_UP) {
                    all.get(nodes - 1).add(measured);
                }
            }
        }
        threads.shutdownNow();
        for (int nodes = 1; nodes <= MOST_NODES; nodes++) {
            tell(nodes, all.get(nodes - 1), all.get(0));
        }
    }

    private static void tell(int nodes, List<Block> blocks, List<Block> ofOne) {
        List<Double> ratios = new ArrayList<>();
        List<Double> cost = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            ratios.add(blocks.get(i).rate() / ofOne.get(i).rate());
            cost.add((blocks.get(i).servers() + blocks.get(i).database())
                    / (ofOne.get(i).servers() + ofOne.get(i).database()));
        }
        System.out.printf(
                Locale.ROOT,
                "%d nodes: %.2f of the updates of one, %.2f of its processor time for an update;"
                        + " servers %.2f ms, database %.2f ms an update%n",
                nodes,
                UpdateThroughput.median(ratios),
                UpdateThroughput.median(cost),
                UpdateThroughput.median(blocks.stream().map(Block::servers).toList()),
                UpdateThroughput.median(blocks.stream().map(Block::database).toList()));
    }

    private List<Client> clients(int nodes, int clients) throws IOException, InterruptedException {
        List<Client> all = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            TestServer server = servers.get(client % nodes);
            String token = server.token("Appointment.*", "Patient.*");
            URI patient = URI.create(server.base("core") + "/Patient/1");
            http.send(
                    request(patient, token)
                            .PUT(BodyPublishers.ofString("{\"resourceType\":\"Patient\",\"id\":\"1\"}"))
                            .build(),
                    BodyHandlers.ofString());
            HttpResponse<String> created = http.send(
                    request(URI.create(server.base("core") + "/Appointment"), token)
                            .POST(BodyPublishers.ofString(UpdateThroughput.body("", 0)))
                            .build(),
                    BodyHandlers.ofString());
            expect(created);
            String id = created.headers()
                    .firstValue("Location")
                    .orElseThrow()
                    .replaceFirst(".*/Appointment/([^/]+)/.*", "$1");
            all.add(new Client(URI.create(server.base("core") + "/Appointment/" + id), token));
        }
        return all;
    }

    private Block block(ExecutorService threads, List<Client> clients) throws Exception {
        Duration servers = busy(processes.stream().map(ServerProcess::handle));
        Duration databases = busy(Stream.concat(Stream.of(database), database.descendants()));
        List<Callable<Integer>> work = clients.stream()
                .map(client -> (Callable<Integer>) () -> updates(client))
                .toList();
        int sum = 0;
        for (Future<Integer> client : threads.invokeAll(work)) {
            sum += client.get();
        }
        return new Block(
                (double) sum / seconds,
                (double) busy(processes.stream().map(ServerProcess::handle))
                                .minus(servers)
                                .toMillis()
                        / sum,
                (double) busy(Stream.concat(Stream.of(database), database.descendants()))
                                .minus(databases)
                                .toMillis()
                        / sum);
    }

    private static Duration busy(Stream<ProcessHandle> processes) {
        return processes
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private int updates(Client client) throws IOException, InterruptedException {
        String id = "\"id\":\"" + client.appointment().getPath().replaceFirst(".*/", "") + "\",";
        String tag = "W/\"1\"";
        int count = 0;
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (System.nanoTime() < end) {
            HttpResponse<String> answer = http.send(
                    request(client.appointment(), client.token())
                            .header("If-Match", tag)
                            .PUT(BodyPublishers.ofString(UpdateThroughput.body(id, System.nanoTime())))
                            .build(),
                    BodyHandlers.ofString());
            expect(answer);
            tag = answer.headers().firstValue("ETag").orElseThrow();
            count++;
        }
        return count;
    }

    private static HttpRequest.Builder request(URI uri, String token) {
        return HttpRequest.newBuilder(uri)
                .header("Accept", JSON)
                .header("Content-Type", JSON)
                .header("Authorization", "Bearer " + token);
    }

    private static void expect(HttpResponse<String> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
    }
}
