package io.frontdesk.answer;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.rest.server.exceptions.InternalErrorException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.MethodNotAllowedException;
import ca.uhn.fhir.rest.server.exceptions.NotImplementedOperationException;
import ca.uhn.fhir.rest.server.exceptions.PreconditionFailedException;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import io.frontdesk.decision.Refusal;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.testing.Requested;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HapiFailuresTest {

    private static final Request READ = Requested.of(Interaction.READ, Map.of());
    private static final Request PATCH = Requested.of(Interaction.PATCH, Map.of());
    private static final Request MATCHED =
            Requested.of(Interaction.UPDATE, Map.of(), Map.of("If-Match", List.of("W/\"1\"")), Map.of());

    static Stream<Arguments> failures() {
        return Stream.of(
                row("request.invalid", READ, new InvalidRequestException("HAPI-1: Jane Doe is no date")),
                row(
                        "request.invalid",
                        READ,
                        new InvalidRequestException("HAPI-524: Unknown search parameter \"colour\" for")),
                row("request.not-found", READ, new ResourceNotFoundException("HAPI-2001: Appointment/Jane")),
                row("request.address-unknown", null, new ResourceNotFoundException("Jane")),
                row("request.gone", READ, new ResourceGoneException("Jane")),
                row("update.not-offered", READ, new MethodNotAllowedException("Jane")),
                row("update.not-offered", READ, new NotImplementedOperationException("Jane")),
                row("request.ambiguous", READ, new PreconditionFailedException("Jane")),
                row(
                        "request.referenced",
                        READ,
                        new ResourceVersionConflictException("HAPI-0550: HAPI-0515: Unable to delete Patient/Jane")),
                row("request.conflict", READ, new ResourceVersionConflictException("Jane")),
                row("version.stale", MATCHED, new ResourceVersionConflictException("Jane")),
                row("body.malformed", MATCHED, new DataFormatException("Jane")),
                row(
                        "base.reference",
                        MATCHED,
                        new InvalidRequestException(
                                "HAPI-1094: Resource Patient/Jane not found, specified in path: Appointment.participant.actor")),
                row("patch.malformed", PATCH, new InvalidRequestException("HAPI-1270: Jane")),
                row("patch.malformed", PATCH, new UnprocessableEntityException("[element=\"status\"] Jane")),
                row(
                        "body.media-type",
                        null,
                        new InvalidRequestException("HAPI-1964: Invalid Content-Type for PATCH operation: Jane")),
                row(
                        "body.media-type",
                        null,
                        new InvalidRequestException("HAPI-1964: Missing or invalid content type for PATCH operation")),
                row("server.failure", READ, new InternalErrorException("Jane")),
                row("server.failure", READ, new NullPointerException("Jane")),
                row("server.failure", READ, new SQLIntegrityConstraintViolationException("Jane")),
                row(
                        "server.unavailable",
                        READ,
                        new InternalErrorException(new RuntimeException(new SQLTransientConnectionException("Jane")))),
                row("server.failure", READ, new RuntimeException(new SQLException("Jane", "42601"))),
                row("server.unavailable", READ, new RuntimeException(new SQLTimeoutException("Jane"))),
                row("server.unavailable", READ, new RuntimeException(new SQLException("Connection is closed"))),
                row("server.failure", READ, new RuntimeException(new SQLException("Jane"))),
                row("server.unavailable", READ, new RuntimeException(new SQLException("Jane", "08006"))),
                row("server.unavailable", READ, new RuntimeException(new SQLException("Jane", "25P03"))),
                row("server.unavailable", READ, new RuntimeException(new SQLException("Jane", "53300"))),
                row("server.unavailable", READ, new RuntimeException(new SQLException("Jane", "57014"))),
                row("server.unavailable", READ, new RuntimeException(new SQLException("Jane", "57P01"))));
    }

    private static Arguments row(String rule, Request request, Throwable failure) {
        return Arguments.of(rule, Optional.ofNullable(request), failure);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("failures")
    void areRetoldWithoutHapisWords(String rule, Optional<Request> request, Throwable failure) {
        Refusal refusal = HapiFailures.refusal(failure, request);

        assertThat(refusal.rule().id()).isEqualTo(rule);
        assertThat(refusal.toString()).doesNotContain("Jane", "HAPI-");
        assertThat(refusal.remedy()).isNotEmpty();
    }

    @Test
    void keepWhatTheyNameOfElementsAndParameters() {
        Refusal reference = HapiFailures.refusal(
                new InvalidRequestException("x, specified in path: Appointment.participant.actor"), Optional.empty());
        Refusal parameter = HapiFailures.refusal(
                new InvalidRequestException("Unknown search parameter \"colour\" for"), Optional.empty());
        Refusal patch =
                HapiFailures.refusal(new InvalidRequestException("[element=\"status\"] Invalid"), Optional.of(PATCH));

        assertThat(reference.elements()).containsExactly("Appointment.participant.actor");
        assertThat(parameter.text()).isEqualTo("The search parameter colour is not offered.");
        assertThat(patch.elements()).containsExactly("Appointment.status");
    }

    @Test
    void endOnACauseThatIsItsOwn() {
        var own = new RuntimeException("x") {
            private static final long serialVersionUID = 1L;

            @Override
            public synchronized Throwable getCause() {
                return this;
            }
        };

        assertThat(HapiFailures.refusal(own, Optional.empty()).rule().id()).isEqualTo("server.failure");
    }
}
