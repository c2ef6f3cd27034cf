package io.frontdesk.server.launch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Asks a server on this machine how it is. Sends nothing that anybody must not see. */
public final class HealthProbe {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final boolean tls;
    private final String host;
    private final int port;

    /**
     * @param tls whether the server speaks TLS; its certificate is taken as it is, as the orchestrators' own probes do
     * @param host where it listens; all of the machine's addresses count as the loopback
     * @param port its port
     */
    public HealthProbe(boolean tls, String host, int port) {
        this.tls = tls;
        this.host = reachable(host);
        this.port = port;
    }

    /**
     * What came of a question.
     *
     * @param up whether the server is as it should be
     * @param said what it answered, or why it did not, in one line
     */
    public record Answer(boolean up, String said) {}

    /** Asks {@code /health/<what>}, and waits 10 seconds at most. */
    public Answer ask(String what) {
        var address = URI.create((tls ? "https://" : "http://") + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + port + "/health/" + what);
        var request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
        try {
            var client = HttpClient.newBuilder().connectTimeout(PATIENCE);
            if (tls) {
                client.sslContext(anyServer());
            }
            var answer = client.build().send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode() == 200, answer.body());
        } catch (IOException unreachable) {
            return new Answer(
                    false,
                    "Nothing answers at " + address + " ("
                            + unreachable.getClass().getSimpleName()
                            + "). Is the server started, with this host and port?");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Answer(false, "Stopped before " + address + " answered.");
        }
    }

    private static String reachable(String host) {
        try {
            var address = InetAddress.getByName(host);
            return address.isAnyLocalAddress()
                    ? InetAddress.getLoopbackAddress().getHostAddress()
                    : host;
        } catch (UnknownHostException unknown) {
            return host;
        }
    }

    private static SSLContext anyServer() throws IOException {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new AnyServer()}, null);
            return context;
        } catch (GeneralSecurityException noTls) {
            throw new IOException(noTls);
        }
    }

    /** Whoever answers on this machine may say how it is: it learns nothing by that. */
    private static final class AnyServer extends X509ExtendedTrustManager {

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
