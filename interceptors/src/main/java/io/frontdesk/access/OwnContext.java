package io.frontdesk.access;

import io.frontdesk.caller.Claims;
import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.element.References;
import io.frontdesk.source.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A context that a kind of user may only work in when it is their own: a patient is no other patient.
 *
 * @param name what refusals call the context
 * @param claim the path of the claim that names the context
 * @param is the path of the claim that it must equal
 */
record OwnContext(String name, String claim, String is) {

    static List<OwnContext> compile(Section type) {
        List<OwnContext> own = new ArrayList<>();
        for (Section section : type.sections("own")) {
            own.add(new OwnContext(section.text("name"), section.text("claim"), section.text("is")));
            section.close();
        }
        return List.copyOf(own);
    }

    /** Judges a token; one that names no such context is permitted. */
    Decision may(Claims claims, String kind, Set<String> ownBases) {
        Optional<String> named = claims.text(claim).map(url -> References.local(url, ownBases));
        return named.isEmpty() || named.equals(claims.text(is).map(url -> References.local(url, ownBases)))
                ? Decision.permit()
                : Decision.refuse(Refusal.of(
                                Rule.ACCESS_CONTEXT_NOT_ALLOWED,
                                "A caller of type " + kind + " works in no " + name + " context but their own.",
                                "Fetch a token whose claim " + claim + " equals its claim " + is + ", or is absent.")
                        .with("context", name)
                        .with("userType", kind));
    }
}
