package io.frontdesk.server.replay;

import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.LenientErrorHandler;
import io.frontdesk.caller.Caller;
import io.frontdesk.contract.Contract;
import io.frontdesk.decision.Decision;
import io.frontdesk.element.SentElements;
import io.frontdesk.element.TopElements;
import io.frontdesk.guard.Guards;
import io.frontdesk.request.Interaction;
import io.frontdesk.request.Request;
import io.frontdesk.server.StoredVersion;
import io.frontdesk.write.Deletion;
import io.frontdesk.write.Judge;
import io.frontdesk.write.Write;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.jspecify.annotations.Nullable;

/**
 * Judges the versions of appointments, one after another, as the writes that they once were: of what a client sends nothing
 * but what was stored, by the server itself, from the version before it.
 *
 * <p>Whether a write was a PUT, a PATCH or something else is not stored. It is taken for the first form that the contract offers
 * for what it did, so that it is refused for its form only where the contract offers none.
 */
final class PastWrites {

    private static final List<Interaction> CREATES = List.of(
            Interaction.CREATE, Interaction.CONDITIONAL_CREATE, Interaction.CONDITIONAL_UPDATE, Interaction.UPDATE);
    private static final List<Interaction> CHANGES = List.of(
            Interaction.UPDATE, Interaction.PATCH, Interaction.CONDITIONAL_UPDATE, Interaction.CONDITIONAL_PATCH);
    private static final List<Interaction> DELETIONS = List.of(Interaction.DELETE, Interaction.CONDITIONAL_DELETE);

    private final Contract contract;
    private final Judge judge;
    private final IParser parser;
    private final Set<String> elements;
    private @Nullable StoredVersion before;

    PastWrites(Contract contract) {
        this.contract = contract;
        this.judge = Guards.judge(contract, false);
        this.parser = contract.fhir().newJsonParser().setParserErrorHandler(new LenientErrorHandler(false));
        this.elements = TopElements.of(contract.fhir(), Contract.APPOINTMENT).names();
    }

    /** Judges the next version; those of one appointment come in their order. */
    Verdict judge(StoredVersion write) {
        Optional<StoredVersion> previous = Optional.ofNullable(before).filter(known -> follows(known, write));
        before = write;
        if (previous.isEmpty() && write.version() > 1) {
            return new Verdict.Unjudged(write, "the version before it is not stored any more");
        }
        try {
            return decide(write, previous)
                    .refusal()
                    .<Verdict>map(why -> new Verdict.Refused(write, why))
                    .orElseGet(Verdict.Permitted::new);
        } catch (DataFormatException | IllegalArgumentException | IllegalStateException unreadable) {
            // The message may quote what is stored.
            return new Verdict.Unjudged(write, "what is stored cannot be read");
        }
    }

    /** What comes back from a deletion skips a number in HAPI. */
    private static boolean follows(StoredVersion known, StoredVersion write) {
        long steps = write.version() - known.version();
        return known.id().equals(write.id())
                && (steps == 1 || steps == 2 && known.body().isEmpty());
    }

    private Decision decide(StoredVersion write, Optional<StoredVersion> previous) {
        Optional<IBaseResource> stored = previous.flatMap(this::stored);
        if (write.body().isEmpty()) {
            Request request = request(DELETIONS, write, previous);
            return offered(request)
                    .and(() -> stored.map(last -> judge.judge(new Deletion(Optional.of(request), last)))
                            .orElseGet(Decision::permit));
        }
        IBaseResource proposed = parser.parseResource(write.body().get());
        proposed.setId(Contract.APPOINTMENT + "/" + write.id());
        SentElements.note(proposed, elements);
        if (stored.isPresent()) {
            Request request = request(CHANGES, write, previous);
            Write change = Write.update(Optional.of(request), stored.get(), proposed);
            return offered(request).and(() -> judge.judge(change.at(write.at())));
        }
        Request request =
                request(previous.isPresent() ? List.of(Interaction.UPDATE) : CREATES, write, Optional.empty());
        Write begun = previous.map(
                        deleted -> Write.revival(Optional.of(request), Long.toString(deleted.version()), proposed))
                .orElseGet(() -> Write.create(Optional.of(request), proposed));
        return offered(request).and(() -> judge.judge(begun.at(write.at())));
    }

    /** How its headers were is not stored. */
    private Decision offered(Request request) {
        return contract.update()
                .offers()
                .offers(request.interaction(), request.type(), request.id().isPresent(), request.operation());
    }

    private Optional<IBaseResource> stored(StoredVersion version) {
        return version.body().map(body -> {
            IBaseResource stored = parser.parseResource(body);
            stored.setId(Contract.APPOINTMENT + "/" + version.id() + "/_history/" + version.version());
            stored.getMeta().setVersionId(Long.toString(version.version()));
            stored.getMeta().setLastUpdated(Date.from(version.at()));
            return stored;
        });
    }

    private Request request(List<Interaction> forms, StoredVersion write, Optional<StoredVersion> from) {
        Set<Interaction> offered = contract.update().offers().on(Contract.APPOINTMENT);
        Interaction form = forms.stream().filter(offered::contains).findFirst().orElse(forms.get(0));
        boolean addressed = form.changes() && !form.conditional();
        return new Request(
                form,
                Contract.APPOINTMENT,
                addressed ? Optional.of(write.id()) : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new Caller.Internal(),
                from.map(version -> Map.of("If-Match", List.of("W/\"" + told(version) + "\"")))
                        .orElseGet(Map::of),
                Map.of(),
                Set.of());
    }

    private String told(StoredVersion version) {
        return contract.version().ids().told(Long.toString(version.version()));
    }
}
