package io.frontdesk.body;

import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.decision.Rule;
import io.frontdesk.request.Request;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** What the id in the body of an update means. */
public enum BodyIds {
    /** It must be there, and be that of the address. */
    MUST_MATCH,
    /** It may be absent; one that is there must be that of the address. */
    MUST_MATCH_IF_SENT,
    /** It is passed over: the address wins. */
    IGNORED;

    /** Judges the id in the body of an update by id, or gives the body the id of the address. */
    Decision agree(Request request, IBaseResource resource) {
        String addressed = request.id().orElse("");
        Optional<String> sent = sent(resource);
        if (this == IGNORED || this == MUST_MATCH_IF_SENT && sent.isEmpty()) {
            resource.setId(addressed);
            return Decision.permit();
        }
        return sent.equals(Optional.of(addressed))
                ? Decision.permit()
                : Decision.refuse(Refusal.of(
                                Rule.ID_MISMATCH,
                                sent.isEmpty()
                                        ? "The body has no id."
                                        : "The id in the body is not the id in the address.",
                                "Send the id of the address in the body.")
                        .at(request.type() + ".id"));
    }

    /**
     * Takes the id out of the body of a conditional update: HAPI would create under it, or overwrite with it. It is kept with
     * the request, to be held against the resource that meets the criteria, unless the contract ignores ids in bodies.
     */
    Request take(Request request, IBaseResource resource) {
        Optional<String> sent = this == IGNORED ? Optional.empty() : sent(resource);
        resource.setId("");
        return request.withBodyId(sent);
    }

    private static Optional<String> sent(IBaseResource resource) {
        return Optional.ofNullable(resource.getIdElement().getIdPart());
    }
}
