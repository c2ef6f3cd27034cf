package io.frontdesk.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.frontdesk.server.launch.Launched;
import io.frontdesk.server.launch.Launcher;
import io.frontdesk.server.settings.DatabaseSettings;
import io.frontdesk.server.settings.HttpSettings;
import io.frontdesk.server.settings.IdentitySettings;
import io.frontdesk.server.settings.ServerSettings;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The whole server as its users start it, on a free port, in dev identity; in this process, or in one of its own. */
public final class TestServer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String root;
    private final Runnable stop;

    private TestServer(String root, Runnable stop) {
        this.root = root;
        this.stop = stop;
    }

    /** Takes a server that runs elsewhere. */
    static TestServer running(String root, Runnable stop) {
        return new TestServer(root, stop);
    }

    /** Starts contracts (built-in names or folders), each on an in-memory database of its own. */
    public static TestServer start(String... contracts) {
        return on("jdbc:h2:mem:", contracts);
    }

    /** Starts contracts on the given database. */
    public static TestServer on(String jdbcUrl, String... contracts) {
        return with(new DatabaseSettings(jdbcUrl, Optional.empty(), Optional.empty()), HttpSettings.USUAL, contracts);
    }

    /** Starts whatever is asked for. */
    public static TestServer with(ServerSettings settings) {
        Launched launched = new Launcher(new GuardedEndpoints(), Clock.systemUTC()).launch(settings);
        return new TestServer(launched.base(), launched::close);
    }

    /** Starts contracts with settings of one's own. */
    public static TestServer with(DatabaseSettings database, HttpSettings http, String... contracts) {
        return with(new ServerSettings(
                List.of(contracts),
                "127.0.0.1",
                0,
                database,
                new IdentitySettings.Development(Optional.empty()),
                Optional.empty(),
                http));
    }

    /** Returns the server's address, without a slash at the end. */
    public String root() {
        return root;
    }

    /** Returns the base URL of a contract's endpoint. */
    public String base(String contract) {
        return root() + "/fhir/" + contract;
    }

    /** Returns a token with the roles. */
    public String token(String... roles) {
        return token(Map.of(), roles);
    }

    /** Returns a token with the roles and further claims. */
    public String token(Map<String, ?> claims, String... roles) {
        StringBuilder form = new StringBuilder("claims=").append(encoded(json(claims)));
        for (String role : roles) {
            form.append("&role=").append(encoded(role));
        }
        try {
            HttpResponse<String> answer = HTTP.send(
                    HttpRequest.newBuilder(URI.create(root() + "/dev/token"))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(form.toString()))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return JSON.readTree(answer.body()).required("access_token").asText();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String json(Map<String, ?> claims) {
        try {
            return JSON.writeValueAsString(claims);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        stop.run();
    }
}
