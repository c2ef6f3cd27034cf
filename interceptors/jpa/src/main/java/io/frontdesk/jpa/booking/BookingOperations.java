package io.frontdesk.jpa.booking;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.jpa.api.dao.IFhirResourceDao;
import ca.uhn.fhir.jpa.dao.tx.IHapiTransactionService;
import ca.uhn.fhir.model.api.TemporalPrecisionEnum;
import ca.uhn.fhir.rest.annotation.Operation;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceGoneException;
import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import io.frontdesk.answer.Refusals;
import io.frontdesk.booking.BookingPolicy;
import io.frontdesk.booking.HoldRules;
import io.frontdesk.booking.JdbcBookingIndex;
import io.frontdesk.decision.Family;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.guard.Guards;
import io.frontdesk.jpa.Partitions;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.request.Requests;
import io.frontdesk.store.ResourceStore;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.hl7.fhir.r4.model.Appointment.ParticipationStatus;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Parameters;

/**
 * {@code $find}, {@code $hold} and {@code $book} on Appointment (Argonaut Scheduling, release 1). What is held or booked is
 * stored as the create or the update that it amounts to, past every guard and with the caller's own rights.
 */
public final class BookingOperations {

    private static final String GUIDE = "http://fhir.org/guides/argonaut-scheduling/OperationDefinition/appointment-";
    private static final String APPOINTMENT = "Appointment";
    private static final int USUAL_COUNT = 20;
    private static final int MOST_COUNT = 100;
    private static final Set<String> FIND = Set.of(
            "start", "end", "practitioner", "location-reference", "specialty", "visit-type", "patient-reference");
    private static final Set<String> HOLD = Set.of("appt-id", "appt-resource");
    private static final Set<String> BOOK = Set.of("appt-id", "appt-resource", "patient-id", "comment");

    private final DaoRegistry daos;
    private final IHapiTransactionService transactions;
    private final Guards guards;
    private final Refusals refusals;
    private final HoldRules rules;
    private final FreeTime freeTime;
    private final Partitions partitions;
    private final ExpiredHolds expired;

    /**
     * Takes the store, and a contract that offers the operations.
     *
     * @param partitions which part of the store a request is for
     * @param expired what gives free the Slots of holds that nobody has cancelled yet
     */
    public BookingOperations(
            DaoRegistry daos,
            ResourceStore store,
            Partitions partitions,
            IHapiTransactionService transactions,
            Guards guards,
            BookingPolicy policy,
            HoldRules rules,
            JdbcBookingIndex index,
            ExpiredHolds expired) {
        this.daos = daos;
        this.partitions = partitions;
        this.transactions = transactions;
        this.guards = guards;
        this.refusals = guards.refusals();
        this.rules = rules;
        this.freeTime = new FreeTime(daos, store, policy, index);
        this.expired = expired;
    }

    /** Answers proposed appointments, made of free Slots; nothing is stored. */
    @Operation(name = HoldRules.FIND, typeName = APPOINTMENT, idempotent = true, canonicalUrl = GUIDE + "find")
    public Bundle find(RequestDetails details) {
        Request asked = Requests.of(details).orElseThrow();
        try {
            BookingArguments given = arguments(details, asked).only(FIND);
            expired.cancel();
            List<List<String>> actors = new ArrayList<>();
            for (String[] one : new String[][] {{"practitioner", "Practitioner"}, {"location-reference", "Location"}}) {
                List<String> references = references(given, one[0], one[1], asked);
                if (!references.isEmpty()) {
                    actors.add(references);
                }
            }
            return bundle(
                    freeTime.in(partitions.searched(details, "Slot"))
                            .find(
                                    new FreeTime.Wish(
                                            given.instant("start"),
                                            given.instant("end"),
                                            actors,
                                            given.all("specialty"),
                                            given.all("visit-type"),
                                            references(given, "patient-reference", "Patient", asked),
                                            count(asked)),
                                    asked.ownBases()),
                    details);
        } catch (RefusedArgumentException e) {
            throw refusals.refused(Family.BOOKING, e.refusal(), details);
        }
    }

