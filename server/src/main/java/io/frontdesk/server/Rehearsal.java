package io.frontdesk.server;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Starts the server during the build, sends it the requests of a first user and stops, so that a JVM told to archive the
 * classes it has loaded ({@code -XX:ArchiveClassesAtExit}) archives those that a start needs.
 */
final class Rehearsal {

    private static final int SECONDS = 120;
    private static final String JSON = "application/fhir+json";
    private static final Pattern TOKEN = Pattern.compile("\"access_token\"\\s*:\\s*\"([^\"]+)\"");
    private static final String PATIENT = "{\"resourceType\":\"Patient\",\"id\":\"1\"}";
    private static final String APPOINTMENT = "{\"resourceType\":\"Appointment\",\"status\":\"booked\","
            + "\"start\":\"2030-01-01T09:00:00Z\",\"end\":\"2030-01-01T09:30:00Z\","
            + "\"participant\":[{\"actor\":{\"reference\":\"Patient/1\"},\"status\":\"accepted\"}]}";

    private final HttpClient http = HttpClient.newHttpClient();
    private final String root;
    private String token = "";

    private Rehearsal(String root) {
        this.root = root;
    }

    /** Plays a start on a free port; fails the build when the server does not answer as it should. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        String port = freePort();
        Thread server = new Thread(() -> Frontdesk.main(new String[] {"serve", "--port", port}), "server");
        server.setDaemon(true);
        server.start();
        new Rehearsal("http://127.0.0.1:" + port).play();
        System.exit(0);
    }

    private void play() throws IOException, InterruptedException {
        await();
        token = fetchToken();
        expect(201, request("/fhir/Patient/1").PUT(BodyPublishers.ofString(PATIENT)));
        String address = expect(201, request("/fhir/Appointment").POST(BodyPublishers.ofString(APPOINTMENT)))
                .headers()
                .firstValue("Location")
                .orElseThrow()
                .replaceFirst(".*(/fhir/Appointment/[^/]+)/.*", "$1");
        String id = address.substring(address.lastIndexOf('/') + 1);
        String arrived = APPOINTMENT.replace("booked", "arrived").replaceFirst("\\{", "{\"id\":\"" + id + "\",");
        expect(200, request(address).header("If-Match", "W/\"1\"").PUT(BodyPublishers.ofString(arrived)));
        expect(412, request(address).header("If-Match", "W/\"1\"").PUT(BodyPublishers.ofString(arrived)));
        expect(200, request(address).GET());
        expect(
                200,
                request("/fhir/Appointment?status=arrived&date=ge2029-01-01").GET());
    }

    private void await() throws IOException, InterruptedException {
        for (int second = 0; second < SECONDS; second++) {
            try {
                expect(200, request("/fhir/metadata").GET());
                return;
            } catch (ConnectException notYet) {
                TimeUnit.SECONDS.sleep(1);
            }
        }
        throw new IOException("The server did not start within " + SECONDS + " seconds");
    }

    private String fetchToken() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(root + "/dev/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("role=Appointment.*&role=Patient.*"))
                .build();
        Matcher answered =
                TOKEN.matcher(http.send(request, BodyHandlers.ofString()).body());
        if (!answered.find()) {
            throw new IOException("The server gives no token");
        }
        return answered.group(1);
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + path))
                .header("Accept", JSON)
                .header("Content-Type", JSON);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> expect(int status, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() != status) {
            throw new IOException("Expected " + status + ", got " + answer.statusCode() + ": " + answer.body());
        }
        return answer;
    }

    private static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return Integer.toString(socket.getLocalPort());
        }
    }
}
