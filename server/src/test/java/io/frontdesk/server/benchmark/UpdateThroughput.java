package io.frontdesk.server.benchmark;

import ca.uhn.fhir.context.FhirVersionEnum;
import ca.uhn.fhir.rest.server.RestfulServer;
import io.frontdesk.answer.AnswerPolicy;
import io.frontdesk.answer.Refusals;
import io.frontdesk.answer.RequestIdForm;
import io.frontdesk.answer.UnflushedWriterInterceptor;
import io.frontdesk.server.FhirStore;
import io.frontdesk.server.GuardedEndpoints;
import io.frontdesk.server.StoreSettings;
import io.frontdesk.server.http.Endpoint;
import io.frontdesk.server.http.EndpointFactory;
import io.frontdesk.server.http.SmartSupport;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;

/**
 * What the guards cost: updates a second with guards and without, on two endpoints of one server that share everything but
 * their stores. Blocks of requests go to one and the other in turn, so that both meet the same machine and the same JIT.
 *
 * <p>Arguments: clients, blocks, seconds a block. Every client has its own appointment and updates it with the version that
 * it was last told, changing the comment. The first eight blocks are for warming up. An answer other than success stops the run.
 */
public final class UpdateThroughput {

    private static final String JSON = "application/fhir+json";
    private static final int WARM_UP = 8;
    private static final Set<String> TYPES = Set.of("Appointment", "Patient");

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
            measure.compare(server.base() + "/fhir/core", server.base() + "/fhir/unguarded", clients, blocks);
        }
        System.exit(0);
    }

    /** Prints what the updates a second at one endpoint are of those at another. */
    void compare(String guarded, String plain, int clients, int blocks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        List<URI> guardedOnes = appointments(guarded, clients);
        List<URI> plainOnes = appointments(plain, clients);
        List<Double> ratios = new ArrayList<>();
        for (int block = 0; block < blocks + WARM_UP; block++) {
            // The second of a block meets a warmer JIT, so that they take turns.
            boolean guardedFirst = block % 2 == 0;
            double one = block(threads, guardedFirst ? guardedOnes : plainOnes);
            double other = block(threads, guardedFirst ? plainOnes : guardedOnes);
            double first = guardedFirst ? one : other;
            double second = guardedFirst ? other : one;
            System.out.printf(
                    Locale.ROOT,
                    "block %d: first %.0f/s, second %.0f/s, ratio %.3f%n",
                    block,
                    first,
                    second,
                    first / second);
            if (block >= WARM_UP) {
                ratios.add(first / second);
            }
        }
        threads.shutdownNow();
        System.out.printf(
                Locale.ROOT,
                "%d clients: median ratio of %s to %s %.3f%n",
                clients,
                name(guarded),
                name(plain),
                median(ratios));
    }

    private static String name(String base) {
        return base.substring(base.lastIndexOf('/') + 1);
    }

    static Launched server() {
        EndpointFactory guarded = new GuardedEndpoints();
        EndpointFactory both = (name, settings, tokens, provider) ->
                name.equals("unguarded") ? unguarded(name) : guarded.open(name, settings, tokens, provider);
        return new Launcher(both, Clock.systemUTC())
                .launch(new ServerSettings(
                        List.of("core", "unguarded"),
                        "127.0.0.1",
                        0,
                        new DatabaseSettings("jdbc:h2:mem:", Optional.empty(), Optional.empty()),
                        new IdentitySettings.Development(Optional.empty())));
    }

    private static Endpoint unguarded(String name) {
        FhirStore store = FhirStore.open(
                new StoreSettings(name, FhirVersionEnum.R4, "jdbc:h2:mem:", null, null, TYPES, List.of(), true));
        RestfulServer server = new RestfulServer(store.fhirContext());
        store.serve(server, null, (type, operation) -> false);
        // No guard, and part of both sides: what is measured are the guards.
        server.registerInterceptor(new UnflushedWriterInterceptor());
        return new Endpoint(
                name,
                "R4",
                "none",
                server,
                Map.of(),
                new Refusals(store.fhirContext(), AnswerPolicy.standard()),
                RequestIdForm.HEX,
                SmartSupport.NONE,
                store::isReady,
                store::close);
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
