package io.frontdesk.server.check;

import io.frontdesk.server.check.CheckStoppedException.Why;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends one request after another: no more than it may, with a pause between them, and later where the server asks for that.
 * Follows no redirect, so that a token goes to no other server than the one that it was given for.
 */
final class Wire {

    private static final int MOST_PATIENCE_SECONDS = 60;
    private static final int MOST_REPEATS = 2;
    private static final int MOST_SILENCE = 3;

    private final HttpClient http;
    private final String base;
    private final Limits limits;
    private final String agent;
    private int left;
    private int sent;
    private int silent;

    /**
     * @param base the base URL, without a slash at the end
     * @param agent who the server is told asks
     */
    Wire(String base, Limits limits, String agent) {
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(limits.timeout())
                .build();
        this.base = base;
        this.limits = limits;
        this.agent = agent;
        this.left = limits.requests();
    }

    /** Returns how many requests were sent. */
    int sent() {
        return sent;
    }

    /** Allows some more requests, for what has to be done in any case, also by a thread that was interrupted. */
    void allow(int more) {
        Thread.interrupted();
        left = Math.max(left, 0) + more;
        silent = 0;
    }

    /**
     * Sends a request and waits for the answer. Somebody who interrupts this thread meanwhile stops the next request only: what
     * the server did with one whose answer is not read, nobody would clean up.
     *
     * @return the answer, or empty where none came
     * @throws CheckStoppedException when no more may be sent, several were not answered one after another, or somebody has
     *     interrupted this thread before
     */
    Optional<Got> send(Sent request) {
        try {
            for (int repeats = 0; ; repeats++) {
                Optional<Got> got = once(request);
                Optional<Duration> later = got.flatMap(Wire::later);
                if (later.isEmpty() || repeats == MOST_REPEATS) {
                    return got;
                }
                TimeUnit.MILLISECONDS.sleep(later.get().toMillis());
            }
        } catch (InterruptedException stopped) {
            throw new CheckStoppedException(Why.STOPPED, "It was stopped.");
        }
    }

    private Optional<Got> once(Sent request) throws InterruptedException {
        if (left <= 0) {
            throw new CheckStoppedException(
                    Why.LIMIT,
                    "The limit of " + limits.requests() + " requests is reached; --max-requests allows more.");
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (sent > 0) {
            TimeUnit.MILLISECONDS.sleep(limits.pause().toMillis());
        }
        left--;
        sent++;
        var answer = http.sendAsync(built(request), info -> new CappedBody());
        try {
            HttpResponse<byte[]> response = awaited(answer);
            silent = 0;
            return Optional.of(new Got(
                    response.statusCode(), response.headers(), new String(response.body(), StandardCharsets.UTF_8)));
        } catch (TimeoutException | ExecutionException none) {
            answer.cancel(true);
            silent++;
            if (sent == 1 || silent == MOST_SILENCE) {
                throw new CheckStoppedException(Why.NO_SERVER, "No answer from " + base + ": " + reason(none) + ".");
            }
            return Optional.empty();
        }
    }

    private <T> T awaited(Future<T> answer) throws ExecutionException, TimeoutException {
        long until = System.nanoTime() + limits.timeout().toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return answer.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException stopped) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String reason(Exception none) {
        Throwable cause = none.getCause() instanceof IOException io ? io : none;
        return cause instanceof TimeoutException || cause.getMessage() == null
                ? cause.getClass().getSimpleName()
                : cause.getMessage().lines().findFirst().orElse("");
    }

    private HttpRequest built(Sent request) {
        var body = request.body().isEmpty()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(request.body());
        HttpRequest.Builder built = HttpRequest.newBuilder(URI.create(base + "/" + request.path()))
                .timeout(limits.timeout())
                .method(request.method(), body)
                .header("User-Agent", agent);
        request.headers().forEach(built::header);
        if (!request.token().isEmpty()) {
            built.header("Authorization", "Bearer " + request.token());
        }
        return built.build();
    }

    /** How long a server that has too much to do asks to wait. */
    private static Optional<Duration> later(Got got) {
        return got.status() != 429 && got.status() != 503
                ? Optional.empty()
                : got.headers()
                        .firstValue("Retry-After")
                        .filter(seconds -> seconds.matches("\\d{1,4}"))
                        .map(Integer::parseInt)
                        .filter(seconds -> seconds <= MOST_PATIENCE_SECONDS)
                        .map(Duration::ofSeconds);
    }
}
