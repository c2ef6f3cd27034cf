package io.frontdesk.update;

import io.frontdesk.decision.Decision;
import io.frontdesk.decision.OwnTelling;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.write.Write;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * One part that belongs to the server.
 *
 * @param elements where it stands in an appointment
 * @param made how it is made on create; absent: it is only kept
 * @param refuses whether another value than the server's is refused; else it is passed over
 * @param text the contract's words for the refusal
 * @param writers callers who write the part themselves
 */
record OwnedPart(
        OwnedElements elements,
        Optional<MadeValue> made,
        boolean refuses,
        Optional<String> text,
        Optional<PartWriters> writers) {

    /** Puts in place what is stored or, on create, what is made; judges what the client sends before. */
    Decision own(Write write, RandomGenerator random) {
        if (writers.filter(those -> those.include(write.caller())).isPresent()) {
            return Decision.permit();
        }
        IBaseResource proposed = write.proposed();
        List<IBase> owned = owned(write, random);
        if (refuses) {
            Set<String> sent = texts(elements.in(proposed));
            if (!sent.isEmpty() && !sent.equals(texts(owned))) {
                return Decision.refuse(refusal());
            }
        }
        elements.replace(proposed, owned);
        return Decision.permit();
    }

    private List<IBase> owned(Write write, RandomGenerator random) {
        List<IBase> kept = write.stored().map(elements::in).orElseGet(List::of);
        if (write.stored().isPresent() && !made.map(MadeValue::onUpdate).orElse(false)) {
            return kept;
        }
        List<IBase> fresh = made(write, random);
        return fresh.isEmpty() ? kept : fresh;
    }

    private List<IBase> made(Write write, RandomGenerator random) {
        return made.flatMap(how -> how.of(write, random))
                .map(elements::make)
                .map(List::of)
                .orElseGet(List::of);
    }

    private Set<String> texts(List<IBase> found) {
        return found.stream().map(elements::text).collect(Collectors.toCollection(HashSet::new));
    }

    private Refusal refusal() {
        return Refusal.of(
                        Rule.SERVER_OWNED,
                        elements.name() + " belongs to the server.",
                        "Send it as the server gave it, or leave it out.")
                .at("Appointment." + elements.element())
                .with("part", elements.key())
                .told(OwnTelling.inWords(text));
    }

    /** Returns what becomes of the part, for people to read. */
    List<String> described() {
        String making = made.map(how -> how.onUpdate() ? "made by every write" : "made on create")
                .orElse("kept as it is stored");
        return List.of(making, refuses ? "another value is refused" : "another value is passed over");
    }
}
