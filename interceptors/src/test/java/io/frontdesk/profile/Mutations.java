package io.frontdesk.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;

/** Makes other appointments of an appointment. What comes out depends on the random numbers alone. */
final class Mutations {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> TEXTS = List.of(
            "A visit",
            "a visit",
            "Another",
            "proposed",
            "booked",
            "1234",
            "15",
            "7",
            "Home visit",
            "Somebody",
            "Ærø, 3. sal",
            "two\nlines",
            " ",
            "",
            " leading",
            "trailing ",
            "<b>bold</b>",
            "<script>x()</script>",
            "a\tb",
            "x\u0007y",
            "\u202Eabc",
            "\uD83D\uDE00",
            "{}",
            "$string$",
            "#",
            "#door",
            "&amp;",
            "it's",
            "\"quoted\"",
            "\\d",
            "A".repeat(30),
            "B".repeat(5000));

    private static final List<String> MOMENTS = List.of(
            "2026-03-10T08:30:00+01:00",
            "2026-03-10T07:30:00Z",
            "2026-03-10T08:45:00.000+01:00",
            "2019-07-01T09:00:00.000+02:00",
            "2027-01-01T00:00:00Z",
            "2026-03-10T08:30:00.123456+01:00",
            "1850-01-01T00:00:00Z",
            "2026-03-10T08:30:00+14:00",
            "2026-03-10T08:30:00-00:00");

    private static final List<String> DATES = List.of(
            "2026", "2026-03", "2026-03-10", "2026-02-30", "2026-03-10T08:30:00", "2026-03-10T25:00:00Z", "soon");

    private static final List<String> REFERENCES = List.of(
            "Patient/7",
            "Patient/8",
            "Practitioner/9",
            "Practitioner/601",
            "Location/1",
            "Device/1",
            "CareTeam/35102",
            "https://example.org/fhir/Patient/7",
            "http://elsewhere.dk/fhir/CareTeam/35102",
            "Patient/7/_history/2",
            "#1",
            "#door",
            "#none",
            "#",
            "urn:uuid:6f0b1c5e-38a5-4a1c-a7b1-6f2f6d6e1c11",
            "Patient?identifier=x|y",
            "Unknown/1",
            "Patient",
            "patient/7",
            "Patient/ä",
            "not a reference",
            "Appointment/v1",
            "Appointment/317",
            "http://tools.ietf.org/html/bcp47");

    private static final List<String> URLS = List.of(
            "https://example.org/other",
            "https://example.org/house",
            "http://vdx.medcom.dk/meeting",
            "urn:oid:1.2.3",
            "urn:oid:x",
            "urn:ietf:rfc:3986",
            "https://tools.ietf.org/html/rfc4122",
            "urn:uuid:nonsense",
            "relative",
            "has space",
            "oid:1.2",
            "http://hl7.org/fhir/sid/us-ssn",
            "https://video.example.org/room/1",
            "http://unitsofmeasure.org",
            "http://hl7.org/fhir/v3/ParticipationType",
            "http://terminology.hl7.org/CodeSystem/v3-ParticipationType",
            "http://ehealth.sundhed.dk/cs/appointment-reason",
            "http://snomed.info/sct");

    private static final List<String> CODES = List.of(
            "booked",
            "proposed",
            "cancelled",
            "pending",
            "accepted",
            "tentative",
            "required",
            "optional",
            "PART",
            "ATND",
            "ROUTINE",
            "EMERGENCY",
            "412776001",
            "NOPE",
            "a  b",
            " x",
            "en",
            "da-DK");

    private static final List<String> EXTENSIONS = List.of(
            "https://example.org/fhir/StructureDefinition/key",
            "https://example.org/fhir/StructureDefinition/unknown",
            "http://ehealth.sundhed.dk/fhir/StructureDefinition/ehealth-responsible",
            "http://ehealth.sundhed.dk/fhir/StructureDefinition/ehealth-pin-code",
            "http://ehealth.sundhed.dk/fhir/StructureDefinition/ehealth-meeting-url",
            "http://ehealth.sundhed.dk/fhir/StructureDefinition/ehealth-ext-careteam",
            "http://hl7.org/fhir/StructureDefinition/data-absent-reason",
            "http://hl7.org/fhir/StructureDefinition/patient-birthPlace",
            "http://hl7.org/fhir/StructureDefinition/rendering-style",
            "http://hl7.org/fhir/StructureDefinition/none",
            "http://hl7.org/fhir/5.0/StructureDefinition/extension-Appointment.note",
            "relative",
            "");

