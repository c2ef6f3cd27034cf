package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.RestfulServer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.answer.SecurityTold;
import io.frontdesk.body.BodyLimits;
import io.frontdesk.contract.Contract;
import io.frontdesk.contract.ContractReader;
import io.frontdesk.decision.Modes;
import io.frontdesk.guard.Guards;
import io.frontdesk.guard.StoreServices;
import io.frontdesk.observe.Observation;
import io.frontdesk.server.http.Endpoint;
import io.frontdesk.server.http.EndpointFactory;
import io.frontdesk.server.launch.Launched;
import io.frontdesk.server.launch.Launcher;
import io.frontdesk.server.settings.DatabaseSettings;
import io.frontdesk.server.settings.IdentitySettings;
import io.frontdesk.server.settings.ServerSettings;
import io.frontdesk.shadow.ShadowCounts;
import io.frontdesk.shadow.ShadowTable;
import io.frontdesk.source.SourceFolder;
import io.frontdesk.token.TokenVerifier;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Somebody else's HAPI JPA, with the whole contract in shadow and without us: the same requests have the same answers, and leave
 * the same bytes in the database.
 */
class ShadowHostIT {

    private static final Set<String> TYPES =
            Set.of("Appointment", "Patient", "Practitioner", "Location", "Schedule", "Slot");
    private static final String JSON = "application/fhir+json";
    private static final String PATCH = "application/json-patch+json";

    private record Sent(String method, String path, String body, List<String> headers) {

        Answer to(Rest server) {
            return server.send(method, path, body, headers.toArray(String[]::new));
        }
    }

    private static final Map<String, FhirStore> STORES = new ConcurrentHashMap<>();

    private static Launched launched;
    private static Rest bare;
    private static Rest shadowed;

    @BeforeAll
    static void start() {
        EndpointFactory factory = (name, settings, tokens, provider) -> endpoint(name, tokens);
        launched = new Launcher(factory, Clock.systemUTC())
                .launch(new ServerSettings(
                        List.of("bare", "shadowed"),
                        "127.0.0.1",
                        0,
                        new DatabaseSettings("jdbc:h2:mem:", Optional.empty(), Optional.empty()),
                        new IdentitySettings.Development(Optional.empty())));
        bare = new Rest(launched.base() + "/fhir/bare", "");
        shadowed = new Rest(launched.base() + "/fhir/shadowed", "");
    }

    @AfterAll
    static void stop() {
        launched.close();
    }

    private static Endpoint endpoint(String name, TokenVerifier tokens) {
        return BareEndpoint.open(name, TYPES, (store, server) -> {
            STORES.put(name, store);
            if (name.equals("shadowed")) {
                shadow(store, server, tokens);
            }
        });
    }

    private static void shadow(FhirStore store, RestfulServer server, TokenVerifier tokens) {
        Contract contract = new ContractReader(FhirContext::forCached)
                .read(SourceFolder.named(TestContracts.changed(
                                "core",
                                "shadowed",
                                "  bodyId: must-match\n",
                                "  bodyId: must-match\n  unique: [identifier]\n")
                        .toString()));
        ShadowCounts counts = new ShadowCounts(
                contract.name(),
                Modes.shadow(),
                Optional.of(new ShadowTable(store.lockDataSource())),
                Clock.systemUTC());
        Guards guards = new Guards(
                contract,
                StoreServices.jdbc(store.dataSource(), store.lockDataSource()).with(store.resources()),
                SecurityTold.BEARER,
                new Observation(Modes.shadow(), Optional.of(counts)));
        guards.guardRequests(server, tokens, Set::of, BodyLimits.standard());
        guards.guardStorage(store.storageInterceptors());
        guards.reportShadow(server, counts);
    }

    private static ObjectNode visit(String id, String status, String number) {
        ObjectNode visit = Rest.fixture("core-appointment.json").put("status", status);
        if (!id.isEmpty()) {
            visit.put("id", id);
        }
        visit.withArray("identifier").addObject().put("system", "urn:visits").put("value", number);
        visit.withArray("participant")
                .addObject()
                .put("status", "accepted")
                .putObject("actor")
                .put("reference", "Practitioner/p1");
        visit.withArray("extension").addObject().put("url", "urn:b").put("valueString", "1");
        visit.withArray("extension").addObject().put("url", "urn:a").put("valueString", "2");
        return visit;
    }

    private static String bundle(String type, String... entries) {
        return "{\"resourceType\":\"Bundle\",\"type\":\"" + type + "\",\"entry\":[" + String.join(",", entries) + "]}";
    }

    private static String entry(String method, String url, ObjectNode resource, String more) {
        return "{\"request\":{\"method\":\"" + method + "\",\"url\":\"" + url + "\"" + more + "}"
                + (resource == null ? "" : ",\"resource\":" + resource) + "}";
    }

