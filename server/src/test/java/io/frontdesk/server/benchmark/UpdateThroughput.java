package io.frontdesk.server.benchmark;

import io.frontdesk.answer.UnflushedWriterInterceptor;
import io.frontdesk.decision.Modes;
import io.frontdesk.server.BareEndpoint;
import io.frontdesk.server.GuardedEndpoints;
import io.frontdesk.server.TestContracts;
import io.frontdesk.server.http.Endpoint;
import io.frontdesk.server.http.EndpointFactory;
import io.frontdesk.server.launch.Launched;
import io.frontdesk.server.launch.Launcher;
import io.frontdesk.server.settings.DatabaseSettings;
import io.frontdesk.server.settings.IdentitySettings;
import io.frontdesk.server.settings.ServerSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * What the guards cost: updates a second with guards, with the whole contract in shadow, and without any, on three endpoints of one
 * server that share everything but their stores. Blocks of requests go to each in turn, so that all meet the same machine and the
 * same JIT.
 *
 * <p>Arguments: clients, blocks, seconds a block. Every client has its own appointment and updates it with the version that
 * it was last told, changing the comment. The first eight blocks are for warming up. An answer other than success stops the run.
 */
public final class UpdateThroughput {

    private static final String JSON = "application/fhir+json";
    private static final int WARM_UP = 8;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int seconds;
    private final String token;

    private final BiFunction<String, Long, String> body;

    /** @param body an appointment with a comment; its id as the text {@code "id":"..",} or an empty one */
    UpdateThroughput(int seconds, String token, BiFunction<String, Long, String> body) {
        this.seconds = seconds;
        this.token = token;
        this.body = body;
    }

    public static void main(String[] arguments) throws Exception {
        int clients = Integer.parseInt(arguments[0]);
        int blocks = Integer.parseInt(arguments[1]);
        try (Launched server = server()) {
            UpdateThroughput measure = new UpdateThroughput(
                    Integer.parseInt(arguments[2]),
                    token(server.base(), "role=Appointment.*&role=Patient.*"),
                    UpdateThroughput::body);
            measure.compare(
                    List.of(
                            server.base() + "/fhir/core",
                            server.base() + "/fhir/shadow",
                            server.base() + "/fhir/unguarded"),
                    clients,
                    blocks);
        }
        System.exit(0);
    }

    /** Prints what the updates a second at each endpoint are of those at the last one. */
    void compare(List<String> bases, int clients, int blocks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        List<List<URI>> appointments = new ArrayList<>();
        List<List<Double>> ratios = new ArrayList<>();
        for (String base : bases) {
            appointments.add(appointments(base, clients));
            ratios.add(new ArrayList<>());
        }
        int last = bases.size() - 1;
        for (int block = 0; block < blocks + WARM_UP; block++) {
            double[] rates = new double[bases.size()];
            for (int turn = 0; turn < rates.length; turn++) {
                // Who comes later in a block meets a warmer JIT, so that they take turns.
                int whose = (block + turn) % rates.length;
                rates[whose] = block(threads, appointments.get(whose));
            }
            for (int one = 0; one < last; one++) {
                double ratio = rates[one] / rates[last];
                System.out.printf(
                        Locale.ROOT,
                        "block %d: %s %.0f/s, %s %.0f/s, ratio %.3f%n",
                        block,
                        name(bases.get(one)),
                        rates[one],
                        name(bases.get(last)),
                        rates[last],
                        ratio);
                if (block >= WARM_UP) {
                    ratios.get(one).add(ratio);
                }
            }
        }
        threads.shutdownNow();
        for (int one = 0; one < last; one++) {
            System.out.printf(
                    Locale.ROOT,
                    "%d clients: median ratio of %s to %s %.3f (%.3f to %.3f)%n",
                    clients,
                    name(bases.get(one)),
                    name(bases.get(last)),
                    median(ratios.get(one)),
                    Collections.min(ratios.get(one)),
                    Collections.max(ratios.get(one)));
        }
    }

