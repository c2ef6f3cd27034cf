package io.frontdesk.facade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frontdesk.testing.Contracts;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A small interface of nobody's, with a field of every kind. */
class FacadePolicyTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String FACADE = """
        title: Visits
        name: Visit
        routes:
        - {does: create, method: POST, path: /visits}
        - {does: update, method: PUT, path: "/visits/{id}/{version}", version: current}
        - {does: read, method: GET, path: "/visits/{id}"}
        - {does: changes, method: GET, path: /visits/scan, since: from}
        parts:
          guest: {in: participant, where: {actor.reference: "Patient/*"}, set: {status: accepted}}
          room: {in: participant, where: {actor.type: Location}, set: {status: accepted}}
          topic: {in: serviceType, where: {text: topic}}
          host: {in: contained, where: {id: host}, set: {resourceType: Practitioner}, with: hosting}
          hosting: {in: participant, where: {actor.reference: "#host"}, set: {status: accepted}}
          mail: {in: telecom, where: {system: email, rank: "1"}}
        fields:
          id: {at: id, told: true}
          number: {at: meta.versionId, type: integer, told: true}
          off: {at: status, type: boolean, is: cancelled, told: true}
          state:
            at: status
            type: code
            codes: {OPEN: pending, DONE: fulfilled}
            also: {priority: {OPEN: "5"}}
            otherwise: OPEN
          from: {at: start, type: date-time, required: true}
          long: {at: minutesDuration, type: integer, least: 0, silent: "0"}
          day: {extension: "urn:day", type: date}
          loud: {extension: "urn:loud", type: boolean}
          guest: {part: guest, at: actor.reference, type: reference, to: Patient, required: true}
          room: {part: room, join: [actor.identifier.value, actor.display], by: "^"}
          topics: {part: topic, list: true, required: true, fields: {code: {at: coding.0.code}}}
          host:
            part: host
            fields:
              name: {at: name.0.text, required: true}
              mails: {part: mail, at: value, list: true}
              letters: {at: letters, list: true}
              span: {extension: "urn:span", at: valuePeriod, fields: {start: {at: start, type: date}}}
        filters:
          visit.from: {parameter: date, as: date}
          visit.state: {parameter: status, as: token, system: "urn:s", values: [OPEN, DONE]}
          visit.text: {parameter: text, as: string, lower: text-lower}
          visit.plain: {parameter: plain, as: string}
          visit.long: {parameter: long, as: number}
        errors:
          body: '{"error": "{name}", "message": "{message}", "now": "{current}"}'
          names: {"400": Bad, "404": Missing}
        """;

    private static final FacadePolicy POLICY = compiled(FACADE);

    private static FacadePolicy compiled(String yaml) {
        return Contracts.compiled(yaml, section -> FacadePolicy.compile(section, "Appointment"));
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static ObjectNode stored(String sent) throws BadMessageException {
        ObjectNode resource = JSON.createObjectNode();
        POLICY.shape().put(resource, json(sent), "");
        return resource;
    }

    private static final String ALL = "{'state':'DONE','from':'2026-03-09T09:00:00Z','long':30,'day':'2026-03-09',"
            + "'loud':false,'guest':'7','room':'12^Blue^room','topics':[{'code':'a'},{},{'code':'b'}],"
            + "'host':{'name':'Rey','mails':['a','b'],'letters':['x','y'],'span':{'start':'2020-01-31'}}}";

    @Test
    void tellsWhatWasSent() throws BadMessageException {
        JsonNode told = POLICY.told(stored(ALL));

        assertThat(told).isEqualTo(json(ALL).put("off", false));
    }

    @Test
    void putsEverythingWhereFhirHasIt() throws BadMessageException {
        ObjectNode resource = stored(ALL);

        assertThat(resource.path("status").asText()).isEqualTo("fulfilled");
        assertThat(resource.path("minutesDuration").isInt()).isTrue();
        assertThat(resource.path("participant"))
                .hasSize(3)
                .allMatch(item -> item.path("status").asText().equals("accepted"));
        assertThat(resource.at("/participant/0/actor/reference").asText()).isEqualTo("Patient/7");
        assertThat(resource.at("/participant/1/actor/identifier/value").asText())
                .isEqualTo("12");
        assertThat(resource.at("/participant/1/actor/display").asText()).isEqualTo("Blue^room");
        assertThat(resource.at("/participant/2/actor/reference").asText()).isEqualTo("#host");
        assertThat(resource.at("/contained/0/telecom/1")).isEqualTo(json("{'system':'email','rank':1,'value':'b'}"));
        assertThat(resource.at("/extension/0")).isEqualTo(json("{'url':'urn:day','valueDate':'2026-03-09'}"));
    }

    @Test
    void takesWhatIsLeftOutAsTheContractSays() throws BadMessageException {
        ObjectNode resource = stored("{'from':'2026-03-09T10:00:00+01:00','guest':'7','topics':[],'long':0,'off':true,"
                + "'number':9,'id':'x','day':null,'host':null,'room':'','else':1}");

        assertThat(resource.path("status").asText()).isEqualTo("pending");
        assertThat(resource.path("priority").asText()).isEqualTo("5");
        assertThat(resource.has("minutesDuration")).isFalse();
        assertThat(resource.has("id")).isFalse();
        assertThat(resource.has("contained")).isFalse();
        assertThat(POLICY.told(resource))
                .isEqualTo(json(
                        "{'off':false,'state':'OPEN','from':'2026-03-09T09:00:00Z','long':0,'guest':'7','topics':[]}"));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        []                                   => The body must be a JSON object
        {}                                   => from must be sent
        {'from':5}                           => from must be a time with its zone
        {'from':'2026-03-09T09:00:00'}       => from must be a time with its zone
        {'from':'2026-03-09T09:00Z'}         => from must be a time with its zone
        {'from':'2026-02-30T09:00:00Z'}      => from must be a time with its zone
        {'state':'open'}                     => state must be one of OPEN, DONE
        {'state':['OPEN']}                   => state must be one of OPEN, DONE
        {'long':-1}                          => long must be a whole number, at least 0
        {'long':1.5}                         => long must be a whole number
        {'long':'30'}                        => long must be a whole number
        {'long':3000000000}                  => long must be a whole number
        {'day':'2026-02-30'}                 => day must be a date
        {'day':'2026-3-9'}                   => day must be a date
        {'loud':'yes'}                       => loud must be true or false
        {'guest':7}                          => guest must be a text
        {'guest':'a/b'}                      => guest names nothing that is stored
        {'room':7}                           => room must be a text
        {'topics':{}}                        => topics must be a list
        {'topics':[{'code':1}]}              => topics[0].code must be a text
        {'topics':['a']}                     => topics[0] must be a JSON object
        {'host':'Rey'}                       => host must be a JSON object
        {'host':{}}                          => host.name must be sent
        {'host':{'name':'R','mails':'a'}}    => host.mails must be a list
        {'host':{'name':'R','mails':[1]}}    => host.mails[0] must be a text
        {'host':{'name':'R','span':{'start':1}}} => host.span.start must be a date
        """)
    void namesWhatIsWrong(String sent, String message) throws JsonProcessingException {
        JsonNode body = JSON.readTree(sent.replace('\'', '"'));
        if (body instanceof ObjectNode object && !object.isEmpty()) {
            JSON.readTree("{\"from\":\"2026-03-09T09:00:00Z\",\"guest\":\"7\",\"topics\":[]}")
                    .properties()
                    .forEach(member -> object.putIfAbsent(member.getKey(), member.getValue()));
        }

        assertThatThrownBy(() -> POLICY.shape().put(JSON.createObjectNode(), body, ""))
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        visit.from|gt|2026-01-01                       => {date=[gt2026-01-01]}
        visit.from|gt|2026-01-01,visit.from|lt|2026-02 => {date=[gt2026-01-01, lt2026-02]}
        visit.from|eq|2026-01-01                       => {date=[2026-01-01]}
        visit.state|eq|OPEN                            => {status=[urn:s|OPEN]}
        visit.state|ieq|done                           => {status=[urn:s|DONE]}
        visit.state|in|OPEN;DONE                       => {status=[urn:s|OPEN,urn:s|DONE]}
        visit.text|eq|Blue                             => {text:exact=[Blue]}
        visit.text|ieq|Blue                            => {text-lower:exact=[blue]}
        visit.text|contains|a$b                        => {text:contains=[a\\$b]}
        visit.long|lt|30                               => {long=[lt30]}
        """)
    void meansASearch(String filter, String search) throws BadMessageException {
        assertThat(POLICY.filters().meant(filter, List.of())).hasToString(search);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        visit.else|eq|1        => The filter 'visit.else' must be path|operator|value
        visit.from|eq          => The filter 'visit.from' must be path|operator|value
        visit.from|eq|         => The filter 'visit.from' must be path|operator|value
        visit.from|like|1      => The filter on visit.from must have an operator of eq, gt, lt
        visit.state|gt|OPEN    => The filter on visit.state must have an operator of eq, ieq, in
        visit.plain|ieq|a      => The filter on visit.plain must have an operator
        visit.state|eq|OPEN    => filters must hold one on visit.from
        """)
    void refusesOtherFilters(String filter, String message) {
        assertThatThrownBy(() -> POLICY.filters().meant(filter, List.of("visit.from")))
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource({
        "visits, [CREATE]",
        "visits/7, [READ]",
        "visits/scan, [CHANGES]",
        "visits/7/2, [UPDATE]",
        "visits/, []",
        "visits/7/, []",
        "rooms, []",
    })
    void knowsItsAddresses(String address, String does) {
        assertThat(POLICY.at(List.of(address.split("/", -1))).stream()
                        .map(Route::does)
                        .toList())
                .hasToString(does);
        assertThat(POLICY.roots()).containsExactly("visits");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
        path: /visits}                            => path: "visits/x"}                     => routes[0].path: is no address below the server's root
        path: "/visits/{id}/{version}"            => path: "/visits/{id}"                  => routes[1].path: does not say what UPDATE needs
        path: /visits/scan, since: from           => path: "/visits/{id}", since: from     => routes[3].path: is given twice for GET
        in: contained                             => in: "cont ained"                      => parts.host.in: 'cont ained' is no place in FHIR JSON
        with: hosting                             => with: helping                         => parts.host: is made with 'helping', which is no part
        part: guest, at: actor                    => part: gast, at: actor                 => fields.guest.part: 'gast' is no part
        type: integer, least                      => type: code, least                     => fields.long.type: does not go with the codes that are listed
        as: number                                => as: size                              => filters["visit.long"].as
        {"400": Bad                               => {"200": Bad                           => errors.names.200: is no status of a refusal
        '{"error": "{name}", "message"            => '["error", "message"                  => errors.body: is no JSON object
        {does: create, method: POST, path: /visits} => {does: page, method: POST, path: /visits, item: {all: "*"}} => lists: is absent, and a route answers a list
        """)
    void faultsWhatCannotBe(String good, String bad, String fault) {
        String yaml = FACADE.replaceFirst(Pattern.quote(good), Matcher.quoteReplacement(bad));

        assertThat(yaml).isNotEqualTo(FACADE);
        assertThat(Contracts.faults(yaml, section -> FacadePolicy.compile(section, "Appointment")))
                .anyMatch(told -> told.contains(fault));
    }
}