    /** What every guard of the contract would have something to say about, one after the other. */
    private static List<Sent> matrix() {
        List<Sent> all = new ArrayList<>();
        all.add(put("Patient/anna", "{\"resourceType\":\"Patient\",\"id\":\"anna\"}"));
        all.add(put("Practitioner/p1", "{\"resourceType\":\"Practitioner\",\"id\":\"p1\"}"));
        all.add(put(
                "Schedule/s1",
                "{\"resourceType\":\"Schedule\",\"id\":\"s1\",\"actor\":[{\"reference\":\"Practitioner/p1\"}]}"));
        all.add(put(
                "Slot/free",
                "{\"resourceType\":\"Slot\",\"id\":\"free\",\"schedule\":{\"reference\":\"Schedule/s1\"},"
                        + "\"status\":\"free\",\"start\":\"2026-05-05T09:00:00Z\",\"end\":\"2026-05-05T09:30:00Z\"}"));
        all.add(put("Appointment/a1", visit("a1", "fulfilled", "1").toString()));
        all.add(put("Appointment/a1", visit("a1", "booked", "1").toString()));
        all.add(put("Appointment/a1", visit("a1", "arrived", "1").toString(), "If-Match", "W/\"1\""));
        all.add(put("Appointment/a1", visit("a1", "arrived", "1").toString(), "If-Match", "W/\"2\""));
        all.add(put("Appointment/a1", visit("a1", "arrived", "1").toString(), "If-Match", "W/\"x,"));
        all.add(put("Appointment/a1", visit("a1", "arrived", "1").toString(), "If-Match", "*"));
        all.add(put("Appointment/a1", visit("other", "arrived", "1").toString()));
        all.add(put(
                "Appointment/a1",
                visit("a1", "arrived", "1").put("colour", "green").toString()));
        all.add(put("Appointment/a1", "{\"resourceType\":\"Appointment\",\"id\":\"a1\",\"status\":\"booked\"}"));
        all.add(put("Appointment/a1", "{"));
        all.add(put("Appointment/a1", "{\"resourceType\":\"Patient\",\"id\":\"a1\"}"));
        all.add(new Sent(
                "PUT", "Appointment/a1", visit("a1", "booked", "1").toString(), List.of("Content-Type", "text/plain")));
        all.add(put("Appointment/a1", visit("a1", "booked", "1").toString(), "X-Upsert-Extistence-Check", "disabled"));
        all.add(put("Appointment/a1", visit("a1", "booked", "1").toString(), "Authorization", "Bearer none.of.this"));
        all.add(put("Appointment/a1", visit("a1", "booked", "1").toString(), "Authorization", "Basic YTpi"));
        all.add(new Sent("PATCH", "Appointment/a1", patch("/status", "fulfilled"), List.of("Content-Type", PATCH)));
        all.add(new Sent("PATCH", "Appointment/a1", patch("/nowhere/1/x", "y"), List.of("Content-Type", PATCH)));
        all.add(new Sent("PATCH", "Appointment/none", patch("/status", "booked"), List.of("Content-Type", PATCH)));
        all.add(new Sent("PATCH", "Appointment/a1", "[]", List.of("Content-Type", PATCH, "If-Match", "W/\"1\"")));
        all.add(post("Appointment", visit("", "booked", "2").toString()));
        all.add(post("Appointment", visit("", "booked", "2").toString()));
        ObjectNode slotted = visit("slotted", "booked", "3");
        slotted.withArray("slot").addObject().put("reference", "Slot/free");
        all.add(put("Appointment/slotted", slotted.toString()));
        ObjectNode unknown = visit("unknown", "booked", "4");
        unknown.withArray("slot").addObject().put("reference", "Slot/none");
        all.add(put("Appointment/unknown", unknown.toString()));
        all.add(get("Slot/free"));
        all.add(put(
                "Appointment?identifier=urn:visits%7C5",
                visit("", "booked", "5").toString()));
        all.add(put(
                "Appointment?identifier=urn:visits%7C5",
                visit("", "arrived", "5").toString(), "If-Match", "W/\"9\""));
        all.add(post("Appointment", visit("", "booked", "6").toString(), "If-None-Exist", "identifier=urn:visits%7C6"));
        all.add(post(
                "",
                bundle(
                        "transaction",
                        entry("PUT", "Appointment/a1", visit("a1", "booked", "1"), ",\"ifMatch\":\"W/\\\"1\\\"\""),
                        entry("POST", "Patient", null, ""))));
        all.add(post(
                "",
                bundle(
                        "transaction",
                        entry("PUT", "Appointment/a1", visit("a1", "proposed", "1"), ""),
                        entry("DELETE", "Appointment/nothing", null, ""),
                        entry("POST", "Appointment", visit("", "booked", "1"), ""))));
        all.add(post(
                "",
                bundle(
                        "batch",
                        entry("GET", "Appointment/a1", null, ""),
                        entry("GET", "Appointment/none", null, ""),
                        entry("DELETE", "Slot/free", null, ""),
                        entry("PUT", "Appointment/b1", visit("b1", "cancelled", "7"), ""))));
        all.add(post("", bundle("collection")));
        all.add(get("Appointment/a1"));
        all.add(get("Appointment/a1", "If-None-Match", "W/\"1\""));
        all.add(get("Appointment/a1", "Accept", "application/fhir+xml"));
        all.add(get("Appointment/none"));
        all.add(get("Appointment?colour=green"));
        all.add(get("Appointment?_id=a1,b1&_sort=_id"));
        all.add(get("Appointment?practitioner.active=true"));
        all.add(get("Appointment/a1/_history"));
        all.add(get("Appointment?status=booked&_summary=count"));
        all.add(get("Encounter/1"));
        all.add(get("metadata?_elements=fhirVersion,format"));
        all.add(new Sent("DELETE", "Appointment/a1", "", List.of("If-Match", "W/\"1\"")));
        all.add(new Sent("DELETE", "Appointment/a1", "", List.of()));
        all.add(get("Appointment/a1"));
        all.add(put("Appointment/a1", visit("a1", "booked", "1").toString()));
        all.add(new Sent("OPTIONS", "metadata", "", List.of()));
        return all;
    }

