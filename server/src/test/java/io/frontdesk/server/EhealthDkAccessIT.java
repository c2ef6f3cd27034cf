package io.frontdesk.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do and search what on the Danish endpoint. */
@ExtendWith(SharedServer.class)
class EhealthDkAccessIT {

    private static final String FORM = "application/x-www-form-urlencoded";

    private final Ehealth dk;
    private String own = "";
    private String other = "";
    private ObjectNode mine;
    private ObjectNode theirs;

    EhealthDkAccessIT(TestServer server) {
        dk = new Ehealth(server, "ehealth-dk");
    }

    @BeforeEach
    void storeTwoAppointments() {
        own = dk.newPatient();
        other = dk.newPatient();
        mine = dk.stored(Ehealth.plain(own));
        theirs = dk.stored(Ehealth.plain(other));
    }

    private String id(JsonNode appointment) {
        return appointment.path("id").asText();
    }

    private String inContext(String value) {
        return value.replace("{own}", own).replace("{other}", other).replace("{base}", dk.base());
    }

    // Rights and context

    @ParameterizedTest
    @CsvSource({
        "Appointment.create, POST",
        "Appointment.read, GET",
        "Appointment.search, SEARCH",
        "Appointment.update, PUT",
        "Appointment.patch, PATCH",
        "Appointment.write, POST PUT PATCH",
        "Appointment.*, POST GET SEARCH PUT PATCH",
        "Appointment.delete, ''",
        "$exportAsiCal, ''",
        "Patient.*, ''",
    })
    void asksForTheRightOfEachInteraction(String role, String allowed) {
        Rest caller = dk.system(role);
        ObjectNode stored = dk.stored(Ehealth.plain(own));
        Map<String, Answer> answers = Map.of(
                "POST", caller.post(Ehealth.plain(own)),
                "GET", caller.get(Ehealth.path(stored)),
                "SEARCH", caller.get("Appointment?_id=" + id(stored)),
                "PUT", caller.put(stored),
                "PATCH",
                        caller.patch(Ehealth.path(stored), "[{\"op\":\"add\",\"path\":\"/comment\",\"value\":\"x\"}]"));

        answers.forEach((method, answer) -> {
            if (List.of(allowed.split(" ")).contains(method)) {
                assertThat(answer.status()).as(method).isBetween(200, 201);
            } else {
                answer.refused(403, "access.right");
                assertThat(answer.issue().path("diagnostics").asText())
                        .startsWith("Insufficient permission for ")
                        .endsWith(" for Appointment");
            }
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        responsible team  | -                 | https://organization.example.org/fhir/CareTeam/7001 | -            | yes
        another team      | -                 | https://organization.example.org/fhir/CareTeam/9999 | -            | no
        no such host      | -                 | https://elsewhere.example.org/fhir/CareTeam/7001    | -            | no
        team and patient  | -                 | https://organization.example.org/fhir/CareTeam/7001 | {own}        | yes
        absolute patient  | -                 | https://organization.example.org/fhir/CareTeam/7001 | {base}/{own} | yes
        other patient     | -                 | https://organization.example.org/fhir/CareTeam/7001 | {other}      | no
        patient alone     | -                 | -                                                   | {own}        | missing
        the user acts     | Patient/{own}     | -                                                   | -            | yes
        the user does not | https://organization.example.org/fhir/Practitioner/1 | -                | -            | no
        """)
    void holdsPractitionersToTheirContext(String name, String user, String team, String patient, String may) {
        String context = patient == null
                ? ""
                : patient.startsWith("{base}")
                        ? inContext(patient.replace("/{own}", "/Patient/{own}"))
                        : inContext("Patient/" + patient);
        Rest caller =
                dk.as(Ehealth.practitioner(user == null ? "" : inContext(user), team == null ? "" : team, context));
        for (Answer answer : List.of(
                caller.get(Ehealth.path(mine)),
                caller.put(mine),
                caller.patch(Ehealth.path(mine), "[{\"op\":\"add\",\"path\":\"/comment\",\"value\":\"x\"}]"),
                caller.post(Ehealth.plain(own)),
                caller.get(Ehealth.path(mine) + "/$exportAsiCal"))) {
            switch (may) {
                case "yes" -> assertThat(answer.status()).as(answer.text()).isBetween(200, 201);
                case "missing" -> answer.refused(403, "access.context-missing");
                default -> answer.refused(403, "access.context");
            }
        }
    }

    @Test
    void letsPatientsReadTheirOwnAndWriteNothing() {
        Rest patient = dk.patient(own);

        patient.get(Ehealth.path(mine)).is(200);
        patient.get(Ehealth.path(mine) + "/_history/1").is(200);
        patient.get(Ehealth.path(mine) + "/$exportAsiCal").is(200);
        patient.get(Ehealth.path(theirs)).refused(403, "access.user");
        patient.put(mine).refused(403, "access.user-type");
        patient.post(Ehealth.plain(own)).refused(403, "access.user-type");
        patient.patch(Ehealth.path(mine), "[]").refused(403, "access.user-type");
    }

    @Test
    void asksSystemsForNoContextAndLetsOthersDoNothing() {
        dk.system().get(Ehealth.path(mine)).is(200);
        dk.system().put(mine).is(200);
        Rest ssl = dk.as(Map.of("user_type", "SSL"));
        ssl.get(Ehealth.path(mine)).is(200);
        ssl.put(mine).refused(403, "access.user-type");
        for (String type : List.of("VISITOR", "practitioner", "")) {
            dk.as(Map.of("user_type", type)).get(Ehealth.path(mine)).refused(403, "access.user-type");
        }
        dk.as(Map.of()).get(Ehealth.path(mine)).refused(403, "access.user-type");
    }

    // Search

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        patient={own}
        patient=Patient/{own}
        patient:Patient={own}
        patient={base}/Patient/{own}
        actor=Patient/{own}
        actor:Patient={own}
        actor={own}
        patient={own}&actor=Patient/{own}
        patient={own},Patient/{own}
        _id={mine},{theirs}
        status=booked&date=2026-03-09
        responsible=https://organization.example.org/fhir/CareTeam/7001
        """)
    void searchesForThePatientInContext(String query) {
        Rest nurse = dk.nurse(dk.base() + "/Patient/" + own);
        String asked = inContext(query).replace("{mine}", id(mine)).replace("{theirs}", id(theirs));

        assertThat(Ehealth.found(nurse.get("Appointment?_count=1000&" + asked)))
                .contains(id(mine))
                .doesNotContain(id(theirs));
        assertThat(Ehealth.found(
                        nurse.send("POST", "Appointment/_search", "_count=1000&" + asked, "Content-Type", FORM)))
                .contains(id(mine))
                .doesNotContain(id(theirs));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        patient={other}
        patient=Patient/{other}
        patient:Patient={other}
        patient={base}/Patient/{other}
        patient=https://elsewhere.example.org/fhir/Patient/{own}
        actor=Patient/{other}
        actor:Patient={other}
        actor={other}
        patient={own},{other}
        patient={own}&patient={other}
        patient={own}&actor=Patient/{other}
        patient.name=Lind
        patient:Patient.name=Lind
        """)
    void refusesToSearchForAnotherPatient(String query) {
        Rest nurse = dk.nurse("Patient/" + own);
        String asked = inContext(query);
        for (Answer answer : List.of(
                nurse.get("Appointment?" + asked),
                nurse.send("POST", "Appointment/_search", asked, "Content-Type", FORM),
                nurse.send("POST", "Appointment/_search?" + asked, "status=booked", "Content-Type", FORM),
                nurse.get("Appointment?_summary=count&" + asked))) {
            answer.refused(403, "search.context");
            assertThat(answer.issue().path("diagnostics").asText())
                    .isEqualTo("Search parameters not matching security token context: Patient");
            assertThat(answer.text()).doesNotContain(other);
        }
    }

    @Test
    void findsPractitionersWhoeverIsInContext() {
        ObjectNode video = dk.stored(Ehealth.video(own));
        Rest nurse = dk.nurse("Patient/" + own);

        assertThat(Ehealth.found(nurse.get("Appointment?_count=1000&actor=" + Ehealth.NURSE)))
                .contains(id(video));
        assertThat(Ehealth.found(nurse.get("Appointment?_count=1000&practitioner=" + Ehealth.NURSE)))
                .contains(id(video));
    }

    @Test
    void followsThePagesOfASearch() {
        dk.stored(Ehealth.plain(own));
        Rest nurse = dk.nurse("Patient/" + own);
        Answer first = nurse.get("Appointment?_count=1&patient=Patient/" + own).is(200);
        String next = "";
        for (JsonNode link : first.json().path("link")) {
            next = link.path("relation").asText().equals("next")
                    ? link.path("url").asText()
                    : next;
        }

        assertThat(next).startsWith(dk.base() + "/");
        assertThat(Ehealth.found(nurse.get(next.substring(dk.base().length() + 1))))
                .hasSize(1);
        dk.nurse("Patient/" + other).get(next.substring(dk.base().length() + 1)).refused(403, "search.context");
    }

    @Test
    void makesPatientsSayWhoTheySearchFor() {
        Rest patient = dk.patient(own);
        for (String query :
                List.of("status=booked", "_id=" + id(mine), "patient:missing=false", "patient=", "date=2026")) {
            Answer refused = patient.get("Appointment?" + query).refused(403, "search.mandatory");
            assertThat(refused.issue().path("diagnostics").asText())
                    .isEqualTo("Search parameters mandatory with current user type and combination of search"
                            + " parameters: actor, patient");
        }
        patient.get("Appointment").refused(403, "search.mandatory");
        assertThat(Ehealth.found(patient.get("Appointment?patient=Patient/" + own)))
                .containsExactly(id(mine));
        assertThat(Ehealth.found(patient.get("Appointment?patient=Patient/" + other)))
                .isEmpty();
        dk.system().get("Appointment?status=booked&_count=1").is(200);
    }

    @Test
    void takesPersonalIdsByPostOnly() {
        Rest system = dk.system();
        for (String query : List.of("patient.identifier=1", "patient:Patient.identifier=1", "patient:identifier=1")) {
            Answer refused = system.get("Appointment?" + query).refused(403, "search.post-only");
            assertThat(refused.issue().path("diagnostics").asText())
                    .isEqualTo("Search on patient.identifier only supports POST style.");
            system.send("POST", "Appointment/_search?" + query, "status=booked", "Content-Type", FORM)
                    .refused(403, "search.post-only");
        }
        system.send("POST", "Appointment/_search", "patient.identifier=1", "Content-Type", FORM)
                .is(200);
        system.get("Patient?identifier=1").refused(403, "search.post-only");
        system.send("POST", "Patient/_search", "identifier=1", "Content-Type", FORM)
                .is(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_content=x",
                "_text=x",
                "_filter=x",
                "_source=x",
                "incomingreferral=1",
                "specialty=1",
                "_sort=specialty",
                "_revinclude=Encounter:appointment",
            })
    void offersThePublishedParametersOnly(String query) {
        dk.system().get("Appointment?" + query).refused(400, "search.parameter");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_id={mine}",
                "_id={mine}&_lastUpdated=gt2001-01-01",
                "_id={mine}&_profile=http://ehealth.sundhed.dk/fhir/StructureDefinition/ehealth-appointment",
                "_id={mine}&appointment-type=ROUTINE",
                "_id={mine}&date=2026-03-09",
                "identifier=urn:test|{own}",
                "_id={mine}&part-status=accepted",
                "patient={own}",
                "_id={mine}&status=booked",
                "_id={mine}&responsible=https://organization.example.org/fhir/CareTeam/7001",
                "_id={mine}&_include=Appointment:actor&_sort=-date",
                "_id={mine}&_language=da",
                "_id={mine}&_tag=urn:test|t",
                "_id={mine}&_security=urn:test|s",
            })
    void findsByEveryPublishedParameter(String query) {
        mine.putArray("identifier").addObject().put("system", "urn:test").put("value", own);
        mine.put("language", "da");
        ((ObjectNode) mine.get("meta"))
                .putArray("tag")
                .addObject()
                .put("system", "urn:test")
                .put("code", "t");
        ((ObjectNode) mine.get("meta"))
                .putArray("security")
                .addObject()
                .put("system", "urn:test")
                .put("code", "s");
        dk.system().put(mine).is(200);
        String asked = inContext(query).replace("{mine}", id(mine)).replace("|", "%7C");

        assertThat(Ehealth.found(dk.system().get("Appointment?" + asked))).contains(id(mine));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CareTeam/{team}", "{team}", "{base}/CareTeam/{team}"})
    void findsByAnOwnResponsibleInEverySpelling(String value) {
        Rest system = dk.system("Appointment.*", "Patient.*", "CareTeam.*");
        String team = "t" + own;
        system.send(
                        "PUT",
                        "CareTeam/" + team,
                        "{\"resourceType\":\"CareTeam\",\"id\":\"" + team + "\"}",
                        "Content-Type",
                        "application/fhir+json")
                .is(201);
        ObjectNode appointment = Ehealth.plain(own);
        ((ObjectNode) appointment.at("/extension/0/valueReference")).put("reference", "CareTeam/" + team);
        ((ObjectNode) appointment.at("/participant/0/extension/0/valueReference"))
                .put("reference", dk.base() + "/CareTeam/" + team);
        ObjectNode stored = dk.stored(appointment);
        String asked = inContext(value).replace("{team}", team);

        assertThat(Ehealth.found(
                        system.get("Appointment?responsible=" + URLEncoder.encode(asked, StandardCharsets.UTF_8))))
                .containsExactly(id(stored));
        assertThat(Ehealth.found(system.get("Appointment?responsible=CareTeam/unknown")))
                .isEmpty();
    }
}
