package io.frontdesk.server;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Starts the server during the build, sends it a few requests and stops, so that a JVM told to archive the classes it
 * has loaded ({@code -XX:ArchiveClassesAtExit}) archives those that a start needs.
 *
 * <p>Arguments: the FHIR base path such as {@code /fhir}, then those of the server. In all of them {@code PORT} stands for
 * a free port. How the requests are answered does not matter, only that they are.
 */
final class Rehearsal {

    private static final int SECONDS = 120;
    private static final String JSON = "application/fhir+json";
    private static final String APPOINTMENT = "{\"resourceType\":\"Appointment\",\"id\":\"rehearsal\","
            + "\"status\":\"booked\",\"start\":\"2030-01-01T09:00:00Z\",\"end\":\"2030-01-01T09:30:00Z\","
            + "\"participant\":[{\"actor\":{\"reference\":\"Patient/1\"},\"status\":\"accepted\"}]}";

    private final HttpClient http = HttpClient.newHttpClient();
    private final String base;

    private Rehearsal(String base) {
        this.base = base;
    }

    public static void main(String[] arguments) throws Exception {
        String port = freePort();
        List<String> given =
                Arrays.stream(arguments).map(text -> text.replace("PORT", port)).toList();
        Frontdesk.main(given.subList(1, given.size()).toArray(String[]::new));
        new Rehearsal("http://localhost:" + port + given.get(0)).play();
        System.exit(0);
    }

    private void play() throws IOException, InterruptedException {
        awaitMetadata();
        send(request("/Appointment/rehearsal").PUT(HttpRequest.BodyPublishers.ofString(APPOINTMENT)));
        send(request("/Appointment/rehearsal").header("If-Match", "W/\"1\"").PUT(HttpRequest.BodyPublishers.ofString(
                APPOINTMENT.replace("booked", "arrived"))));
        send(request("/Appointment/rehearsal").GET());
        send(request("/Appointment?status=arrived&date=ge2029-01-01").GET());
    }

    private void awaitMetadata() throws IOException, InterruptedException {
        for (int second = 0; second < SECONDS; second++) {
            try {
                send(request("/metadata").GET());
                return;
            } catch (java.net.ConnectException e) {
                TimeUnit.SECONDS.sleep(1);
            }
        }
        throw new IOException("The server did not start within " + SECONDS + " seconds");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .header("Accept", JSON)
                .header("Content-Type", JSON);
    }

    private void send(HttpRequest.Builder request) throws IOException, InterruptedException {
        http.send(request.build(), HttpResponse.BodyHandlers.discarding());
    }

    private static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return Integer.toString(socket.getLocalPort());
        }
    }
}