    private static String patch(String path, String value) {
        return "[{\"op\":\"replace\",\"path\":\"" + path + "\",\"value\":\"" + value + "\"}]";
    }

    private static Sent get(String path, String... headers) {
        return new Sent("GET", path, "", List.of(headers));
    }

    private static Sent post(String path, String body, String... headers) {
        return new Sent("POST", path, body, typed(headers));
    }

    private static Sent put(String path, String body, String... headers) {
        return new Sent("PUT", path, body, typed(headers));
    }

    private static List<String> typed(String... headers) {
        List<String> all = new ArrayList<>(List.of("Content-Type", JSON));
        all.addAll(List.of(headers));
        return all;
    }

    /** An answer, but for the server's address, the moment, and what is drawn by lot. */
    private static String comparable(Rest server, Answer answer) {
        Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
        headers.keySet()
                .removeIf(name -> Set.of("date", "last-modified", "x-request-id", "content-length")
                        .contains(name));
        String text = headers + "\n" + answer.text();
        return answer.status() + " "
                + text.replace(server.base(), "BASE")
                        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+(Z|[+-]\\d\\d:\\d\\d)", "TIME")
                        .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UUID")
                        .replaceAll("#[A-Za-z0-9]{16}\\b", "#LOT")
                        .replaceAll("Took \\d+ms", "TOOK");
    }

    private static List<String> stored(String name) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = STORES.get(name).dataSource().getConnection();
                Statement select = connection.createStatement();
                ResultSet found = select.executeQuery("select r.res_type, r.fhir_id, v.res_ver, v.res_text_vc,"
                        + " v.res_deleted_at is null from hfj_res_ver v join hfj_resource r on r.res_id = v.res_id"
                        + " order by v.pid")) {
            while (found.next()) {
                rows.add((found.getString(1) + "/" + found.getString(2) + "/" + found.getInt(3) + " "
                                + found.getString(4) + " " + found.getBoolean(5))
                        .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UUID")
                        .replaceAll("#[A-Za-z0-9]{16}\\b", "#LOT"));
            }
        }
        return rows;
    }

    @Test
    void answersAndStoresAsIfWeWereNotThereAndCountsWhatWouldBeRefused() throws SQLException, InterruptedException {
        for (Sent sent : matrix()) {
            Answer without = sent.to(bare);
            Answer with = sent.to(shadowed);
            assertThat(comparable(shadowed, with))
                    .as("%s %s %s", sent.method(), sent.path(), sent.body())
                    .isEqualTo(comparable(bare, without));
        }
        assertThat(stored("shadowed")).isEqualTo(stored("bare"));

        JsonNode report = shadowed.get("frontdesk/shadow").is(200).json();
        Set<String> rules = new TreeSet<>();
        report.path("refusals").forEach(line -> rules.add(line.path("rule").asText()));
        assertThat(rules)
                .contains(
                        "token.missing",
                        "token.invalid",
                        "patch.malformed",
                        "body.media-type",
                        "version.missing",
                        "version.malformed",
                        "version.stale",
                        "status.initial",
                        "status.transition",
                        "body.element",
                        "base.required",
                        "bundle.invalid",
                        "slot.unknown",
                        "request.duplicate",
                        "booking.overlap");
        assertThat(report.path("counts").asText()).isEqualTo("of all nodes");
        assertThat(report.toString()).doesNotContain("anna").doesNotContain("Practitioner/p1");
        nobodyFailsInACrowd();
    }

    /** Looking at own tables neither locks nor breaks a key: all of a crowd get what HAPI would give them. */
    private static void nobodyFailsInACrowd() throws InterruptedException {
        shadowed.send("PUT", "Patient/anna", "{\"resourceType\":\"Patient\",\"id\":\"anna\"}", "Content-Type", JSON);
        shadowed.send(
                "PUT", "Practitioner/p1", "{\"resourceType\":\"Practitioner\",\"id\":\"p1\"}", "Content-Type", JSON);
        int crowd = 12;
        Set<Integer> statuses = ConcurrentHashMap.newKeySet();
        CountDownLatch done = new CountDownLatch(crowd);
        for (int i = 0; i < crowd; i++) {
            new Thread(() -> {
                        statuses.add(
                                shadowed.post(visit("", "booked", "the same")).status());
                        done.countDown();
                    })
                    .start();
        }
        done.await();

        assertThat(statuses).containsExactly(201);
    }
}
