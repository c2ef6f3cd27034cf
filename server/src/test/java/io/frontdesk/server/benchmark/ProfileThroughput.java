package io.frontdesk.server.benchmark;

import io.frontdesk.server.GuardedEndpoints;
import io.frontdesk.server.launch.Launched;
import io.frontdesk.server.launch.Launcher;
import io.frontdesk.server.settings.DatabaseSettings;
import io.frontdesk.server.settings.IdentitySettings;
import io.frontdesk.server.settings.ServerSettings;
import io.frontdesk.source.SourceFolder;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * What enforcing profiles costs: updates a second under {@code ehealth-dk}, and under the same contract with {@code
 * profiles.mode: off}, on two endpoints of one server. Arguments and blocks as of {@link UpdateThroughput}.
 */
public final class ProfileThroughput {

    private static final String EXAMPLE = "examples/valid/ehealth-videoappointment-create.json";
    private static final String TOKEN = "role=Appointment.*&role=Patient.*&claims=";

    private ProfileThroughput() {}

    public static void main(String[] arguments) throws Exception {
        SourceFolder enforcing = SourceFolder.builtIn("ehealth-dk");
        Path off = without(enforcing);
        String example = text(enforcing, EXAMPLE).replace("Patient/701", "Patient/1");
        try (Launched server = server(off)) {
            String form = TOKEN + URLEncoder.encode("{\"user_type\": \"SYSTEM\"}", StandardCharsets.UTF_8);
            UpdateThroughput measure = new UpdateThroughput(
                    Integer.parseInt(arguments[2]),
                    UpdateThroughput.token(server.base(), form),
                    (id, comment) -> example.replaceFirst("\\{", "{" + id)
                            .replaceFirst("\"comment\": *\"[^\"]*\"", "\"comment\":\"" + comment + "\""));
            measure.compare(
                    List.of(server.base() + "/fhir/ehealth-dk", server.base() + "/fhir/ehealth-dk-off"),
                    Integer.parseInt(arguments[0]),
                    Integer.parseInt(arguments[1]));
        }
        System.exit(0);
    }

    private static Launched server(Path off) {
        return new Launcher(new GuardedEndpoints(), Clock.systemUTC())
                .launch(new ServerSettings(
                        List.of("ehealth-dk", off.toString()),
                        "127.0.0.1",
                        0,
                        new DatabaseSettings("jdbc:h2:mem:", Optional.empty(), Optional.empty()),
                        new IdentitySettings.Development(Optional.empty())));
    }

    private static Path without(SourceFolder enforcing) throws IOException {
        Path off = Files.createTempDirectory("ehealth-dk-off");
        for (String name : enforcing.list()) {
            if (name.equals("contract.yaml") || name.startsWith("definitions/")) {
                Path file = off.resolve(name);
                Files.createDirectories(file.getParent());
                Files.writeString(
                        file,
                        text(enforcing, name)
                                .replace("contract: ehealth-dk", "contract: ehealth-dk-off")
                                .replace("mode: enforce", "mode: \"off\""));
            }
        }
        return off;
    }

    private static String text(SourceFolder folder, String name) throws IOException {
        try (InputStream stream = folder.open(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
