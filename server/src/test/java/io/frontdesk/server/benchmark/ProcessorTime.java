package io.frontdesk.server.benchmark;

import io.frontdesk.server.launch.Launched;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What requests cost the server's own threads: an update with guards against one without, and a refusal for a missing right
 * against an update with guards. Throughput counts the client too, which shares the machine; this does not.
 *
 * <p>Arguments: blocks, requests a block. The first four blocks are for warming up.
 */
public final class ProcessorTime {

    private static final int WARM_UP = 4;
    private static final String JSON = "application/fhir+json";
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int requests;

    private ProcessorTime(int requests) {
        this.requests = requests;
    }

    public static void main(String[] arguments) throws Exception {
        int blocks = Integer.parseInt(arguments[0]);
        try (Launched server = UpdateThroughput.server()) {
            String all = UpdateThroughput.token(server.base(), "role=Appointment.*&role=Patient.*");
            String none = UpdateThroughput.token(server.base(), "role=Nothing.read");
            new ProcessorTime(Integer.parseInt(arguments[1])).compare(server.base(), blocks, all, none);
        }
        System.exit(0);
    }

    private void compare(String base, int blocks, String all, String none) throws IOException, InterruptedException {
        URI guarded = appointment(base + "/fhir/core", all);
        URI plain = appointment(base + "/fhir/unguarded", all);
        List<Double> guards = new ArrayList<>();
        List<Double> refusals = new ArrayList<>();
        for (int block = 0; block < blocks + WARM_UP; block++) {
            double one = perRequest(block % 2 == 0 ? guarded : plain, all, 200);
            double other = perRequest(block % 2 == 0 ? plain : guarded, all, 200);
            double refused = perRequest(guarded, none, 403);
            double update = block % 2 == 0 ? one : other;
            if (block >= WARM_UP) {
                guards.add(update / (block % 2 == 0 ? other : one));
                refusals.add(refused / update);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "processor time: guarded / plain update %.3f, refusal / guarded update %.3f%n",
                UpdateThroughput.median(guards),
                UpdateThroughput.median(refusals));
    }

    private double perRequest(URI appointment, String token, int expected) throws IOException, InterruptedException {
        String id = "\"id\":\"" + appointment.getPath().replaceFirst(".*/", "") + "\",";
        String version = "W/\"1\"";
        if (expected == 200) {
            version = http.send(request(appointment, token).GET().build(), HttpResponse.BodyHandlers.ofString())
                    .headers()
                    .firstValue("ETag")
                    .orElseThrow();
        }
        long before = serverNanos();
        for (int i = 0; i < requests; i++) {
            HttpResponse<String> answer = http.send(
                    request(appointment, token)
                            .header("If-Match", version)
                            .PUT(HttpRequest.BodyPublishers.ofString(UpdateThroughput.body(id, System.nanoTime())))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != expected) {
                throw new IllegalStateException(answer.statusCode() + " " + answer.body());
            }
            version = answer.headers().firstValue("ETag").orElse(version);
        }
        return (double) (serverNanos() - before) / requests;
    }

    private URI appointment(String base, String token) throws IOException, InterruptedException {
        http.send(
                request(URI.create(base + "/Patient/1"), token)
                        .PUT(HttpRequest.BodyPublishers.ofString("{\"resourceType\":\"Patient\",\"id\":\"1\"}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        HttpResponse<String> created = http.send(
                request(URI.create(base + "/Appointment"), token)
                        .POST(HttpRequest.BodyPublishers.ofString(UpdateThroughput.body("", 0)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return URI.create(created.headers().firstValue("Location").orElseThrow().replaceFirst("/_history/.*", ""));
    }

    private static HttpRequest.Builder request(URI uri, String token) {
        return HttpRequest.newBuilder(uri)
                .header("Accept", JSON)
                .header("Content-Type", JSON)
                .header("Authorization", "Bearer " + token);
    }

    /** The threads that Jetty answers with are named so by the server. */
    private static long serverNanos() {
        long sum = 0;
        for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith("http-")) {
                sum += Math.max(THREADS.getThreadCpuTime(thread.getThreadId()), 0);
            }
        }
        return sum;
    }
}