    /** Keeps time for a while: stores an appointment that is pending until the hold ends. */
    @Operation(name = HoldRules.HOLD, typeName = APPOINTMENT, canonicalUrl = GUIDE + "hold")
    public Bundle hold(RequestDetails details) {
        return take(details, HOLD, (appointment, given) -> {
            appointment.setStatus(AppointmentStatus.PENDING);
            appointment.getExtension().removeIf(one -> HoldRules.EXPIRES.equals(one.getUrl()));
            appointment.addExtension(
                    HoldRules.EXPIRES,
                    new InstantType(
                            new Date(System.currentTimeMillis() + rules.hold().toMillis()),
                            TemporalPrecisionEnum.MILLI,
                            TimeZone.getTimeZone("UTC")));
        });
    }

    /** Books time that was held, proposed or is just free. */
    @Operation(name = HoldRules.BOOK, typeName = APPOINTMENT, canonicalUrl = GUIDE + "book")
    public Bundle book(RequestDetails details) {
        Request asked = Requests.of(details).orElseThrow();
        return take(details, BOOK, (appointment, given) -> {
            appointment.setStatus(AppointmentStatus.BOOKED);
            appointment.getExtension().removeIf(one -> HoldRules.EXPIRES.equals(one.getUrl()));
            given.one("comment").ifPresent(appointment::setComment);
            appointment.getParticipant().stream()
                    .filter(one -> one.getStatus() == ParticipationStatus.NEEDSACTION)
                    .forEach(one -> one.setStatus(ParticipationStatus.ACCEPTED));
            references(given, "patient-id", "Patient", asked)
                    .forEach(patient -> Proposal.take(appointment, patient, ParticipationStatus.ACCEPTED));
        });
    }

    /** Makes of an appointment what the operation makes of it. */
    private interface Taking {
        void change(Appointment appointment, BookingArguments given) throws RefusedArgumentException;
    }

    private Bundle take(RequestDetails details, Set<String> names, Taking taking) {
        Request asked = Requests.of(details).orElseThrow();
        try {
            BookingArguments given = arguments(details, asked).only(names);
            expired.cancel();
            Optional<String> stored = stored(given, asked);
            Appointment wanted = stored.isPresent()
                    ? given.appointment().map(Appointment::copy).orElseGet(Appointment::new)
                    : proposed(details, given, asked);
            // What was sent is looked through before anything is stored.
            taking.change(wanted, given);
            return bundle(List.of(write(details, asked, given, stored, wanted, taking)), details);
        } catch (RefusedArgumentException e) {
            throw refusals.refused(Family.BOOKING, e.refusal(), details);
        }
    }

    /** HAPI carries the whole of it out anew when another request was in the way. */
    private Appointment write(
            RequestDetails details,
            Request asked,
            BookingArguments given,
            Optional<String> stored,
            Appointment wanted,
            Taking taking) {
        return transactions.withRequest(details).execute(() -> {
            IFhirResourceDao<Appointment> appointments = daos.getResourceDao(Appointment.class);
            if (stored.isEmpty()) {
                guards.goOnAs(details, asked, Interaction.CREATE, Optional.empty(), "");
                return (Appointment) appointments.create(wanted.copy(), details).getResource();
            }
            Appointment current = read(details, appointments, stored.get());
            Appointment changed = given.appointment().map(Appointment::copy).orElseGet(current::copy);
            changed.setId(new IdType(APPOINTMENT, stored.get()));
            change(details, taking, changed, given);
            guards.goOnAs(
                    details,
                    asked,
                    Interaction.UPDATE,
                    stored,
                    current.getIdElement().getVersionIdPart());
            return (Appointment) appointments.update(changed, details).getResource();
        });
    }

    private void change(RequestDetails details, Taking taking, Appointment appointment, BookingArguments given) {
        try {
            taking.change(appointment, given);
        } catch (RefusedArgumentException e) {
            throw refusals.refused(Family.BOOKING, e.refusal(), details);
        }
    }

