package io.frontdesk.server.check;

import io.frontdesk.access.RightsGuard;
import io.frontdesk.caller.Caller;
import io.frontdesk.caller.Claims;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Rule;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who may do what: nobody without a token or with one that is none, and the caller of each further token no more than the rights
 * and scopes in it. What those are is read in the token, which only JWTs allow.
 */
final class AccessChecks {

    private static final String NO_TOKEN = "frontdesk-check.is-no.token";

    private final Bench bench;
    private final Desk desk;
    private final RightsGuard rights;

    AccessChecks(Bench bench, Desk desk) {
        this.bench = bench;
        this.desk = desk;
        this.rights = new RightsGuard(bench.oracle().contract().access());
    }

    /**
     * @param subject an appointment of the suite's
     * @param others further tokens, by what the user calls them
     */
    void run(Subject subject, Map<String, String> others) {
        for (Interaction form : List.of(Interaction.READ, Interaction.SEARCH, Interaction.CREATE)) {
            if (bench.offers(form)) {
                Sent sent = sent(form, subject);
                String check = form.code() + " without a token";
                bench.check(check, "access", sent.by(""), bench.oracle().broken(Rule.TOKEN_MISSING));
                bench.check(
                        form.code() + " with a token that is none",
                        "access",
                        sent.by(NO_TOKEN),
                        bench.oracle().broken(Rule.TOKEN_INVALID));
            }
        }
        others.forEach((label, token) -> TokenClaims.in(token)
                .ifPresentOrElse(
                        claims -> each(label, token, claims, subject),
                        () -> bench.leave(
                                "rights of " + label, "access", "What an opaque token allows cannot be read in it.")));
    }

    private void each(String label, String token, Claims claims, Subject subject) {
        for (Interaction form : List.of(
                Interaction.READ,
                Interaction.SEARCH,
                Interaction.CREATE,
                Interaction.UPDATE,
                Interaction.PATCH,
                Interaction.DELETE)) {
            String check = form.code() + " by " + label;
            if (!bench.offers(form)) {
                continue;
            }
            Decision decision = rights.beforeBody(asked(form, claims, subject));
            if (decision instanceof Decision.Refuse) {
                bench.check(
                        check,
                        "access",
                        sent(form, subject).by(token),
                        bench.oracle().of(decision, 200));
            } else {
                bench.leave(check, "access", "The token may, as far as the content allows it.");
            }
        }
    }

    private static Request asked(Interaction form, Claims claims, Subject subject) {
        boolean onOne = form != Interaction.SEARCH && form != Interaction.CREATE;
        return new Request(
                form,
                "Appointment",
                onOne ? Optional.of(subject.id()) : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new Caller.Authenticated("", claims),
                Map.of(),
                Map.of(),
                Set.of());
    }

    private Sent sent(Interaction form, Subject subject) {
        return switch (form) {
            case SEARCH -> bench.sent("GET", "Appointment?_id=" + subject.id());
            case CREATE ->
                bench.sent("POST", "Appointment", Map.of(), subject.stored().toString(), Bench.JSON);
            case UPDATE ->
                bench.sent(
                        "PUT",
                        subject.path(),
                        desk.ifMatch(subject),
                        desk.body(subject).toString(),
                        Bench.JSON);
            case PATCH ->
                bench.sent(
                        "PATCH",
                        subject.path(),
                        desk.ifMatch(subject),
                        "[{\"op\": \"replace\", \"path\": \"/status\", \"value\": \"cancelled\"}]",
                        Bench.JSON_PATCH);
            case DELETE -> {
                Sent delete = bench.sent("DELETE", subject.path());
                for (Map.Entry<String, String> header : desk.ifMatch(subject).entrySet()) {
                    delete = delete.with(header.getKey(), header.getValue());
                }
                yield delete;
            }
            default -> bench.sent("GET", subject.path());
        };
    }
}
