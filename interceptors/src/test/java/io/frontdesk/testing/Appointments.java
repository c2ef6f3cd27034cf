package io.frontdesk.testing;

/** Small appointments, valid in the FHIR version that they are named after; texts are in JSON. */
public final class Appointments {

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
