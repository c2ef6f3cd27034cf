package io.frontdesk.testing;

/** Small appointments, valid in the FHIR version that they are named after; texts are in JSON. */
public final class Appointments {

    /** What the names of the Danish profiles and extensions begin with. */
    public static final String DANISH = "http://ehealth.sundhed.dk/fhir/StructureDefinition/";

    private Appointments() {}

    /** Returns an R4 appointment of Patient/p1 without an id. */
    public static String r4(String status) {
        return appointment("", status, "");
    }

    /** Returns an R4 appointment of Patient/p1 with an id. */
    public static String r4(String id, String status) {
        return appointment("\"id\":\"" + id + "\",", status, "");
    }

    /** Returns an R4 appointment with an id and more members, each followed by a comma. */
    public static String r4(String id, String status, String more) {
        return appointment("\"id\":\"" + id + "\",", status, more);
    }

    private static String appointment(String id, String status, String more) {
        return """
            {"resourceType":"Appointment",%s"status":"%s",%s
             "start":"2026-03-09T09:00:00+01:00","end":"2026-03-09T09:20:00+01:00",
             "participant":[{"actor":{"reference":"Patient/p1"},"status":"accepted"}]}
            """.formatted(id, status, more);
    }

    /**
     * Returns an STU3 appointment of CareTeam/t1 and Patient/p1 by the Danish profiles; its extensions are not in order.
     *
     * @param id may be empty
     * @param more more members, each followed by a comma
     */
    public static String danish(String id, String status, String more) {
        return """
            {"resourceType":"Appointment",%s%s"status":"%s",
             "extension":[
              {"url":"http://example.org/last","valueString":"1"},
              {"url":"%sehealth-responsible","valueReference":{"reference":"CareTeam/t1"}}],
             "appointmentType":{"coding":[{"system":"http://hl7.org/fhir/v2/0276","code":"ROUTINE"}]},
             "start":"2026-03-09T09:00:00+01:00","end":"2026-03-09T09:20:00+01:00",
             "participant":[
              {"actor":{"reference":"Patient/p1"},"status":"accepted"},
              {"extension":[{"url":"%sehealth-ext-careteam","valueReference":{"reference":"CareTeam/t1"}}],
               "actor":{"reference":"https://desk.example.org/fhir/Practitioner/d1"},"status":"accepted"}]}
            """.formatted(id.isEmpty() ? "" : "\"id\":\"" + id + "\",", more, status, DANISH, DANISH);
    }

    /** Returns an R4 appointment in XML. */
    public static String xml(String id, String status) {
        return """
            <Appointment xmlns="http://hl7.org/fhir"><id value="%s"/><status value="%s"/>
            <start value="2026-03-09T09:00:00+01:00"/><end value="2026-03-09T09:20:00+01:00"/>
            <participant><actor><reference value="Patient/p1"/></actor><status value="accepted"/></participant>
            </Appointment>
            """.formatted(id, status);
    }
}