    private Appointment read(RequestDetails details, IFhirResourceDao<Appointment> appointments, String id) {
        try {
            // The guards of the update judge whether the caller may see it.
            return appointments.read(
                    new IdType(APPOINTMENT, id),
                    Partitions.details(partitions.searched(details, APPOINTMENT).id()));
        } catch (ResourceNotFoundException | ResourceGoneException e) {
            throw refusals.refused(Family.STORE, Refusal.notFound(APPOINTMENT, id), details);
        }
    }

    /** Returns the stored appointment that is meant, if one is. */
    private static Optional<String> stored(BookingArguments given, Request asked) throws RefusedArgumentException {
        Optional<String> named = given.one("appt-id");
        if (named.isPresent() == given.appointment().isPresent()) {
            throw BookingArguments.invalid(
                    "The operation needs one of appt-id and appt-resource.",
                    "Send the id of an appointment that $find or $hold answered, or an appointment.");
        }
        return named.isPresent()
                ? Optional.of(appointmentId(named.get(), asked))
                        .filter(id -> Proposal.slot(id).isEmpty())
                : given.appointment()
                        .map(sent -> sent.getIdElement().getIdPart())
                        .filter(id -> Proposal.slot(id).isEmpty());
    }

    private static String appointmentId(String reference, Request asked) throws RefusedArgumentException {
        return BookingArguments.id(reference, APPOINTMENT, asked.ownBases())
                .orElseThrow(() -> BookingArguments.invalid(
                        "The parameter appt-id names no appointment of this endpoint.", "Send Appointment/[id]."));
    }

    private Appointment proposed(RequestDetails details, BookingArguments given, Request asked)
            throws RefusedArgumentException {
        if (given.appointment().isPresent()) {
            Appointment sent = given.appointment().get().copy();
            sent.setId((IdType) null);
            return sent;
        }
        String slot = Proposal.slot(appointmentId(given.one("appt-id").orElse(""), asked))
                .orElseThrow();
        Appointment proposal = freeTime.in(partitions.searched(details, "Slot"))
                .proposal(slot)
                .orElseThrow(() -> new RefusedArgumentException(Refusal.of(
                                Rule.BOOKING_OVERLAP,
                                "The Slot of this proposal is not free any more.",
                                "Ask for other proposals: GET [base]/Appointment/$find.")
                        .with("actor", "Slot")
                        .at("Appointment.slot")));
        proposal.setId((IdType) null);
        return proposal;
    }

    private static List<String> references(BookingArguments given, String name, String type, Request asked)
            throws RefusedArgumentException {
        List<String> references = new ArrayList<>();
        for (String value : given.all(name)) {
            references.add(type + "/"
                    + BookingArguments.id(value, type, asked.ownBases())
                            .orElseThrow(() -> BookingArguments.invalid(
                                    "The parameter " + name + " names no " + type + " of this endpoint.",
                                    "Send " + type + "/[id].")));
        }
        return references;
    }

    private static BookingArguments arguments(RequestDetails details, Request asked) throws RefusedArgumentException {
        return details.getResource() instanceof Parameters sent
                ? BookingArguments.of(sent)
                : BookingArguments.of(asked.parameters());
    }

    /** A guard has seen that it is a number. */
    private static int count(Request asked) {
        return asked.parameters().getOrDefault("_count", List.of()).stream()
                .map(Integer::valueOf)
                .findFirst()
                .map(count -> Math.min(count, MOST_COUNT))
                .orElse(USUAL_COUNT);
    }

    private static Bundle bundle(List<Appointment> appointments, RequestDetails details) {
        Bundle bundle = new Bundle();
        bundle.setType(Bundle.BundleType.SEARCHSET).setTotal(appointments.size());
        for (Appointment appointment : appointments) {
            Bundle.BundleEntryComponent entry = bundle.addEntry().setResource(appointment);
            entry.getSearch().setMode(SearchEntryMode.MATCH);
            if (appointment.getIdElement().hasIdPart()) {
                entry.setFullUrl(details.getFhirServerBase() + "/" + APPOINTMENT + "/"
                        + appointment.getIdElement().getIdPart());
            }
        }
        return bundle;
    }
}
