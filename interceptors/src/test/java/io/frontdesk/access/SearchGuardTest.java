package io.frontdesk.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.frontdesk.caller.Caller;
import io.frontdesk.caller.Claims;
import io.frontdesk.request.CriteriaPolicy;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.testing.Contracts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A caller who may search appointments, patients and slots, and read practitioners, on an endpoint that serves these. */
class SearchGuardTest {

    private static final Set<String> SERVED = Set.of("Appointment", "Patient", "Practitioner", "Slot", "Observation");
    private static final List<String> ROLES =
            List.of("Appointment.*", "Patient.*", "Slot.*", "Slot.search", "Practitioner.read", "Observation$meta");

    private final SearchGuard guard = new SearchGuard(
            new Sights(new RightsGuard(Contracts.core().access()), Optional.empty()),
            new SearchTargets(
                    Contracts.R4, SERVED, List.of(Contracts.R4.newJsonParser().parseResource("""
                            {"resourceType":"SearchParameter","code":"booker","base":["Appointment"],
                             "type":"reference","target":["Patient","Observation"]}
                            """))),
            CriteriaPolicy.any(),
            Set.of(),
            Set.of());

    private String judged(Interaction interaction, String type, String query, String operation) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : query.isEmpty() ? new String[0] : query.split("&")) {
            parameters
                    .computeIfAbsent(pair.replaceFirst("=.*", ""), name -> new ArrayList<>())
                    .add(pair.replaceFirst("[^=]*=?", ""));
        }
        return judged(interaction, type, parameters, operation, Map.of());
    }

    private String judged(
            Interaction interaction,
            String type,
            Map<String, List<String>> parameters,
            String operation,
            Map<String, List<String>> headers) {
        return guard.beforeBody(new Request(
                        interaction,
                        type,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(operation).filter(name -> !name.isEmpty()),
                        new Caller.Authenticated(
                                "somebody", new Claims(Map.of("realm_access", Map.of("roles", ROLES)))),
                        headers,
                        parameters,
                        Set.of()))
                .refusal()
                .map(refusal -> refusal.rule().id())
                .orElse("");
    }

    @ParameterizedTest(name = "{0}?{1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        Appointment | status=booked                                  | ``
        Appointment | date:missing=true&_sort=-date,status           | ``
        Appointment | patient:Patient=1                              | ``
        Appointment | patient.name=x                                 | ``
        Appointment | patient.name:exact=x                           | ``
        Appointment | patient:Patient.name=x                         | ``
        Appointment | slot.start=x                                   | ``
        Appointment | actor:Patient.name=x                           | ``
        Appointment | actor.name=x                                   | update.form-not-offered
        Appointment | actor:Practitioner.name=x                      | update.form-not-offered
        Appointment | patient.general-practitioner.name=x            | update.form-not-offered
        Appointment | booker.name=x                                  | update.form-not-offered
        Appointment | booker:Patient.name=x                          | ``
        Appointment | status.name=x                                  | request.invalid
        Appointment | nothing.name=x                                 | request.invalid
        Appointment | patient:Nothing.name=x                         | update.form-not-offered
        Appointment | patient.name:odd=x                             | request.invalid
        Appointment | status:odd=x                                   | request.invalid
        Appointment | _sort=patient.name                             | ``
        Appointment | _sort=-actor.name                              | update.form-not-offered
        Patient     | _has:Appointment:patient:status=booked         | ``
        Patient     | _has:Observation:patient:code=x                | update.form-not-offered
        Patient     | _has:Appointment:patient:booker.name=x         | update.form-not-offered
        Patient     | _has:Appointment:patient:_has:Observation:x:y=1 | update.form-not-offered
        Patient     | _has:Appointment=1                             | request.invalid
        Patient     | _has=1                                         | request.invalid
        Patient     | _hash:Appointment:patient:status=1             | request.invalid
        Appointment | _include=Appointment:actor                     | ``
        Appointment | _include=*                                     | ``
        Appointment | _revinclude=Observation:patient                | ``
        Appointment | _include:iterate=Slot:schedule                 | ``
        Appointment | _include:iterate=Observation:patient           | update.form-not-offered
        Appointment | _include:iterate=*                             | update.form-not-offered
        Appointment | _include:recurse=Observation:*                 | update.form-not-offered
        Appointment | _revinclude:iterate=Observation:patient:Patient | ``
        Appointment | _revinclude:iterate=Observation:performer      | update.form-not-offered
        Appointment | _revinclude:iterate=Slot:nothing               | update.form-not-offered
        Appointment | _list=1                                        | update.form-not-offered
        Appointment | _filter=a                                      | update.form-not-offered
        Appointment | _query=a                                       | update.form-not-offered
        Appointment | _contained=true                                | update.form-not-offered
        Appointment | _contained=false                               | ``
        Appointment | _containedType=container                       | update.form-not-offered
        Appointment | _count=1000&_offset=70                         | ``
        Appointment | _count=1001                                    | request.invalid
        Appointment | _offset=-1                                     | request.invalid
        Appointment | _offset=99999999999                            | request.invalid
        """)
    void letsSearchesAskOnlyAboutWhatTheCallerMaySearchWhole(String type, String query, String rule) {
        assertThat(judged(Interaction.SEARCH, type, query, "")).isEqualTo(rule);
    }

    @ParameterizedTest(name = "{0} {1}?{2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        CONDITIONAL_UPDATE | Appointment | identifier=x                    | ``
        CONDITIONAL_UPDATE | Appointment | patient.name=x                  | ``
        CONDITIONAL_UPDATE | Appointment | actor.name=x                    | update.form-not-offered
        CONDITIONAL_PATCH  | Observation | code=x                          | update.form-not-offered
        CONDITIONAL_DELETE | Practitioner | name=x                         | update.form-not-offered
        HISTORY_INSTANCE   | Appointment | _at=2026                        | ``
        HISTORY_TYPE       | Observation | _at=2026                        | update.form-not-offered
        HISTORY_SYSTEM     | ``          | _at=2026                        | update.form-not-offered
        HISTORY_SYSTEM     | ``          | _since=2026                     | ``
        HISTORY_INSTANCE   | Appointment | _count=x                        | request.invalid
        READ               | Appointment | actor.name=x                    | ``
        """)
    void judgesConditionsAndHistories(Interaction interaction, String type, String query, String rule) {
        assertThat(judged(interaction, type, query, "")).isEqualTo(rule);
    }

    @ParameterizedTest(name = "{0} {1}?{2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        Appointment | $meta       | ``        | ``
        Observation | $meta       | ``        | update.form-not-offered
        ``          | $meta       | ``        | update.form-not-offered
        Observation | $validate   | ``        | ``
        Patient     | $everything | ``        | ``
        Patient     | $everything | _filter=x | update.form-not-offered
        Patient     | $everything | _count=x  | request.invalid
        Observation | $lastn      | ``        | update.form-not-offered
        """)
    void judgesOperations(String type, String operation, String query, String rule) {
        assertThat(judged(Interaction.OPERATION, type, query, operation)).isEqualTo(rule);
    }

    @Test
    void takesEverythingByGetOnlyFromWhoDoesNotSeeAll() {
        assertThat(judged(
                        Interaction.OPERATION,
                        "Patient",
                        Map.of(),
                        "$everything",
                        Map.of("Content-Type", List.of("application/fhir+json"))))
                .isEqualTo("update.form-not-offered");
    }

    @ParameterizedTest
    @CsvSource({
        "identifier=x, ''",
        "Appointment?actor.name=x, update.form-not-offered",
        "?a=b&actor%2Ename=x, update.form-not-offered",
        "_%68as:Observation:patient:code=x, update.form-not-offered",
    })
    void readsTheConditionOfACreate(String condition, String rule) {
        assertThat(judged(
                        Interaction.CONDITIONAL_CREATE,
                        "Appointment",
                        Map.of(),
                        "",
                        Map.of("If-None-Exist", List.of(condition))))
                .isEqualTo(rule);
    }
}
