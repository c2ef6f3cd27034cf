package io.frontdesk.server.benchmark;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Compares how many appointments two running servers update in a second. Blocks of requests go to one and the other in
 * turn, so that both meet the same machine.
 *
 * <p>Arguments: FHIR base URL with guards, that without, clients, blocks, seconds a block, and optionally a bearer token.
 * Every client has its own appointment and updates it with the version that it was last told, switching nothing but the
 * comment. The first block of each is for warming up. An answer other than success stops the run.
 */
public final class UpdateThroughput {

    private static final String JSON = "application/fhir+json";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int seconds;
    private final String token;

    private UpdateThroughput(int seconds, String token) {
        this.seconds = seconds;
        this.token = token;
    }

    public static void main(String[] arguments) throws Exception {
        int clients = Integer.parseInt(arguments[2]);
        int blocks = Integer.parseInt(arguments[3]);
        UpdateThroughput measure =
                new UpdateThroughput(Integer.parseInt(arguments[4]), arguments.length > 5 ? arguments[5] : "");
        List<Double> guarded = new ArrayList<>();
        List<Double> plain = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            for (int block = 0; block <= blocks; block++) {
                double first = measure.block(threads, arguments[0], clients);
                double second = measure.block(threads, arguments[1], clients);
                System.out.printf(Locale.ROOT, "block %d: %.0f/s, %.0f/s%n", block, first, second);
                if (block > 0) {
                    guarded.add(first);
                    plain.add(second);
                }
            }
        } finally {
            threads.shutdownNow();
        }
        System.out.printf(
                Locale.ROOT,
                "median: %.0f/s, %.0f/s, ratio first / second %.2f%n",
                median(guarded),
                median(plain),
                median(guarded) / median(plain));
    }

    private double block(ExecutorService threads, String base, int clients) throws Exception {
        List<Callable<Integer>> work = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            URI appointment = URI.create(base + "/Appointment/throughput-" + client);
            work.add(() -> updates(appointment));
        }
        int sum = 0;
        for (Future<Integer> client : threads.invokeAll(work)) {
            sum += client.get();
        }
        return (double) sum / seconds;
    }

    private int updates(URI appointment) throws IOException, InterruptedException {
        String version = version(http.send(request(appointment).GET().build(), HttpResponse.BodyHandlers.ofString()));
        int count = 0;
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (System.nanoTime() < end) {
            HttpRequest.Builder put = request(appointment)
                    .header("Content-Type", JSON)
                    .PUT(HttpRequest.BodyPublishers.ofString(body(appointment, System.nanoTime())));
            if (!version.isEmpty()) {
                put.header("If-Match", version);
            }
            HttpResponse<String> answer = http.send(put.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IllegalStateException(answer.statusCode() + " " + answer.body());
            }
            version = version(answer);
            count++;
        }
        return count;
    }

    private HttpRequest.Builder request(URI uri) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Accept", JSON);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private static String version(HttpResponse<String> answer) {
        return answer.statusCode() / 100 == 2
                ? answer.headers().firstValue("ETag").orElse("")
                : "";
    }

    private static String body(URI appointment, long comment) {
        String id = appointment.getPath().replaceFirst(".*/", "");
        return "{\"resourceType\":\"Appointment\",\"id\":\"" + id + "\",\"status\":\"booked\",\"comment\":\"" + comment
                + "\",\"start\":\"2030-01-01T09:00:00Z\",\"end\":\"2030-01-01T09:30:00Z\","
                + "\"participant\":[{\"actor\":{\"reference\":\"Patient/1\"},\"status\":\"accepted\"}]}";
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