    private static final List<String> VALUES = List.of(
            "{\"valueString\": \"7\"}",
            "{\"valueString\": \"A visit\"}",
            "{\"valueBoolean\": true}",
            "{\"valueInteger\": 4}",
            "{\"valueUri\": \"https://video.example.org/room/1\"}",
            "{\"valueUri\": \"no uri\"}",
            "{\"valueDateTime\": \"2026-03-10\"}",
            "{\"valueInstant\": \"2026-03-10T07:30:00Z\"}",
            "{\"valueReference\": {\"reference\": \"Practitioner/9\"}}",
            "{\"valueCode\": \"unknown\"}",
            "{\"valuePeriod\": {\"start\": \"2026-03-10\", \"end\": \"2025-03-10T07:30:00Z\"}}",
            "{\"valueDecimal\": 1.50}",
            "{\"valueQuantity\": {\"value\": 1.5, \"code\": \"h\"}}",
            "{\"valueMarkdown\": \"*x*\"}",
            "{\"valueCodeableConcept\": {\"text\": \"7\"}}",
            "{\"valueIdentifier\": {\"system\": \"urn:ietf:rfc:3986\", \"value\": \"7\"}}",
            "{\"extension\": [{\"url\": \"inner\", \"valueString\": \"7\"}]}",
            "{}",
            "{\"id\": \"x y\", \"valueString\": \"7\"}");

    private static final List<String> CONTAINED = List.of(
            "{\"resourceType\": \"Location\", \"id\": \"1\", \"name\": \"Room\"}",
            "{\"resourceType\": \"Location\", \"id\": \"door\"}",
            "{\"resourceType\": \"Patient\", \"id\": \"1\", \"name\": [{\"family\": \"Room\"}], \"birthDate\": \"2026-03-10\"}",
            "{\"resourceType\": \"Patient\", \"id\": \"2\", \"contact\": [{\"gender\": \"male\"}]}",
            "{\"resourceType\": \"Practitioner\", \"name\": [{\"text\": \"Some Body\"}]}",
            "{\"resourceType\": \"ValueSet\", \"id\": \"1\", \"name\": \"has space\", \"status\": \"active\"}",
            "{\"resourceType\": \"Location\", \"id\": \"1\", \"meta\": {\"profile\": [\"https://example.org/none\"]}}",
            "{\"resourceType\": \"Location\", \"id\": \"1\", \"meta\": {\"lastUpdated\": \"2026-03-10T07:30:00Z\"}}");

    private static final List<String> ADDED = List.of(
            "{\"language\": \"da\"}",
            "{\"language\": \"nope nope\"}",
            "{\"implicitRules\": \"https://example.org/rules\"}",
            "{\"text\": {\"status\": \"generated\", \"div\": \"<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">x</div>\"}}",
            "{\"minutesDuration\": 15}",
            "{\"minutesDuration\": 0}",
            "{\"priority\": 3}",
            "{\"comment\": \"A visit\"}",
            "{\"created\": \"2026-03-10\"}",
            "{\"created\": \"2026-03-10T07:30:00Z\"}",
            "{\"requestedPeriod\": [{\"start\": \"2026-03-10\"," + " \"end\": \"2026-03-09T23:30:00Z\"}]}",
            "{\"_description\": {\"extension\": [{\"url\": \"https://example.org/x\", \"valueString\": \"7\"}]}}",
            "{\"_status\": {\"id\": \"s\"}}",
            "{\"id\": \"7\"}",
            "{\"id\": \"door\"}",
            "{\"id\": \"x y\"}",
            "{\"specialty\": [{\"text\": \"7\"}]}",
            "{\"description\": \"a visit\"}",
            "{\"serviceCategory\": [{\"text\": \"Office\"}]}",
            "{\"patientInstruction\": \"Stay where you are until noon\"}",
            "{\"identifier\": [{\"system\": \"urn:ietf:rfc:3986\", \"value\": \"7\"}, {\"use\": \"official\", \"type\": {\"text\": \"7\"}}]}",
            "{\"slot\": [{\"reference\": \"Slot/7\"}]}",
            "{\"slot\": [{\"display\": \"x\"}]}");

    private final Random random;

    Mutations(Random random) {
        this.random = random;
    }

    /** Changes what there is in an appointment: takes away, repeats, adds, puts other values in. */
    String structure(String json) {
        ObjectNode resource = read(json);
        for (int i = random.nextInt(2); i >= 0; i--) {
            change(resource);
        }
        return resource.toString();
    }

