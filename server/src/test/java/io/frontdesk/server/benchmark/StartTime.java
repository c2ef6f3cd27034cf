package io.frontdesk.server.benchmark;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Starts two servers in turn, several times, and compares them: time until the first FHIR request is answered, processor
 * time until then (steadier than the clock on a busy machine), memory (VmRSS) a few seconds later. Linux only.
 *
 * <p>Arguments: rounds, URL of the first server, its command line in one argument, URL of the second, its command line. A
 * URL is a metadata URL; once it is answered, an appointment is put beside it, and the time of both answers is told.
 */
public final class StartTime {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final long POLL_MILLIS = 20;
    private static final long SETTLE_SECONDS = 3;
    private static final String APPOINTMENT = "{\"resourceType\":\"Appointment\",\"id\":\"first\","
            + "\"status\":\"booked\",\"start\":\"2030-01-01T09:00:00Z\",\"end\":\"2030-01-01T09:30:00Z\","
            + "\"participant\":[{\"actor\":{\"reference\":\"Patient/1\"},\"status\":\"accepted\"}]}";

    private final HttpClient http = HttpClient.newHttpClient();

    private record Start(double metadataSeconds, double writtenSeconds, double cpuSeconds, double megabytes) {}

    private StartTime() {}

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        StartTime measure = new StartTime();
        List<Start> first = new ArrayList<>();
        List<Start> second = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            first.add(measure.start(arguments[1], arguments[2]));
            second.add(measure.start(arguments[3], arguments[4]));
            print("round " + round + " first ", first.subList(round, round + 1));
            print("round " + round + " second", second.subList(round, round + 1));
        }
        print("median  first ", first);
        print("median  second", second);
        System.out.printf(
                Locale.ROOT,
                "ratio first / second: metadata %.2f, written %.2f, CPU %.2f, memory %.2f%n",
                median(first.stream().map(Start::metadataSeconds).toList())
                        / median(second.stream().map(Start::metadataSeconds).toList()),
                median(first.stream().map(Start::writtenSeconds).toList())
                        / median(second.stream().map(Start::writtenSeconds).toList()),
                median(first.stream().map(Start::cpuSeconds).toList())
                        / median(second.stream().map(Start::cpuSeconds).toList()),
                median(first.stream().map(Start::megabytes).toList())
                        / median(second.stream().map(Start::megabytes).toList()));
    }

    private Start start(String metadata, String command) throws IOException, InterruptedException {
        long began = System.nanoTime();
        Process server = new ProcessBuilder(command.trim().split("\\s+"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            HttpRequest get = HttpRequest.newBuilder(URI.create(metadata))
                    .header("Accept", "application/fhir+json")
                    .build();
            while (!answered(get)) {
                if (!server.isAlive() || secondsSince(began) > PATIENCE.toSeconds()) {
                    throw new IllegalStateException("Not started: " + command);
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
            double metadataSeconds = secondsSince(began);
            HttpRequest put = HttpRequest.newBuilder(URI.create(metadata.replace("metadata", "Appointment/first")))
                    .header("Content-Type", "application/fhir+json")
                    .PUT(HttpRequest.BodyPublishers.ofString(APPOINTMENT))
                    .build();
            http.send(put, HttpResponse.BodyHandlers.ofString());
            double writtenSeconds = secondsSince(began);
            double cpuSeconds =
                    server.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            return new Start(metadataSeconds, writtenSeconds, cpuSeconds, megabytes(server.pid()));
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    private boolean answered(HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static double megabytes(long process) throws IOException {
        try (var lines = Files.lines(Path.of("/proc/" + process + "/status"))) {
            String resident =
                    lines.filter(line -> line.startsWith("VmRSS:")).findFirst().orElseThrow();
            return Long.parseLong(resident.replaceAll("\\D", "")) / 1024.0;
        }
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    private static void print(String label, List<Start> starts) {
        System.out.printf(
                Locale.ROOT,
                "%s: metadata %.2f s, written %.2f s, CPU %.2f s, memory %.0f MB%n",
                label,
                median(starts.stream().map(Start::metadataSeconds).toList()),
                median(starts.stream().map(Start::writtenSeconds).toList()),
                median(starts.stream().map(Start::cpuSeconds).toList()),
                median(starts.stream().map(Start::megabytes).toList()));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
