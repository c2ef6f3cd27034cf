package io.frontdesk.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.frontdesk.server.settings.IdentitySettings;
import io.frontdesk.server.settings.LogFormat;
import io.frontdesk.server.settings.ServerSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/**
 * Holds what is said to Docker, Keycloak and Kubernetes, none of which runs in a test, to what the server and its image
 * really know: keys, settings, users, ports, names that must be the same in two files.
 */
class DeployTest {

    private static final Path DEPLOY = Path.of("deploy");
    private static final String USER = "10001";
    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());
    /** What the Compose specification has for a service, as far as it is used. */
    private static final Set<String> SERVICE_KEYS = Set.of(
            "image",
            "user",
            "read_only",
            "tmpfs",
            "cap_drop",
            "security_opt",
            "environment",
            "volumes",
            "healthcheck",
            "restart",
            "command",
            "ports",
            "network_mode",
            "depends_on",
            "stop_grace_period");

    private static final Set<String> HEALTH_KEYS =
            Set.of("test", "interval", "timeout", "retries", "start_period", "start_interval");
    private static final Pattern VARIABLE = Pattern.compile("(?<!\\$)\\$\\{(\\w+)(:[-?][^}]*)?}");

    private static JsonNode compose;
    private static JsonNode realm;
    private static JsonNode pod;
    private static Element image;

    @BeforeAll
    static void read() throws Exception {
        compose = YAML.readTree(DEPLOY.resolve("compose.yaml").toFile());
        realm = YAML.readTree(DEPLOY.resolve("realm.json").toFile());
        List<JsonNode> manifests;
        try (var documents = YAML.readerFor(JsonNode.class)
                .<JsonNode>readValues(DEPLOY.resolve("kubernetes.yaml").toFile())) {
            manifests = documents.readAll();
        }
        assertThat(manifests).extracting(one -> one.path("kind").asText()).containsExactly("Deployment", "Service");
        pod = manifests.get(0).at("/spec/template/spec");
        assertThat(manifests.get(0).at("/spec/selector/matchLabels"))
                .isEqualTo(manifests.get(0).at("/spec/template/metadata/labels"))
                .isEqualTo(manifests.get(1).at("/spec/selector"));
        image = (Element) XPathFactory.newInstance()
                .newXPath()
                .evaluate(
                        "//*[local-name()='profile']//*[local-name()='plugin']/*[local-name()='configuration']",
                        DocumentBuilderFactory.newInstance()
                                .newDocumentBuilder()
                                .parse(new File("pom.xml")),
                        XPathConstants.NODE);
    }

    @Test
    void composesServicesOfKnownKeysPinnedImagesAndHealthChecks() {
        assertThat(names(compose)).containsExactlyInAnyOrder("name", "services", "volumes");
        for (var service : compose.path("services").properties()) {
            var keys = service.getValue();
            assertThat(SERVICE_KEYS).as(service.getKey()).containsAll(names(keys));
            assertThat(keys.path("image").asText()).as(service.getKey()).matches("[a-z0-9./-]+:\\d+\\.\\d+[a-z0-9.-]*");
            assertThat(HEALTH_KEYS).as(service.getKey()).containsAll(names(keys.path("healthcheck")));
            assertThat(keys.at("/healthcheck/test/0").asText())
                    .as(service.getKey())
                    .isEqualTo("CMD");
            assertThat(keys.path("user").asText()).as(service.getKey()).matches("[1-9]\\d*:\\d+");
            assertThat(texts(keys.path("cap_drop"))).as(service.getKey()).containsExactly("ALL");
            for (var needed : keys.path("depends_on").properties()) {
                assertThat(compose.at("/services/" + needed.getKey()).isObject())
                        .isTrue();
                assertThat(needed.getValue().path("condition").asText()).isEqualTo("service_healthy");
            }
            for (var port : texts(keys.path("ports"))) {
                assertThat(port).as("for this machine alone").startsWith("127.0.0.1:");
            }
        }
        assertThat(service("frontdesk").path("read_only").asBoolean()).isTrue();
        assertThat(service("postgres").path("read_only").asBoolean()).isTrue();
    }

    @Test
    void keepsSecretsOutOfTheFilesAndAsksForEach() throws IOException {
        var asked = new TreeSet<String>();
        var variable = VARIABLE.matcher(Files.readString(DEPLOY.resolve("compose.yaml")));
        while (variable.find()) {
            assertThat(variable.group(2)).as(variable.group(1)).matches(":(\\?.+|-http://localhost:3000)");
            asked.add(variable.group(1));
        }
        assertThat(asked)
                .containsExactlyInAnyOrder(
                        "FRONTDESK_DB_PASSWORD",
                        "KEYCLOAK_ADMIN_PASSWORD",
                        "BOOKING_SERVICE_SECRET",
                        "TEST_USER_PASSWORD",
                        "DESK_APP_ORIGIN");
        var install = Files.readString(Path.of("docs", "install.md"));
        assertThat(asked).filteredOn(name -> !name.equals("DESK_APP_ORIGIN")).allMatch(install::contains);

        var open = VARIABLE.matcher(Files.readString(DEPLOY.resolve("realm.json")))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        assertThat(names(service("keycloak").path("environment"))).containsAll(open);
        assertThat(realm.at("/users/0/credentials/0/value").asText()).startsWith("${");
        assertThat(realm.at("/clients/1/secret").asText()).startsWith("${");
    }

    @Test
    void givesFrontdeskSettingsThatItKnowsAndThatFitTheOthers() {
        var environment = environment(service("frontdesk").path("environment"));
        environment.putAll(imageEnvironment().entrySet().stream()
                .filter(entry -> !environment.containsKey(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));

        var settings = settings(environment);

        assertThat(settings.contracts()).containsExactly("core");
        assertThat(settings.host()).isEqualTo("0.0.0.0");
        assertThat(settings.log()).isEqualTo(LogFormat.JSON);
        assertThat(settings.database().url())
                .isEqualTo("jdbc:postgresql://postgres/"
                        + service("postgres").at("/environment/POSTGRES_DB").asText());
        assertThat(settings.database().user())
                .contains(service("postgres").at("/environment/POSTGRES_USER").asText());
        var keycloak = service("keycloak").path("environment");
        assertThat(settings.identity())
                .isInstanceOfSatisfying(
                        IdentitySettings.OpenId.class,
                        openId -> assertThat(openId.issuer())
                                .isEqualTo(keycloak.path("KC_HOSTNAME").asText() + "/realms/"
                                        + realm.path("realm").asText())
                                .endsWith(":" + keycloak.path("KC_HTTP_PORT").asText() + "/realms/clinic"));
        assertThat(texts(service("keycloak").path("ports")))
                .containsExactly(
                        "127.0.0.1:" + settings.port() + ":" + settings.port(),
                        "127.0.0.1:" + keycloak.path("KC_HTTP_PORT").asText() + ":"
                                + keycloak.path("KC_HTTP_PORT").asText());
        for (var client : realm.path("clients")) {
            assertThat(client.at("/protocolMappers/0/config/included.custom.audience")
                            .asText())
                    .isEqualTo(settings.identity().audience().orElseThrow());
        }
    }

    @Test
    void runsTheImageThatTheBuildMakes() throws IOException {
        var frontdesk = service("frontdesk");
        assertThat(frontdesk.path("image").asText()).isEqualTo("frontdesk:" + Versions.frontdesk());
        assertThat(pod.at("/containers/0/image").asText()).endsWith("/frontdesk:" + Versions.frontdesk());
        assertThat(image("to").strip()).isEqualTo("frontdesk:${project.version}");
        assertThat(image("user"))
                .isEqualTo(USER + ":" + USER)
                .isEqualTo(frontdesk.path("user").asText());
        assertThat(Integer.parseInt(image("port"))).isEqualTo(settings(Map.of()).port());
        var volume = image("volume");
        assertThat(texts(frontdesk.path("tmpfs"))).containsExactlyInAnyOrder("/tmp", volume);
        assertThat(image("FRONTDESK_DB")).contains(":" + volume + "/");

        var entrypoint = image("entrypoint").split(",");
        assertThat(entrypoint).containsExactly("java", "@/app/frontdesk");
        assertThat(Files.readString(Path.of("src/main/image/app/frontdesk")))
                .endsWith("\n" + image("mainClass") + "\n");
        assertThat(texts(frontdesk.at("/healthcheck/test")))
                .startsWith("CMD", "java")
                .endsWith(entrypoint[1], "health");
    }

    @Test
    void holdsKubernetesToTheSame() {
        var container = pod.at("/containers/0");
        var settings = new HashMap<>(imageEnvironment());
        container
                .path("env")
                .forEach(variable -> settings.put(
                        variable.path("name").asText(), variable.path("value").asText("secret")));

        assertThat(settings(settings).port())
                .isEqualTo(container.at("/ports/0/containerPort").asInt());
        assertThat(pod.at("/securityContext/runAsUser").asText()).isEqualTo(USER);
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean())
                .isTrue();
        assertThat(container.path("volumeMounts"))
                .extracting(mount -> mount.path("mountPath").asText())
                .containsExactly("/tmp", image("volume"));
        assertThat(List.of("startupProbe", "livenessProbe", "readinessProbe"))
                .extracting(probe -> container.at("/" + probe + "/httpGet/path").asText())
                .containsExactly("/health/live", "/health/live", "/health/ready");
    }

    @Test
    void givesOnlyRolesThatTheContractKnows() throws IOException {
        var rights = new ArrayList<String>();
        var contract = YAML.readTree(Path.of("../profiles/core/contract.yaml").toFile());
        contract.at("/access/rights/interactions").forEach(granting -> rights.addAll(texts(granting)));
        var known = Pattern.compile(rights.stream()
                .map(right -> Pattern.quote(right)
                        .replace("{type}", "\\E[A-Z][A-Za-z]+\\Q")
                        .replace("{operation}", "\\E\\$[a-z]+\\Q"))
                .collect(Collectors.joining("|")));
        var roles = new TreeSet<String>();
        var grouped = new TreeSet<String>();
        for (var role : realm.at("/roles/realm")) {
            (role.path("composite").asBoolean() ? grouped : roles)
                    .add(role.path("name").asText());
            assertThat(known.matcher(role.path("name").asText()).matches())
                    .as(role.path("name").asText())
                    .isNotEqualTo(role.path("composite").asBoolean());
        }
        realm.at("/roles/realm")
                .forEach(role -> assertThat(texts(role.at("/composites/realm")))
                        .allMatch(name -> roles.contains(name) || grouped.contains(name)));
        realm.path("users").forEach(user -> assertThat(grouped).containsAll(texts(user.path("realmRoles"))));
    }

    private static ServerSettings settings(Map<String, String> environment) {
        assertThat(environment.keySet())
                .allMatch(name -> List.of(Setting.values()).stream()
                        .anyMatch(setting -> setting.variable().equals(name)));
        return SettingsReader.read(Map.of(), Optional.empty(), environment);
    }

    private static Map<String, String> environment(JsonNode node) {
        var environment = new HashMap<String, String>();
        node.properties()
                .forEach(entry -> environment.put(
                        entry.getKey(),
                        VARIABLE.matcher(entry.getValue().asText())
                                .replaceAll(found -> Matcher.quoteReplacement(
                                        String.valueOf(found.group(2)).startsWith(":-")
                                                ? found.group(2).substring(2)
                                                : "secret"))));
        return environment;
    }

    private static Map<String, String> imageEnvironment() {
        var environment = new HashMap<String, String>();
        var variables = image.getElementsByTagName("environment").item(0).getChildNodes();
        for (int i = 0; i < variables.getLength(); i++) {
            if (variables.item(i) instanceof Element variable) {
                environment.put(variable.getTagName(), variable.getTextContent());
            }
        }
        return environment;
    }

    /** Returns what the build says about the image under a name that stands there once. */
    private static String image(String name) {
        assertThat(image.getElementsByTagName(name).getLength()).as(name).isEqualTo(1);
        return image.getElementsByTagName(name).item(0).getTextContent();
    }

    private static JsonNode service(String name) {
        return compose.at("/services/" + name);
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }
}