    /** Changes some texts only. */
    String values(String json) {
        ObjectNode resource = read(json);
        for (int i = random.nextInt(4); i >= 0; i--) {
            text(resource);
        }
        return resource.toString();
    }

    private static ObjectNode read(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }

    private void change(ObjectNode resource) {
        ObjectNode object = pick(nodes(resource, ObjectNode.class));
        switch (random.nextInt(9)) {
            case 0 -> removeOne(object);
            case 1 -> repeatOne(resource);
            case 2, 3 ->
                object.withArray(random.nextInt(6) == 0 ? "modifierExtension" : "extension")
                        .add(extension());
            case 4 -> contain(resource);
            case 5, 6 -> resource.setAll(read(pick(ADDED)));
            case 7 -> object.put("id", pick(List.of("x", "x y", "7")));
            default -> text(resource);
        }
    }

    private static void put(ObjectNode object, String field, JsonNode value) {
        if (object.get(field) == null || object.get(field).isArray()) {
            object.withArray(field).add(value);
        }
    }

    private void contain(ObjectNode resource) {
        put(resource, "contained", read(pick(CONTAINED)));
        if (random.nextBoolean()) {
            put(resource, "participant", read("{\"actor\": {\"reference\": \"#1\"}, \"status\": \"accepted\"}"));
        }
    }

    private ObjectNode extension() {
        ObjectNode extension = JSON.createObjectNode().put("url", pick(EXTENSIONS));
        extension.setAll(read(pick(VALUES)));
        return extension;
    }

    private void removeOne(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        names.remove("resourceType");
        if (!names.isEmpty()) {
            object.remove(pick(names));
        }
    }

    private void repeatOne(ObjectNode resource) {
        List<ArrayNode> arrays = nodes(resource, ArrayNode.class);
        if (!arrays.isEmpty()) {
            ArrayNode array = pick(arrays);
            if (!array.isEmpty()) {
                array.add(array.get(random.nextInt(array.size())).deepCopy());
            }
        }
    }

    /** Puts another text in place of one, most often of the kind that stands there. */
    private void text(ObjectNode resource) {
        List<ObjectNode> holders = nodes(resource, ObjectNode.class);
        holders.removeIf(holder -> texts(holder).isEmpty());
        if (holders.isEmpty()) {
            return;
        }
        ObjectNode holder = pick(holders);
        String field = pick(texts(holder));
        String now = holder.get(field).asText();
        holder.set(field, new TextNode(random.nextInt(8) == 0 ? any(resource) : other(field, now)));
    }

    private static List<String> texts(ObjectNode holder) {
        List<String> fields = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : holder.properties()) {
            if (field.getValue().isTextual() && !field.getKey().equals("resourceType")) {
                fields.add(field.getKey());
            }
        }
        return fields;
    }

    private String other(String field, String now) {
        boolean usual = random.nextInt(3) != 0;
        return switch (field) {
            case "reference" -> usual ? now.replaceAll("\\d+$", "" + random.nextInt(9)) : pick(REFERENCES);
            case "system", "url", "valueUri" -> usual ? now.replaceAll("\\w$", "" + random.nextInt(9)) : pick(URLS);
            case "code", "status", "required", "language" -> usual ? now : pick(CODES);
            default -> now.matches("\\d{4}-.*") ? moment(usual) : usual ? "Some " + random.nextInt(9) : pick(TEXTS);
        };
    }

    private String moment(boolean usual) {
        return usual
                ? "2026-03-1%dT0%d:%d0:00+0%d:00"
                        .formatted(random.nextInt(3), random.nextInt(9), random.nextInt(6), random.nextInt(2))
                : pick(random.nextBoolean() ? DATES : MOMENTS);
    }

    private String any(ObjectNode resource) {
        List<TextNode> all = nodes(resource, TextNode.class);
        return switch (random.nextInt(6)) {
            case 0 -> pick(TEXTS);
            case 1 -> pick(REFERENCES);
            case 2 -> pick(MOMENTS);
            default -> all.isEmpty() ? "x" : pick(all).asText();
        };
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static <T extends JsonNode> List<T> nodes(JsonNode from, Class<T> type) {
        List<T> found = new ArrayList<>();
        collect(from, type::isInstance, node -> found.add(type.cast(node)));
        return found;
    }

    private static void collect(JsonNode from, Predicate<JsonNode> wanted, java.util.function.Consumer<JsonNode> take) {
        if (wanted.test(from)) {
            take.accept(from);
        }
        from.forEach(each -> collect(each, wanted, take));
    }
}
