package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What no client should send in a bundle, in a FHIRPath Patch or on a condition: each is refused, nothing is stored, and the
 * server serves on. {@link BadInputIT} is about creates, updates and JSON patches by id.
 */
@ExtendWith(SharedServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadWritesIT {

    private static final String JSON = "application/fhir+json";
    private static final String XML = "application/fhir+xml";
    private static final String HUGE = "x".repeat(100_000);

    /** One stored appointment in its first version, and who may do anything with appointments and patients. */
    private record Desk(String contract, Rest rest, ObjectNode stored) {
        String address() {
            return "Appointment/" + stored.path("id").asText();
        }
    }

    private record Bad(Desk desk, String what, String method, String path, byte[] body, List<String> headers) {
        @Override
        public String toString() {
            return desk.contract() + ": " + method + " " + (what.length() > 90 ? what.substring(0, 90) : what);
        }
    }

    private final Map<String, Desk> desks;

    BadWritesIT(TestServer server) {
        desks = Map.of("core", desk(server, "core"), "stu3", desk(server, "stu3"));
    }

    private static Desk desk(TestServer server, String contract) {
        Rest rest = new Rest(server.base(contract), server.token("Appointment.*", "Patient.*"));
        rest.put(Rest.fixture("patient.json").put("id", "anna"));
        return new Desk(contract, rest, (ObjectNode)
                rest.post(Rest.fixture("core-appointment.json")).is(201).json());
    }

    @ParameterizedTest
    @MethodSource({"entries", "bundles", "xmlBundles", "bundledPatches", "fhirPathPatches", "conditions"})
    void refusesWithoutATrace(Bad bad) {
        Rest rest = bad.desk().rest();
        String before = counts(rest);
        String stored = rest.get(bad.desk().address()).is(200).text();

        Answer answer =
                rest.send(bad.method(), bad.path(), bad.body(), bad.headers().toArray(String[]::new));

        if (answer.status() == 200) {
            JsonNode told = answer.json();
            assertThat(told.path("type").asText()).as(answer.text()).isEqualTo("batch-response");
            for (JsonNode entry : told.path("entry")) {
                assertThat(entry.at("/response/status").asText())
                        .as(answer.text())
                        .startsWith("4");
            }
        } else {
            assertThat(answer.status()).as(answer.text()).isBetween(400, 499);
            answer.refused(
                    answer.status(), answer.issue().at("/details/coding/0/code").asText());
        }
        assertThat(counts(rest)).isEqualTo(before);
        assertThat(rest.get(bad.desk().address()).is(200).text()).isEqualTo(stored);
    }

    private static String counts(Rest rest) {
        return Stream.of("Appointment", "Patient")
                .map(type -> rest.get(type + "?_summary=count")
                        .is(200)
                        .json()
                        .path("total")
                        .asText())
                .collect(Collectors.joining(" "));
    }

    private Stream<Desk> both() {
        return Stream.of(desks.get("core"), desks.get("stu3"));
    }

    /** One bad entry each, in a transaction and in a batch. */
    Stream<Bad> entries() {
        return both().flatMap(desk -> {
            List<String> entries = new ArrayList<>();
            String visit = visit(desk);
            String own = own(desk);
            for (String entry : List.of(
                    "{}",
                    "{\"fullUrl\":\"urn:uuid:x\"}",
                    "{\"resource\":" + visit + "}",
                    "{\"request\":{}}",
                    "{\"request\":{\"method\":\"POST\"}}",
                    "{\"request\":{\"url\":\"Appointment\"},\"resource\":" + visit + "}")) {
                entries.add(entry);
            }
            for (String method : List.of("post", "TRACE", "HEAD", "NULL", "", "PUT ", "OPTIONS")) {
                entries.add(entry(method, desk.address(), own, ""));
            }
            for (String url : List.of(
                    "",
                    " ",
                    "/",
                    "?",
                    "#",
                    ".",
                    "..",
                    "Bundle",
                    "Binary",
                    "Organization?x",
                    "Appointment?",
                    "Appointment?identifier=",
                    "Appointment?identifier=a&_expunge=true",
                    "Appointment?identifier=%",
                    "Appointment?colour=red",
                    "Appointment?_id=" + HUGE,
                    "Appointment?" + "identifier=x&".repeat(5_000),
                    "https://elsewhere.example.org/" + desk.address(),
                    "//elsewhere.example.org/" + desk.address(),
                    "https://elsewhere.example.org@127.0.0.1/" + desk.address(),
                    "file:///etc/hostname",
                    "urn:uuid:7d0cb6e0-2b5b-4f2f-8d6a-0f1f0b8a5e0f",
                    "../ehealth-dk/" + desk.address(),
                    "Patient/../" + desk.address(),
                    desk.address() + "/_history/1",
                    desk.address() + "/_history",
                    desk.address() + "/$expunge",
                    desk.address() + "/$meta-add",
                    desk.address() + "/x/y",
                    desk.address() + "#x",
                    desk.address().replace("/", "%2F"),
                    desk.address() + "%00",
                    " " + desk.address(),
                    "Appointment/_search",
                    "_history",
                    "metadata",
                    "$expunge",
                    "$process-message",
                    "Appointment/" + HUGE,
                    "Appointment/a b",
                    "Appointment/<x>",
                    "appointment/1",
                    "Appointment/x'; drop table hfj_resource; --")) {
                entries.add(entry("PUT", url, own, "\"ifMatch\":\"W/\\\"1\\\"\""));
            }
            for (String url : List.of(
                    "",
                    "/",
                    "Bundle",
                    "https://elsewhere.example.org/Appointment",
                    "Appointment/_search",
                    "Appointment/1",
                    "Appointment/$validate",
                    "Patient",
                    "Appointment?x=y&colour=red",
                    HUGE)) {
                entries.add(entry("POST", url, visit.replace("booked", url.contains("?") ? "arrived" : "booked"), ""));
            }
            entries.add(entry("POST", "Appointment", "", ""));
            entries.add(entry("PUT", desk.address(), "", "\"ifMatch\":\"W/\\\"1\\\"\""));
            String nested = "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":["
                    + entry("POST", "Appointment", visit, "") + "]}";
            for (String url : List.of("", "Bundle", "Appointment", "/", "?_format=json")) {
                entries.add(entry("POST", url, nested, ""));
            }
            for (String tag : List.of(
                    "abc",
                    "1",
                    "*",
                    "W/",
                    "W/\\\"",
                    "\\\"1",
                    "",
                    "W/\\\"1\\\",",
                    "\\\"1\\\"; x",
                    "0",
                    "\\u0000",
                    "W/\\\"" + "1".repeat(5_000) + "\\\"",
                    "W/\\\"99999999999999999999\\\"",
                    "W/\\\"2\\\"")) {
                entries.add(entry("PUT", desk.address(), own, "\"ifMatch\":\"" + tag + "\""));
                entries.add(entry("DELETE", desk.address(), "", "\"ifMatch\":\"" + tag + "\""));
            }
            for (String tag : List.of("abc", "*", "W/\\\"1\\\"")) {
                entries.add(entry("PUT", desk.address(), own, "\"ifNoneMatch\":\"" + tag + "\""));
            }
            for (String criteria : List.of(
                    "?",
                    "&",
                    "=",
                    "_format=json",
                    "identifier=",
                    "colour=red",
                    "Patient?identifier=1",
                    "https://elsewhere.example.org/Appointment?identifier=1",
                    "_has:Slot:x:status=free",
                    "identifier:odd=1",
                    "date=tomorrow",
                    "identifier=" + "%")) {
                entries.add(entry("POST", "Appointment", visit, "\"ifNoneExist\":\"" + criteria + "\""));
            }
            for (String broken : List.of(
                    visit.replaceFirst("\\{", "{\"colour\":1,"),
                    visit.replaceFirst("\\{", "{\"__proto__\":{\"status\":\"booked\"},"),
                    visit.replaceFirst("\\{", "{\"constructor\":{},"),
                    visit.replace("\"booked\"", "\"planned\""),
                    visit.replace("\"booked\"", "\"arrived\""),
                    visit.replace("\"booked\"", "null"),
                    visit.replace("\"booked\"", "[\"booked\"]"),
                    visit.replace("2026-03-09T09:30", "2026-03-09T08:30"),
                    visit.replace("2026-03-09T09:00", "2026-13-09T09:00"),
                    visit.replace("Patient/anna", "Patient/nobody"),
                    visit.replace("Patient/anna", "urn:uuid:00000000-0000-0000-0000-000000000000"),
                    visit.replace("Patient/anna", "#nobody"),
                    visit.replace("Patient/anna", "Patient?name=nobody"),
                    visit.replace("Patient/anna", "Patient?"),
                    visit.replace("Patient/anna", "Patient?colour=red"),
                    visit.replace("\"required\":\"required\"", "\"required\":7"),
                    visit.replaceFirst("\\{", "{\"resourceType\":\"Patient\",")
                            .replaceFirst(",\"resourceType\":\"Appointment\"", ""),
                    "{\"resourceType\":\"Colour\"}",
                    "{\"resourceType\":\"Patient\"}",
                    "{}",
                    "[]",
                    "7")) {
                entries.add(entry("POST", "Appointment", broken, ""));
            }
            return entries.stream()
                    .flatMap(entry -> Stream.of("transaction", "batch")
                            .map(type -> json(desk, type + " of " + entry, bundle(type, entry))));
        });
    }

    Stream<Bad> bundles() {
        return both().flatMap(desk -> {
            List<Bad> bad = new ArrayList<>();
            String create = entry("POST", "Appointment", visit(desk), "");
            String whole = bundle("transaction", create);
            for (String body : List.of(
                    "",
                    " ",
                    "{}",
                    "[]",
                    "null",
                    "7",
                    "\"Bundle\"",
                    whole.substring(0, whole.length() - 1),
                    whole + whole,
                    "[" + whole + "]",
                    whole.replace("\"Bundle\"", "\"Appointment\""),
                    whole.replace("\"transaction\"", "\"transactional\""),
                    whole.replace("\"transaction\"", "\"collection\""),
                    whole.replace("\"transaction\"", "null"),
                    whole.replace("\"transaction\"", "{}"),
                    whole.replaceFirst("\"type\"", "\"type\":\"batch\",\"type\""),
                    whole.replaceFirst("\"type\"", "\"total\":1e1000000000,\"type\""),
                    whole.replaceFirst("\"type\"", "\"total\":" + "9".repeat(2_000) + ",\"type\""),
                    whole.replaceFirst("\"type\"", "\"total\":NaN,\"type\""),
                    whole.replaceFirst("\"type\"", "\"__proto__\":{\"type\":\"batch\"},\"type\""),
                    whole.replaceFirst("\"type\"", "\"colour\":\"red\",\"type\""),
                    bundle("transaction", "null"),
                    bundle("transaction", "null,null"),
                    bundle("transaction", create + ",null"),
                    bundle("transaction", "[]"),
                    bundle("transaction", "7"),
                    bundle("transaction", "[" + create + "]"),
                    whole.replaceFirst("\\[\\{\"request\"", "[{\"colour\":1,\"request\""),
                    whole.replaceFirst("\"entry\":\\[", "\"entry\":[[").replaceFirst("]}$", "]]}"),
                    "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":{}}",
                    "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":\"x\"}",
                    "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":" + "[".repeat(50_000),
                    "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"link\":" + "{\"extension\":[".repeat(60)
                            + "]}".repeat(60) + "}",
                    bundle("transaction", create + "," + entry("PUT", desk.address(), own(desk), "")),
                    bundle(
                            "transaction",
                            create + "," + entry("DELETE", "Appointment/none", "", "\"ifMatch\":\"\\\"1\\\"\"")),
                    bundle("transaction", create + "," + create.replace("booked", "arrived")),
                    bundle(
                            "transaction",
                            entry("PUT", desk.address(), own(desk), "\"ifMatch\":\"\\\"1\\\"\"") + ","
                                    + entry("DELETE", desk.address(), "", "\"ifMatch\":\"\\\"1\\\"\"")),
                    bundle("transaction", looped(desk, "nobody")),
                    bundle(
                            "transaction",
                            IntStream.range(0, 10_000)
                                    .mapToObj(
                                            i -> entry("DELETE", "Appointment/n" + i, "", "\"ifMatch\":\"\\\"1\\\"\""))
                                    .collect(Collectors.joining(","))),
                    bundle(
                            "batch",
                            IntStream.range(0, 15_000)
                                    .mapToObj(i -> entry("GET", "Appointment?_count=1000", "", ""))
                                    .collect(Collectors.joining(","))),
                    bundle(
                            "batch",
                            entry("POST", "Appointment", visit(desk).replace("Eye", "x".repeat(1 << 20)), "")))) {
                bad.add(json(desk, body, body));
            }
            byte[] latin = whole.replace("Eye", "S\u00e5r").getBytes(StandardCharsets.ISO_8859_1);
            bad.add(new Bad(desk, "bytes that are no UTF-8", "POST", "", latin, headers(JSON)));
            byte[] utf16 = whole.getBytes(StandardCharsets.UTF_16);
            bad.add(new Bad(desk, "UTF-16", "POST", "", utf16, headers(JSON)));
            List<String> gzip = new ArrayList<>(headers(JSON));
            gzip.addAll(List.of("Content-Encoding", "gzip"));
            bad.add(new Bad(desk, "small only when packed", "POST", "", packed("[" + " ".repeat(64 << 20)), gzip));
            bad.add(new Bad(desk, "not packed at all", "POST", "", bytes(whole), gzip));
            for (String type : List.of("text/plain", "application/json-patch+json", "text/html", "x")) {
                bad.add(new Bad(desk, type, "POST", "", bytes(whole), headers(type)));
            }
            bad.add(new Bad(desk, "to the base", "PUT", "", bytes(whole), headers(JSON)));
            bad.add(new Bad(desk, "to Bundle", "POST", "Bundle", bytes(whole), headers(JSON)));
            bad.add(new Bad(desk, "to Appointment", "POST", "Appointment", bytes(whole), headers(JSON)));
            return bad.stream();
        });
    }

    Stream<Bad> xmlBundles() {
        String start = "<Bundle xmlns=\"http://hl7.org/fhir\"><type value=\"transaction\"/><entry><resource>"
                + "<Patient xmlns=\"http://hl7.org/fhir\"><language value=\"";
        String end = "\"/></Patient></resource><request><method value=\"POST\"/><url value=\"Patient\"/></request>"
                + "</entry></Bundle>";
        String whole = start + "da" + end;
        return both().flatMap(desk -> Stream.of(
                        "",
                        "<",
                        "{}",
                        whole.substring(0, whole.length() - 3),
                        whole + whole,
                        whole.replace("<type value=\"transaction\"/>", ""),
                        whole.replace("<type", "<colour value=\"red\"/><type"),
                        whole.replace("<language", "<colour value=\"red\"/><language"),
                        whole.replace("\"POST\"", "\"post\""),
                        whole.replace("<url value=\"Patient\"/>", ""),
                        whole.replace("<url value=\"Patient\"/>", "<url value=\"Bundle\"/>"),
                        whole.replace("<request>", "<request><request>"),
                        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>" + start + "&e;" + end,
                        "<!DOCTYPE x [<!ENTITY % e SYSTEM \"http://127.0.0.1:1/x\">%e;]>" + whole,
                        "<!DOCTYPE x SYSTEM \"http://127.0.0.1:1/x.dtd\">" + whole,
                        "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>" + start + "&b;" + end,
                        start + "&e;" + end,
                        whole.replace(
                                "<language",
                                "<extension url=\"http://x.example\">".repeat(120) + "</extension>".repeat(120)
                                        + "<language"))
                .map(body -> new Bad(desk, "XML " + body, "POST", "", bytes(body), headers(XML))));
    }

    /** Patches in bundles: DSTU3 has none, so that there each is refused for being there. */
    Stream<Bad> bundledPatches() {
        return both().flatMap(desk -> {
            List<String> resources = new ArrayList<>();
            for (String patch : List.of(
                    "{}",
                    "[]",
                    "[{}]",
                    "[{\"op\":",
                    "[{\"op\":\"replace\",\"path\":\"/id\",\"value\":\"x\"}]",
                    "[{\"op\":\"replace\",\"path\":\"/meta/versionId\",\"value\":\"9\"}]",
                    "[{\"op\":\"replace\",\"path\":\"/resourceType\",\"value\":\"Patient\"}]",
                    "[{\"op\":\"add\",\"path\":\"/__proto__/status\",\"value\":\"cancelled\"}]",
                    "[{\"op\":\"remove\",\"path\":\"/status\"}]",
                    "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"proposed\"}]",
                    "[{\"op\":\"add\",\"path\":\"/priority\",\"value\":1e1000000000}]",
                    "[{\"op\":\"add\",\"path\":\"/comment\",\"value\":" + "[".repeat(200) + "]".repeat(200) + "}]")) {
                resources.add(binary("application/json-patch+json", base64(patch)));
            }
            resources.add(binary("application/json-patch+json", "***"));
            resources.add(binary("application/json-patch+json", ""));
            resources.add("{\"resourceType\":\"Binary\",\"contentType\":\"application/json-patch+json\"}");
            resources.add("{\"resourceType\":\"Binary\"}");
            resources.add(binary("application/xml-patch+xml", base64("<diff/>")));
            resources.add(binary("text/plain", base64("[]")));
            resources.add(visit(desk));
            resources.add("");
            fhirPathPatches(desk).forEach(resources::add);
            return resources.stream()
                    .map(resource -> entry("PATCH", desk.address(), resource, "\"ifMatch\":\"W/\\\"1\\\"\""))
                    .flatMap(entry -> Stream.of("transaction", "batch")
                            .map(type -> json(desk, type + " of " + entry, bundle(type, entry))));
        });
    }

    Stream<Bad> fhirPathPatches() {
        Desk desk = desks.get("core");
        Stream<Bad> json = fhirPathPatches(desk)
                .flatMap(patch -> Stream.of(
                                desk.address(),
                                "Appointment?_id=" + desk.stored().path("id").asText())
                        .map(path -> new Bad(desk, patch, "PATCH", path, bytes(patch), named(JSON))));
        String operation =
                "<parameter><name value=\"operation\"/><part><name value=\"type\"/><valueCode value=\"replace\"/></part>"
                        + "<part><name value=\"path\"/><valueString value=\"Appointment.description\"/></part>"
                        + "<part><name value=\"value\"/><valueString value=\"&e;\"/></part></parameter></Parameters>";
        String start = "<Parameters xmlns=\"http://hl7.org/fhir\">";
        Stream<Bad> xml = Stream.of(
                        "",
                        "<Parameters",
                        start + "</Parameters>",
                        "<Parameters/>",
                        start + operation,
                        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>" + start + operation,
                        "<!DOCTYPE x [<!ENTITY e \"x\">]>" + start + operation)
                .map(patch -> new Bad(desk, "XML " + patch, "PATCH", desk.address(), bytes(patch), named(XML)));
        return Stream.concat(json, xml);
    }

    private static Stream<String> fhirPathPatches(Desk desk) {
        List<String> operations = new ArrayList<>();
        for (String path : List.of(
                "",
                " ",
                "Appointment",
                "Patient.active",
                "status",
                "Appointment.",
                "Appointment..status",
                "Appointment.colour",
                "Appointment.id",
                "Appointment.meta",
                "Appointment.meta.versionId",
                "Appointment.meta.tag[0]",
                "Appointment.participant[99].status",
                "Appointment.participant[-1].status",
                "Appointment.participant[99999999999].status",
                "Appointment.participant.where(status.matches('(a+)+$')).status",
                "Appointment.participant.where(true).status",
                "Appointment.descendants()",
                "Appointment.resolve()",
                "%resource.status",
                "Appointment.status.trace('x')",
                "Appointment.status | Appointment.comment",
                "Appointment.participant.status",
                "Appointment" + ".participant".repeat(2_000),
                HUGE)) {
            operations.add(operation("replace", path, "\"valueCode\":\"arrived\""));
        }
        operations.add(operation("replace", "Appointment.status", "\"valueCode\":\"planned\""));
        operations.add(operation("replace", "Appointment.status", "\"valueCode\":\"proposed\""));
        operations.add(operation("replace", "Appointment.status", "\"valueInteger\":7"));
        operations.add(operation("replace", "Appointment.start", "\"valueString\":\"soon\""));
        operations.add(operation(
                "replace", "Appointment.participant[0].actor.reference", "\"valueString\":\"Patient/nobody\""));
        operations.add(operation("replace", "Appointment.status", "\"colour\":1"));
        operations.add(operation("replace", "Appointment.status", "\"name\":\"again\""));
        operations.add(operation("delete", "Appointment", "\"valueCode\":\"x\""));
        operations.add(operation("delete", "Appointment.status", "\"valueCode\":\"x\""));
        operations.add(operation("delete", "Appointment.id", "\"valueCode\":\"x\""));
        operations.add(operation("add", "Appointment", "\"valueCode\":\"x\""));
        operations.add(operation("insert", "Appointment.participant", "\"valueCode\":\"x\""));
        operations.add(operation("move", "Appointment.participant", "\"valueCode\":\"x\""));
        operations.add(operation("frobnicate", "Appointment.status", "\"valueCode\":\"x\""));
        operations.add(operation("", "Appointment.status", "\"valueCode\":\"x\""));
        operations.add("{\"name\":\"operation\"}");
        operations.add("{\"name\":\"other\",\"valueString\":\"x\"}");
        operations.add("{\"name\":\"operation\",\"part\":[{\"name\":\"type\",\"valueCode\":\"replace\"}]}");
        operations.add("{\"name\":\"operation\",\"resource\":" + visit(desk) + "}");
        operations.add("null");
        operations.add("7");
        operations.add(IntStream.range(0, 101)
                .mapToObj(i -> operation("replace", "Appointment.description", "\"valueString\":\"x\""))
                .collect(Collectors.joining(",")));
        Stream<String> whole = Stream.of(
                "{\"resourceType\":\"Parameters\"}",
                "{\"resourceType\":\"Parameters\",\"parameter\":{}}",
                "{\"resourceType\":\"Parameters\",\"parameter\":[]}",
                "{\"resourceType\":\"Parameters\",\"colour\":1}",
                "{\"resourceType\":\"Patient\"}");
        return Stream.concat(
                whole,
                operations.stream()
                        .map(operation -> "{\"resourceType\":\"Parameters\",\"parameter\":[" + operation + "]}"));
    }

    /** Conditional requests that are wrong in their criteria, their body or their headers. */
    Stream<Bad> conditions() {
        return both().flatMap(desk -> {
            List<Bad> bad = new ArrayList<>();
            String visit = visit(desk);
            for (String criteria : List.of(
                    "",
                    "_format=json",
                    "identifier=",
                    "identifier=%00",
                    "identifier=%FF",
                    "identifier:odd=1",
                    "colour=red",
                    "date=tomorrow",
                    "_id=" + "x".repeat(5_000),
                    "_has:Slot:x:status=free",
                    "_filter=status%20eq%20booked",
                    "_query=all",
                    "_content=x",
                    "_text=x",
                    "_expunge=true&identifier=1",
                    "_cascade=delete&identifier=1")) {
                for (String method : List.of("PUT", "DELETE", "PATCH")) {
                    boolean patch = method.equals("PATCH");
                    String body = patch ? "[{\"op\":\"remove\",\"path\":\"/description\"}]" : visit;
                    bad.add(new Bad(
                            desk,
                            criteria,
                            method,
                            "Appointment?" + criteria,
                            bytes(method.equals("DELETE") ? "" : body.replace("booked", "arrived")),
                            named(patch ? "application/json-patch+json" : JSON)));
                }
                bad.add(new Bad(
                        desk,
                        "If-None-Exist: " + criteria,
                        "POST",
                        "Appointment",
                        bytes(visit.replace("booked", "arrived")),
                        List.of(
                                "Content-Type",
                                JSON,
                                "Accept",
                                JSON,
                                "If-None-Exist",
                                criteria.isEmpty() ? "?" : criteria)));
            }
            for (String broken : List.of(
                    "",
                    "{",
                    "[]",
                    "{\"resourceType\":\"Patient\"}",
                    visit.replaceFirst("\\{", "{\"__proto__\":{},"),
                    visit.replaceFirst("\\{", "{\"status\":\"booked\","),
                    visit.replaceFirst("\\{", "{\"id\":\"mine\","),
                    visit.replace("Patient/anna", "Patient/nobody"),
                    visit.replace("Patient/anna", "Patient?name=nobody"),
                    visit.replaceFirst("\\{", "{\"priority\":1e1000000000,"),
                    visit.replace("\"booked\"", "\"planned\""))) {
                bad.add(new Bad(
                        desk,
                        broken,
                        "PUT",
                        "Appointment?identifier=nothing",
                        bytes(broken),
                        List.of("Content-Type", JSON, "Accept", JSON)));
                if (!broken.contains("mine")) {
                    bad.add(new Bad(
                            desk,
                            broken,
                            "POST",
                            "Appointment",
                            bytes(broken),
                            List.of("Content-Type", JSON, "Accept", JSON, "If-None-Exist", "identifier=nothing")));
                }
            }
            return bad.stream();
        });
    }

    // Making them

    private static Bad json(Desk desk, String what, String body) {
        return new Bad(desk, what, "POST", "", bytes(body), headers(JSON));
    }

    private static List<String> headers(String type) {
        return List.of("Content-Type", type, "Accept", JSON);
    }

    private static List<String> named(String type) {
        return List.of("Content-Type", type, "Accept", JSON, "If-Match", "W/\"1\"");
    }

    private static String bundle(String type, String entries) {
        return "{\"resourceType\":\"Bundle\",\"type\":\"" + type + "\",\"entry\":[" + entries + "]}";
    }

    private static String entry(String method, String url, String resource, String conditions) {
        return "{\"request\":{\"method\":\"" + method + "\",\"url\":\"" + url + "\""
                + (conditions.isEmpty() ? "" : "," + conditions) + "}"
                + (resource.isEmpty() ? "" : ",\"resource\":" + resource) + "}";
    }

    /** Two patients that refer to each other, and one of them to somebody who is not there. */
    private static String looped(Desk desk, String nobody) {
        String link =
                "{\"fullUrl\":\"urn:uuid:%s\",\"resource\":{\"resourceType\":\"Patient\",\"link\":[{\"type\":\"seealso\","
                        + "\"other\":{\"reference\":\"%s\"}}]},\"request\":{\"method\":\"POST\",\"url\":\"Patient\"}}";
        String one = "11111111-1111-1111-1111-111111111111";
        String two = "22222222-2222-2222-2222-222222222222";
        return link.formatted(one, "urn:uuid:" + two) + "," + link.formatted(two, "urn:uuid:" + one) + ","
                + link.formatted("33333333-3333-3333-3333-333333333333", "Patient/" + nobody);
    }

    private static String operation(String type, String path, String value) {
        return "{\"name\":\"operation\",\"part\":[{\"name\":\"type\",\"valueCode\":\"" + type + "\"},"
                + "{\"name\":\"path\",\"valueString\":\"" + path + "\"},{\"name\":\"value\"," + value + "}]}";
    }

    private static String binary(String type, String data) {
        return "{\"resourceType\":\"Binary\",\"contentType\":\"" + type + "\",\"data\":\"" + data + "\"}";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(bytes(text));
    }

    private static String visit(Desk desk) {
        ObjectNode visit = desk.stored().deepCopy();
        visit.remove("id");
        visit.remove("meta");
        return visit.toString();
    }

    private static String own(Desk desk) {
        return desk.stored().deepCopy().put("description", "changed").toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] packed(String text) {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes(text));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return packed.toByteArray();
    }
}
