package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What no client should send: each is answered with what is wrong, nothing is stored, and the server serves on. */
@ExtendWith(SharedServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {

    private static final String JSON = "application/fhir+json";
    private static final String XML = "application/fhir+xml";
    private static final String PATCH = "application/json-patch+json";

    /** One stored appointment in its first version, and who may do anything with it. */
    private record Desk(String contract, Rest rest, ObjectNode stored) {

        String address() {
            return "Appointment/" + stored.path("id").asText();
        }

        ObjectNode body() {
            return stored.deepCopy();
        }
    }

    /** A request, and how it is to be refused. */
    private record Bad(
            Desk desk,
            String what,
            String method,
            String path,
            byte[] body,
            List<String> headers,
            int status,
            String rule,
            String element) {

        @Override
        public String toString() {
            return desk.contract() + ": " + method + " " + what;
        }
    }

    private final Map<String, Desk> desks;

    BadInputIT(TestServer server) {
        desks = Map.of(
                "core", desk(server, "core", "anna", Map.of()),
                "ehealth-dk", desk(server, "ehealth-dk", "257", Map.of("user_type", "SYSTEM")));
    }

    private static Desk desk(TestServer server, String contract, String patient, Map<String, ?> claims) {
        Rest rest = new Rest(server.base(contract), server.token(claims, "Appointment.*", "Patient.*"));
        rest.put(Rest.fixture("patient.json").put("id", patient));
        String fixture = contract.equals("core") ? "core-appointment.json" : "dk-appointment.json";
        return new Desk(contract, rest, (ObjectNode)
                rest.post(Rest.fixture(fixture)).is(201).json());
    }

    @ParameterizedTest
    @MethodSource({"bodies", "packedBodies", "xmlBodies", "mediaTypes", "versions", "addresses", "patches"})
    void refusesWithoutATrace(Bad bad) {
        Rest rest = bad.desk().rest();
        int before = count(rest);

        Answer answer =
                rest.send(bad.method(), bad.path(), bad.body(), bad.headers().toArray(String[]::new));

        answer.refused(bad.status(), bad.rule()).names(bad.element());
        assertThat(count(rest)).isEqualTo(before);
        assertThat(rest.get(bad.desk().address()).is(200).showsVersion("1").json())
                .isEqualTo(bad.desk().stored());
    }

    private static int count(Rest rest) {
        return rest.get("Appointment?_summary=count")
                .is(200)
                .json()
                .path("total")
                .asInt(-1);
    }

    private Stream<Bad> onBoth(Function<Desk, Stream<Bad>> cases) {
        return Stream.of("core", "ehealth-dk").map(desks::get).flatMap(cases);
    }

    Stream<Bad> bodies() {
        return onBoth(desk -> {
            List<Bad> bad = new ArrayList<>();
            written(bad, desk, "broken JSON", "{\"resourceType\":\"Appointment\",", 400, "body.malformed", "line 1");
            written(bad, desk, "two roots", desk.stored() + "{}", 400, "body.malformed", "");
            written(bad, desk, "a list", "[" + desk.stored() + "]", 400, "body.type", "resourceType");
            written(bad, desk, "a text", "\"Appointment\"", 400, "body.type", "resourceType");
            written(bad, desk, "blanks", "  \n ", 400, "body.malformed", "JSON");
            written(bad, desk, "XML as JSON", "<Appointment/>", 400, "body.malformed", "line");
            written(bad, desk, "nothing", "", 400, "body.malformed", "no body");
            written(
                    bad,
                    desk,
                    "another type",
                    "{\"resourceType\":\"Patient\",\"id\":\"x\"}",
                    400,
                    "body.type",
                    "resourceType");
            changed(bad, desk, "no type", body -> body.remove("resourceType"), 400, "body.type", "resourceType");
            changed(
                    bad,
                    desk,
                    "an unknown element",
                    body -> body.put("colour", "red"),
                    400,
                    "body.element",
                    "Appointment.colour");
            changed(
                    bad,
                    desk,
                    "an unknown element below",
                    body -> participant(body, 1).put("colour", "red"),
                    400,
                    "body.element",
                    "Appointment.participant[1].colour");
            changed(
                    bad,
                    desk,
                    "a text for a list",
                    body -> body.put("participant", "Anna"),
                    400,
                    "body.shape",
                    "Appointment.participant");
            changed(
                    bad,
                    desk,
                    "an object for a text",
                    body -> body.putObject("description").put("id", "x"),
                    400,
                    "body.shape",
                    "Appointment.description");
            changed(
                    bad,
                    desk,
                    "a list for a code",
                    body -> body.putArray("status").add("booked"),
                    400,
                    "body.shape",
                    "Appointment.status");
            changed(
                    bad,
                    desk,
                    "a text for a number",
                    body -> body.put("priority", "high"),
                    400,
                    "body.value",
                    "Appointment.priority");
            changed(
                    bad,
                    desk,
                    "a negative priority",
                    body -> body.put("priority", -1),
                    400,
                    "body.value",
                    "Appointment.priority");
            changed(
                    bad,
                    desk,
                    "an unknown status",
                    body -> body.put("status", "planned"),
                    400,
                    "body.value",
                    "Appointment.status");
            changed(
                    bad,
                    desk,
                    "an unknown participant status",
                    body -> participant(body, 1).put("status", "refused"),
                    400,
                    "body.value",
                    "Appointment.participant[1].status");
            changed(
                    bad,
                    desk,
                    "a date that does not exist",
                    body -> body.put("start", "2026-13-45T09:00:00Z"),
                    400,
                    "body.value",
                    "Appointment.start");
            changed(
                    bad,
                    desk,
                    "a day for an instant",
                    body -> body.put("start", "2026-03-09"),
                    400,
                    "body.value",
                    "Appointment.start");
            changed(
                    bad,
                    desk,
                    "a start without zone",
                    body -> body.put("start", "2026-03-09T09:00:00"),
                    400,
                    "body.value",
                    "Appointment.start");
            changed(
                    bad,
                    desk,
                    "an end before the start",
                    body -> body.put("end", "2026-03-09T08:59:59+01:00"),
                    422,
                    "base.invariant",
                    "Appointment.end");
            changed(
                    bad,
                    desk,
                    "an end in another zone before the start",
                    body -> body.put("end", "2026-03-09T09:30:00+03:00"),
                    422,
                    "base.invariant",
                    "Appointment.end");
            changed(
                    bad,
                    desk,
                    "a start without an end",
                    body -> body.remove("end"),
                    422,
                    "base.invariant",
                    "Appointment.end");
            changed(bad, desk, "no status", body -> body.remove("status"), 422, "base.required", "Appointment.status");
            changed(
                    bad,
                    desk,
                    "no participant",
                    body -> body.remove("participant"),
                    422,
                    "base.required",
                    "Appointment.participant");
            changed(
                    bad,
                    desk,
                    "an empty list of participants",
                    body -> body.putArray("participant"),
                    422,
                    "base.required",
                    "Appointment.participant");
            changed(
                    bad,
                    desk,
                    "a participant without status",
                    body -> participant(body, 1).remove("status"),
                    422,
                    "base.required",
                    "Appointment.participant[1].status");
            changed(
                    bad,
                    desk,
                    "a participant without actor and type",
                    body -> participant(body, 1).remove("actor"),
                    422,
                    "base.invariant",
                    "Appointment.participant[1]");
            changed(
                    bad,
                    desk,
                    "a reference to nothing contained",
                    body -> actor(body, 1).put("reference", "#nobody"),
                    422,
                    "base.reference",
                    "reference");
            changed(
                    bad,
                    desk,
                    "a reference to nobody",
                    body -> actor(body, 1).put("reference", "Patient/nobody"),
                    422,
                    "base.reference",
                    "Appointment.participant.actor");
            String text = desk.stored().toString();
            written(
                    bad,
                    desk,
                    "a member twice",
                    text.replaceFirst("\\{", "{\"status\":\"booked\","),
                    400,
                    "body.malformed",
                    "line 1");
            written(
                    bad,
                    desk,
                    "a number that takes seconds",
                    text.replaceFirst("\\{", "{\"priority\":1e1000000000,"),
                    400,
                    "body.malformed",
                    "number");
            written(
                    bad,
                    desk,
                    "a number of a thousand digits",
                    text.replaceFirst("\\{", "{\"priority\":" + "9".repeat(1_000) + ","),
                    400,
                    "body.malformed",
                    "");
            written(
                    bad,
                    desk,
                    "no number",
                    text.replaceFirst("\\{", "{\"priority\":NaN,"),
                    400,
                    "body.malformed",
                    "line 1");
            written(bad, desk, "extensions in extensions", deep(text, 101), 400, "body.too-deep", "100 levels");
            written(bad, desk, "a hundred thousand lists", "[".repeat(100_000), 400, "body.too-deep", "100 levels");
            changed(
                    bad,
                    desk,
                    "more than a mebibyte",
                    body -> body.put("comment", "x".repeat(1 << 20)),
                    413,
                    "body.too-large",
                    "1048576 bytes");
            put(
                    bad,
                    desk,
                    "another id",
                    desk.body().put("id", "another").toString().getBytes(StandardCharsets.UTF_8),
                    400,
                    "update.id-mismatch",
                    "Appointment.id");
            ObjectNode without = desk.body();
            without.remove("id");
            put(
                    bad,
                    desk,
                    "no id",
                    without.toString().getBytes(StandardCharsets.UTF_8),
                    400,
                    "update.id-mismatch",
                    "Appointment.id");
            byte[] latin = desk.body().put("description", "S\u00e5r").toString().getBytes(StandardCharsets.ISO_8859_1);
            post(bad, desk, "bytes that are no UTF-8", latin, 400, "body.malformed", "UTF-8");
            put(bad, desk, "bytes that are no UTF-8", latin, 400, "body.malformed", "UTF-8");
            return bad.stream();
        });
    }

    Stream<Bad> packedBodies() {
        return onBoth(desk -> Stream.of(
                new Bad(
                        desk,
                        "a body that is small only when packed",
                        "POST",
                        "Appointment",
                        packed("[" + " ".repeat(64 << 20)),
                        List.of("Content-Type", JSON, "Content-Encoding", "gzip"),
                        413,
                        "body.too-large",
                        "1048576 bytes"),
                new Bad(
                        desk,
                        "a body that is not packed at all",
                        "POST",
                        "Appointment",
                        desk.stored().toString().getBytes(StandardCharsets.UTF_8),
                        List.of("Content-Type", JSON, "Content-Encoding", "gzip"),
                        400,
                        "body.malformed",
                        ""),
                new Bad(
                        desk,
                        "a body packed in another way",
                        "POST",
                        "Appointment",
                        desk.stored().toString().getBytes(StandardCharsets.UTF_8),
                        List.of("Content-Type", JSON, "Content-Encoding", "br"),
                        415,
                        "body.media-type",
                        "gzip")));
    }

    Stream<Bad> xmlBodies() {
        String start = "<Appointment xmlns=\"http://hl7.org/fhir\">";
        String end = "<participant><actor><reference value=\"https://staff.example.org/fhir/Practitioner/12\"/></actor>"
                + "<status value=\"accepted\"/></participant></Appointment>";
        return onBoth(desk -> {
            List<Bad> bad = new ArrayList<>();
            xml(bad, desk, "broken XML", start + "<status", 400, "body.malformed", "line 1");
            xml(bad, desk, "nothing", "", 400, "body.malformed", "no body");
            xml(bad, desk, "JSON as XML", "{}", 400, "body.malformed", "line 1");
            xml(
                    bad,
                    desk,
                    "another type",
                    "<Patient xmlns=\"http://hl7.org/fhir\"/>",
                    400,
                    "body.type",
                    "resourceType");
            xml(
                    bad,
                    desk,
                    "an unknown element",
                    start + "<colour value=\"red\"/>" + end,
                    400,
                    "body.element",
                    "Appointment.colour");
            xml(
                    bad,
                    desk,
                    "an unknown status",
                    start + "<status value=\"planned\"/>" + end,
                    400,
                    "body.value",
                    "Appointment.status");
            xml(bad, desk, "no status", start + end, 422, "base.required", "Appointment.status");
            xml(
                    bad,
                    desk,
                    "a file of the server",
                    "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>" + start
                            + "<status value=\"booked\"/><description value=\"&e;\"/>" + end,
                    400,
                    "body.malformed",
                    "line");
            xml(
                    bad,
                    desk,
                    "entities of entities",
                    "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>" + start
                            + "<status value=\"booked\"/><description value=\"&b;\"/>" + end,
                    400,
                    "body.malformed",
                    "line");
            xml(
                    bad,
                    desk,
                    "deep nesting",
                    start + "<extension url=\"http://x.example\">".repeat(101) + "</extension>".repeat(101) + end,
                    400,
                    "body.too-deep",
                    "100 levels");
            return bad.stream();
        });
    }

    Stream<Bad> mediaTypes() {
        return onBoth(desk -> {
            byte[] body = desk.stored().toString().getBytes(StandardCharsets.UTF_8);
            List<Bad> bad = new ArrayList<>();
            for (String type : List.of(
                    "text/plain",
                    "application/x-www-form-urlencoded",
                    "application/octet-stream",
                    "json",
                    PATCH,
                    "application/fhir+json; charset=ISO-8859-1",
                    "multipart/form-data; boundary=x")) {
                bad.add(new Bad(
                        desk,
                        type,
                        "POST",
                        "Appointment",
                        body,
                        List.of("Content-Type", type),
                        415,
                        "body.media-type",
                        "application/fhir+json"));
                bad.add(new Bad(
                        desk,
                        type,
                        "PUT",
                        desk.address(),
                        body,
                        List.of("Content-Type", type, "If-Match", "\"1\""),
                        415,
                        "body.media-type",
                        "application/fhir+json"));
            }
            bad.add(new Bad(
                    desk,
                    "no media type",
                    "POST",
                    "Appointment",
                    body,
                    List.of(),
                    415,
                    "body.media-type",
                    "Content-Type"));
            for (String type :
                    List.of(JSON, "application/merge-patch+json", "text/plain", "application/xml-patch+xml", XML)) {
                // In FHIR's own types a FHIRPath Patch is sent, where the contract's FHIR version has that.
                boolean read = desk.contract().equals("core") && (type.equals(JSON) || type.equals(XML));
                bad.add(new Bad(
                        desk,
                        type,
                        "PATCH",
                        desk.address(),
                        "[{\"op\":\"remove\",\"path\":\"/description\"}]".getBytes(StandardCharsets.UTF_8),
                        List.of("Content-Type", type, "If-Match", "\"1\""),
                        read ? 400 : 415,
                        read ? type.equals(XML) ? "body.malformed" : "body.type" : "body.media-type",
                        read ? "body" : PATCH));
            }
            for (String accept :
                    List.of("text/html", "image/png", "application/pdf, text/csv", "application/fhir+json;q=0")) {
                bad.add(new Bad(
                        desk,
                        "Accept: " + accept,
                        "PUT",
                        desk.address(),
                        body,
                        List.of("Content-Type", JSON, "If-Match", "\"1\"", "Accept", accept),
                        406,
                        "answer.not-acceptable",
                        "Accept"));
                bad.add(new Bad(
                        desk,
                        "Accept: " + accept,
                        "GET",
                        desk.address(),
                        new byte[0],
                        List.of("Accept", accept),
                        406,
                        "answer.not-acceptable",
                        "Accept"));
            }
            bad.add(new Bad(
                    desk,
                    "_format=html",
                    "GET",
                    desk.address() + "?_format=html",
                    new byte[0],
                    List.of(),
                    406,
                    "answer.not-acceptable",
                    "Accept"));
            return bad.stream();
        });
    }

    Stream<Bad> versions() {
        return onBoth(desk -> {
            List<Bad> bad = new ArrayList<>();
            for (String malformed : List.of(
                    "abc",
                    "1",
                    "W/1",
                    "w/\"1\"",
                    "W/\"abc",
                    "\"1\",",
                    "\"1\" \"2\"",
                    "*, \"1\"",
                    "''1''",
                    "\"1\"; drop table hfj_resource",
                    "",
                    "\"" + "1".repeat(5_000) + "\"")) {
                changes(bad, desk, "If-Match", malformed, 400, "version.malformed", "If-Match");
                changes(bad, desk, "If-None-Match", malformed, 400, "version.malformed", "");
            }
            int stale = desk.contract().equals("core") ? 412 : 409;
            for (String other : List.of(
                    "\"0\"",
                    "\"2\"",
                    "W/\"99999999999999999999\"",
                    "\"-1\"",
                    "\"\"",
                    "\"01\"",
                    "\"1.0\"",
                    "\"abc\"",
                    "\"7\", W/\"8\"")) {
                changes(bad, desk, "If-Match", other, stale, "version.stale", "version 1");
            }
            changes(
                    bad,
                    desk,
                    "If-None-Match",
                    "*",
                    desk.contract().equals("core") ? 428 : 409,
                    desk.contract().equals("core") ? "version.missing" : "version.stale",
                    "");
            if (desk.contract().equals("core")) {
                changes(bad, desk, "If-Match", "*", 428, "version.missing", "If-Match: *");
                changes(bad, desk, "X-Nothing", "1", 428, "version.missing", "If-Match is missing");
            }
            return bad.stream();
        });
    }

    Stream<Bad> addresses() {
        return onBoth(desk -> {
            List<Bad> bad = new ArrayList<>();
            for (String count : List.of("2147483647", "99999999999999999999", "-1", "abc", "1.5", "")) {
                asked(bad, desk, "Appointment?_count=" + count, 400, "request.invalid", "_count");
            }
            // A contract that lists its parameters says so of every other.
            String unlisted = desk.contract().equals("core") ? "request.invalid" : "search.parameter";
            asked(bad, desk, "Appointment?colour=red", 400, unlisted, "colour");
            asked(bad, desk, "Appointment?Status=booked", 400, unlisted, "Status");
            asked(bad, desk, "Appointment?date=tomorrow", 400, "request.invalid", "");
            asked(bad, desk, "Appointment?date=zz2026-01-01", 400, "request.invalid", "");
            asked(bad, desk, "Appointment?status:odd=booked", 400, "request.invalid", "");
            asked(bad, desk, "Appointment?_sort=colour", 400, unlisted, "");
            asked(bad, desk, "Appointment?_include=colour", 400, "request.invalid", "");
            asked(bad, desk, "Appointment?actor.name=Anna", 403, "update.form-not-offered", "chained");
            asked(bad, desk, "Appointment?_has:Slot:x:status=free", 403, "update.form-not-offered", "chained");
            asked(bad, desk, "Colour", 404, "request.address-unknown", "metadata");
            asked(bad, desk, "Colour/1", 404, "request.address-unknown", "metadata");
            asked(bad, desk, "appointment/1", 404, "request.address-unknown", "metadata");
            asked(bad, desk, "Appointment/nobody", 404, "request.not-found", "Appointment");
            asked(bad, desk, "Appointment/" + "x".repeat(65), 404, "request.not-found", "");
            asked(bad, desk, desk.address() + "/_history/99", 404, "request.not-found", "Appointment");
            asked(bad, desk, desk.address() + "/_history/abc", 404, "request.not-found", "Appointment");
            byte[] body = desk.body().put("comment", "x").toString().getBytes(StandardCharsets.UTF_8);
            bad.add(new Bad(
                    desk,
                    "to an old version",
                    "PUT",
                    desk.address() + "/_history/1",
                    body,
                    List.of("Content-Type", JSON, "If-Match", "\"1\""),
                    400,
                    "request.invalid",
                    "If-Match"));
            bad.add(new Bad(
                    desk,
                    "to rewrite history",
                    "PUT",
                    desk.address() + "/_history/1",
                    body,
                    List.of("Content-Type", JSON, "If-Match", "\"1\"", "X-Rewrite-History", "true"),
                    400,
                    "request.invalid",
                    "If-Match"));
            bad.add(new Bad(
                    desk,
                    "with Content-Location",
                    "PUT",
                    desk.address(),
                    body,
                    List.of(
                            "Content-Type",
                            JSON,
                            "If-Match",
                            "\"1\"",
                            "Content-Location",
                            desk.address() + "/_history/1"),
                    400,
                    "request.invalid",
                    "Content-Location"));
            bad.add(new Bad(
                    desk,
                    "to retry as often as it likes",
                    "PUT",
                    desk.address() + "/_history/1",
                    body,
                    List.of("Content-Type", JSON, "X-Retry-On-Version-Conflict", "retry; max-retries=many"),
                    400,
                    "request.invalid",
                    "If-Match"));
            return bad.stream();
        });
    }

    Stream<Bad> patches() {
        return onBoth(desk -> {
            List<Bad> bad = new ArrayList<>();
            for (String malformed : List.of(
                    "{}",
                    "[]",
                    "null",
                    "\"x\"",
                    "[1]",
                    "[{}]",
                    "[{\"op\":\"replace\"}]",
                    "[{\"op\":\"replace\",\"path\":\"/status\"}]",
                    "[{\"op\":\"replace\",\"path\":\"status\",\"value\":\"booked\"}]",
                    "[{\"op\":\"replace\",\"path\":\"\",\"value\":{}}]",
                    "[{\"op\":\"replace\",\"path\":7,\"value\":\"booked\"}]",
                    "[{\"op\":\"copy\",\"path\":\"/comment\"}]",
                    "[{\"op\":\"frobnicate\",\"path\":\"/status\",\"value\":\"booked\"}]",
                    "[{\"op\":\"add\",\"path\":\"/comm~2ent\",\"value\":\"x\"}]",
                    "{\"resourceType\":\"Parameters\"}")) {
                patched(bad, desk, malformed, malformed, 400, "patch.malformed", "");
            }
            for (String inapplicable : List.of(
                    "[{\"op\":\"test\",\"path\":\"/status\",\"value\":\"fulfilled\"}]",
                    "[{\"op\":\"remove\",\"path\":\"/nothing\"}]",
                    "[{\"op\":\"remove\",\"path\":\"/participant/99\"}]",
                    "[{\"op\":\"replace\",\"path\":\"/participant/-1/status\",\"value\":\"accepted\"}]",
                    "[{\"op\":\"replace\",\"path\":\"/participant/99999999999999\",\"value\":{}}]",
                    "[{\"op\":\"copy\",\"from\":\"/nothing\",\"path\":\"/comment\"}]",
                    "[{\"op\":\"move\",\"from\":\"/participant\",\"path\":\"/participant/0\"}]")) {
                patched(bad, desk, inapplicable, inapplicable, 400, "patch.malformed", "");
            }
            patched(bad, desk, "no JSON", "[{\"op\":", 400, "body.malformed", "line 1");
            patched(bad, desk, "nothing", "", 400, "body.malformed", "no body");
            patched(
                    bad,
                    desk,
                    "a member twice",
                    "[{\"op\":\"test\",\"op\":\"remove\",\"path\":\"/status\"}]",
                    400,
                    "body.malformed",
                    "line 1");
            patched(
                    bad,
                    desk,
                    "deep nesting",
                    "[{\"op\":\"add\",\"path\":\"/comment\",\"value\":" + "[".repeat(200) + "]".repeat(200) + "}]",
                    400,
                    "body.too-deep",
                    "100 levels");
            String replace = "{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"booked\"}";
            patched(
                    bad,
                    desk,
                    "a thousand operations",
                    IntStream.range(0, 1_000).mapToObj(i -> replace).collect(Collectors.joining(",", "[", "]")),
                    400,
                    "patch.malformed",
                    "100 operations");
            String copy = "{\"op\":\"copy\",\"from\":\"/participant\",\"path\":\"/participant/0/extension\"}";
            patched(
                    bad,
                    desk,
                    "a copy bomb",
                    IntStream.range(0, 26).mapToObj(i -> copy).collect(Collectors.joining(",", "[", "]")),
                    400,
                    "patch.malformed",
                    "4 copies");
            patched(
                    bad,
                    desk,
                    "more than a mebibyte",
                    "[{\"op\":\"add\",\"path\":\"/comment\",\"value\":\"" + "x".repeat(1 << 20) + "\"}]",
                    413,
                    "body.too-large",
                    "1048576 bytes");
            for (String owned : List.of("/id", "/meta", "/meta/versionId", "/meta/profile/0", "/resourceType")) {
                for (String operation : List.of(
                        "{\"op\":\"replace\",\"path\":\"" + owned + "\",\"value\":\"x\"}",
                        "{\"op\":\"add\",\"path\":\"" + owned + "\",\"value\":\"x\"}",
                        "{\"op\":\"remove\",\"path\":\"" + owned + "\"}",
                        "{\"op\":\"move\",\"from\":\"" + owned + "\",\"path\":\"/comment\"}",
                        "{\"op\":\"copy\",\"from\":\"/comment\",\"path\":\"" + owned + "\"}")) {
                    patched(bad, desk, operation, "[" + operation + "]", 422, "patch.forbidden", "Operation 0");
                }
            }
            patched(
                    bad,
                    desk,
                    "of an unknown element",
                    "[{\"op\":\"add\",\"path\":\"/colour\",\"value\":\"red\"}]",
                    400,
                    "patch.malformed",
                    "path");
            patched(
                    bad,
                    desk,
                    "to an unknown status",
                    "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"planned\"}]",
                    400,
                    "patch.malformed",
                    "Appointment.status");
            patched(
                    bad,
                    desk,
                    "to a text for a list",
                    "[{\"op\":\"replace\",\"path\":\"/participant\",\"value\":\"Anna\"}]",
                    400,
                    "patch.malformed",
                    "");
            patched(
                    bad,
                    desk,
                    "that removes the status",
                    "[{\"op\":\"remove\",\"path\":\"/status\"}]",
                    422,
                    "base.required",
                    "Appointment.status");
            patched(
                    bad,
                    desk,
                    "that removes all participants",
                    "[{\"op\":\"remove\",\"path\":\"/participant\"}]",
                    422,
                    "base.required",
                    "Appointment.participant");
            patched(
                    bad,
                    desk,
                    "that removes the end",
                    "[{\"op\":\"remove\",\"path\":\"/end\"}]",
                    422,
                    "base.invariant",
                    "Appointment.end");
            patched(
                    bad,
                    desk,
                    "to a reference to nobody",
                    "[{\"op\":\"replace\",\"path\":\"/participant/1/actor/reference\",\"value\":\"Patient/nobody\"}]",
                    422,
                    "base.reference",
                    "Appointment.participant.actor");
            return bad.stream();
        });
    }

    private static ObjectNode participant(ObjectNode body, int index) {
        return (ObjectNode) ((ArrayNode) body.path("participant")).get(index);
    }

    private static ObjectNode actor(ObjectNode body, int index) {
        return (ObjectNode) participant(body, index).path("actor");
    }

    private static String deep(String appointment, int levels) {
        String extension = "{\"url\":\"http://x.example\",\"extension\":[";
        String nested = extension.repeat(levels / 2) + "{\"url\":\"http://x.example\",\"valueBoolean\":true}"
                + "]}".repeat(levels / 2);
        return appointment.replaceFirst("\\{", "{\"modifierExtension\":[" + nested + "],");
    }

    private static byte[] packed(String text) {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return packed.toByteArray();
    }

    private static void changed(
            List<Bad> bad,
            Desk desk,
            String what,
            Consumer<ObjectNode> change,
            int status,
            String rule,
            String element) {
        ObjectNode body = desk.body();
        change.accept(body);
        written(bad, desk, what, body.toString(), status, rule, element);
    }

    private static void written(
            List<Bad> bad, Desk desk, String what, String body, int status, String rule, String element) {
        post(bad, desk, what, body.getBytes(StandardCharsets.UTF_8), status, rule, element);
        put(bad, desk, what, body.getBytes(StandardCharsets.UTF_8), status, rule, element);
    }

    private static void post(
            List<Bad> bad, Desk desk, String what, byte[] body, int status, String rule, String element) {
        bad.add(new Bad(desk, what, "POST", "Appointment", body, List.of("Content-Type", JSON), status, rule, element));
    }

    private static void put(
            List<Bad> bad, Desk desk, String what, byte[] body, int status, String rule, String element) {
        bad.add(new Bad(
                desk,
                what,
                "PUT",
                desk.address(),
                body,
                List.of("Content-Type", JSON, "If-Match", "W/\"1\""),
                status,
                rule,
                element));
    }

    private static void xml(
            List<Bad> bad, Desk desk, String what, String body, int status, String rule, String element) {
        bad.add(new Bad(
                desk,
                "in XML: " + what,
                "POST",
                "Appointment",
                body.getBytes(StandardCharsets.UTF_8),
                List.of("Content-Type", XML, "Accept", XML),
                status,
                rule,
                element));
    }

    private static void changes(
            List<Bad> bad, Desk desk, String header, String value, int status, String rule, String element) {
        String what = header + ": " + (value.length() > 40 ? value.length() + " characters" : value);
        bad.add(new Bad(
                desk,
                what,
                "PUT",
                desk.address(),
                desk.body().put("comment", "x").toString().getBytes(StandardCharsets.UTF_8),
                List.of("Content-Type", JSON, header, value),
                status,
                rule,
                element));
        bad.add(new Bad(
                desk,
                what,
                "PATCH",
                desk.address(),
                "[{\"op\":\"add\",\"path\":\"/comment\",\"value\":\"x\"}]".getBytes(StandardCharsets.UTF_8),
                List.of("Content-Type", PATCH, header, value),
                status,
                rule,
                element));
    }

    private static void asked(List<Bad> bad, Desk desk, String path, int status, String rule, String element) {
        String what = path.length() > 60 ? path.substring(0, 60) : path;
        bad.add(new Bad(desk, what, "GET", path, new byte[0], List.of(), status, rule, element));
    }

    private static void patched(
            List<Bad> bad, Desk desk, String what, String body, int status, String rule, String element) {
        bad.add(new Bad(
                desk,
                what,
                "PATCH",
                desk.address(),
                body.getBytes(StandardCharsets.UTF_8),
                List.of("Content-Type", PATCH, "If-Match", "\"1\""),
                status,
                rule,
                element));
    }
}
