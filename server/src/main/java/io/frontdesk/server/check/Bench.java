package io.frontdesk.server.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.frontdesk.request.Interaction;
import io.frontdesk.server.check.CheckStoppedException.Why;
import io.frontdesk.server.check.Finding.Outcome;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where checks are done: sends requests, holds the answers against what the contract says, and notes what came of it. */
final class Bench {

    static final String JSON = "application/fhir+json";
    static final String JSON_PATCH = "application/json-patch+json";

    private static final int MOST_SAID = 200;

    private final Oracle oracle;
    private final Wire wire;
    private final Report report;
    private final String token;
    private final List<String> secrets;
    private final List<Subject> subjects = new ArrayList<>();
    private final List<Sent> lost = new ArrayList<>();
    private final RefusalShapes shapes;

    /**
     * @param token the token of a caller who may do everything that is checked
     * @param secrets what is never told, whoever says it
     */
    Bench(Oracle oracle, Wire wire, Report report, String token, Collection<String> secrets) {
        this.secrets = List.copyOf(secrets);
        this.oracle = oracle;
        this.shapes = new RefusalShapes(oracle.contract());
        this.wire = wire;
        this.report = report;
        this.token = token;
    }

    Oracle oracle() {
        return oracle;
    }

    /** Returns the appointments that the suite has made. */
    List<Subject> subjects() {
        return subjects;
    }

    /** Returns the requests that may have made appointments of which no answer tells. */
    List<Sent> lost() {
        return List.copyOf(lost);
    }

    /** Returns a search for appointments. */
    Sent searching(Map<String, List<String>> parameters) {
        String query = parameters.entrySet().stream()
                .flatMap(parameter -> parameter.getValue().stream()
                        .map(value -> parameter.getKey() + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)))
                .collect(Collectors.joining("&"));
        return sent("GET", "Appointment?" + query);
    }

    /** Returns a request without a body. */
    Sent sent(String method, String path) {
        return new Sent(method, path, Map.of("Accept", JSON), "", token);
    }

    /** Returns a request with a body. */
    Sent sent(String method, String path, Map<String, String> headers, String body, String contentType) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("Accept", JSON);
        all.put("Content-Type", contentType);
        return new Sent(method, path, all, body, token);
    }

    /** Sends something that is no check. */
    Optional<Got> quietly(Sent sent) {
        try {
            return adopted(sent, wire.send(sent));
        } catch (CheckStoppedException stopped) {
            if (stopped.why() == Why.NO_SERVER && creates(sent)) {
                lost.add(sent);
            }
            throw stopped;
        }
    }

    /** Notes a check that is not done, and why. */
    void leave(String check, String key, String reason) {
        report.add(Finding.notApplicable(check, key, reason));
    }

    /** Notes that an answer, which had the right status, was wrong. */
    void wrong(String check, String key, Sent sent, String expected, String got) {
        report.add(new Finding(check, key, sent.told(), expected, got, Outcome.FAILED, ""));
    }

    /** Notes whether something about an answer is as it should be. */
    void same(String check, String key, Sent sent, String expected, String got) {
        boolean same = expected.equals(got);
        report.add(new Finding(check, key, sent.told(), expected, got, same ? Outcome.PASSED : Outcome.FAILED, ""));
    }

    /** Sends a request, and notes whether it was answered as expected. */
    Optional<Got> check(String check, String key, Sent sent, Expected expected) {
        Optional<Got> got = quietly(sent);
        boolean right =
                got.map(Got::status).filter(expected.statuses()::contains).isPresent();
        report.add(new Finding(
                check,
                key,
                sent.told(),
                expected.told(),
                got.map(answer -> String.valueOf(answer.status())).orElse("no answer"),
                right ? Outcome.PASSED : Outcome.FAILED,
                right ? "" : got.map(answer -> why(expected, answer)).orElse("")));
        if (right) {
            expected.refusal().ifPresent(refusal -> shapes.look(check, refusal, got.orElseThrow()));
        }
        return got;
    }

    private String why(Expected expected, Got got) {
        String contract = expected.refusal()
                .map(refusal -> "The contract refuses it" + (refusal.text().isEmpty() ? "." : ": " + refusal.text()))
                .orElse("The contract allows it.");
        JsonNode issue = got.json().at("/issue/0");
        String said = issue.path("diagnostics").asText(issue.at("/details/text").asText());
        for (String secret : secrets) {
            said = said.replace(secret, "...");
        }
        String oneLine = said.replaceAll("\\p{Cntrl}+", " ");
        return contract
                + (oneLine.isEmpty()
                        ? ""
                        : " The server says: " + oneLine.substring(0, Math.min(oneLine.length(), MOST_SAID)));
    }

    /** Notes what was wrong with the bodies of refusals. */
    void shapes() {
        report.add(shapes.finding());
    }

    /** What a request has made, whether it should have or not, is taken away in the end. */
    private Optional<Got> adopted(Sent sent, Optional<Got> got) {
        if (creates(sent)) {
            got.filter(answer -> answer.status() == 201)
                    .flatMap(Got::created)
                    .ifPresent(id -> subjects.add(Subject.made(id, sent, got.orElseThrow(), firstVersion())));
            if (got.map(this::mayHaveMadeAnother).orElse(true)) {
                lost.add(sent);
            }
        }
        return got;
    }

    private static boolean creates(Sent sent) {
        return sent.path().matches("Appointment([?].*)?")
                && (sent.method().equals("POST") || sent.method().equals("PUT"));
    }

    /** Whoever refuses a request has stored nothing; who fails may have. */
    private boolean mayHaveMadeAnother(Got got) {
        return got.status() >= 500 || got.ok() && madeBy(got).isEmpty();
    }

    private String firstVersion() {
        return oracle.contract().version().ids().told("1");
    }

    /** Returns an appointment that was made by a request that was answered so. */
    Optional<Subject> madeBy(Got got) {
        return got.created()
                .flatMap(id -> subjects.stream()
                        .filter(subject -> subject.id().equals(id))
                        .findFirst());
    }

    /** Returns whether it is known that the suite has made the appointment with this id. */
    boolean made(String id) {
        return subjects.stream().anyMatch(subject -> subject.id().equals(id));
    }

    /** Returns whether an interaction with appointments is offered. */
    boolean offers(Interaction interaction) {
        return oracle.offers(interaction);
    }
}