    private static String name(String base) {
        return base.substring(base.lastIndexOf('/') + 1);
    }

    static Launched server() {
        EndpointFactory guarded = new GuardedEndpoints();
        String shadow = TestContracts.changed("core", "shadow", UnaryOperator.identity())
                .toString();
        EndpointFactory each = (name, settings, tokens, provider) -> name.equals("unguarded")
                ? unguarded(name)
                : guarded.open(name, name.equals(shadow) ? shadowed(settings) : settings, tokens, provider);
        return new Launcher(each, Clock.systemUTC())
                .launch(new ServerSettings(
                        List.of("core", shadow, "unguarded"),
                        "127.0.0.1",
                        0,
                        new DatabaseSettings("jdbc:h2:mem:", Optional.empty(), Optional.empty()),
                        new IdentitySettings.Development(Optional.empty())));
    }

    private static ServerSettings shadowed(ServerSettings settings) {
        return new ServerSettings(
                settings.contracts(),
                settings.host(),
                settings.port(),
                settings.database(),
                settings.identity(),
                settings.tls(),
                settings.http(),
                Modes.shadow());
    }

    private static Endpoint unguarded(String name) {
        // No guard, and part of both sides: what is measured are the guards.
        return BareEndpoint.open(
                name,
                Set.of("Appointment", "Patient"),
                (store, server) -> server.registerInterceptor(new UnflushedWriterInterceptor()));
    }

    static String token(String root, String form) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(root + "/dev/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.ofString())
                .body()
                .replaceFirst("(?s).*\"access_token\"\\s*:\\s*\"([^\"]+)\".*", "$1");
    }

    private List<URI> appointments(String base, int clients) throws IOException, InterruptedException {
        URI patient = URI.create(base + "/Patient/1");
        expect(http.send(
                request(patient)
                        .PUT(BodyPublishers.ofString("{\"resourceType\":\"Patient\",\"id\":\"1\"}"))
                        .build(),
                BodyHandlers.ofString()));
        List<URI> created = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            HttpResponse<String> answer = http.send(
                    request(URI.create(base + "/Appointment"))
                            .POST(BodyPublishers.ofString(body.apply("", 0L)))
                            .build(),
                    BodyHandlers.ofString());
            expect(answer);
            created.add(URI.create(
                    answer.headers().firstValue("Location").orElseThrow().replaceFirst("/_history/.*", "")));
        }
        return created;
    }

    private double block(ExecutorService threads, List<URI> appointments) throws Exception {
        List<Callable<Integer>> work = new ArrayList<>();
        for (URI appointment : appointments) {
            work.add(() -> updates(appointment));
        }
        int sum = 0;
        for (Future<Integer> client : threads.invokeAll(work)) {
            sum += client.get();
        }
        return (double) sum / seconds;
    }

    private int updates(URI appointment) throws IOException, InterruptedException {
        String id = "\"id\":\"" + appointment.getPath().replaceFirst(".*/", "") + "\",";
        HttpResponse<String> answer = http.send(request(appointment).GET().build(), BodyHandlers.ofString());
        expect(answer);
        int count = 0;
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (System.nanoTime() < end) {
            answer = http.send(
                    request(appointment)
                            .header(
                                    "If-Match",
                                    answer.headers().firstValue("ETag").orElseThrow())
                            .PUT(BodyPublishers.ofString(body.apply(id, System.nanoTime())))
                            .build(),
                    BodyHandlers.ofString());
            expect(answer);
            count++;
        }
        return count;
    }

    private HttpRequest.Builder request(URI uri) {
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

    static String body(String id, long comment) {
        return "{\"resourceType\":\"Appointment\"," + id + "\"status\":\"booked\",\"comment\":\"" + comment
                + "\",\"start\":\"2030-01-01T09:00:00Z\",\"end\":\"2030-01-01T09:30:00Z\","
                + "\"participant\":[{\"actor\":{\"reference\":\"Patient/1\"},\"status\":\"accepted\"}]}";
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
