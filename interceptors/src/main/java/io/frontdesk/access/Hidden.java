package io.frontdesk.access;

import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Refusal;
import io.frontdesk.request.Request;
import io.frontdesk.source.Section;
import java.util.Map;
import java.util.Optional;

/**
 * What a caller is told of a stored resource that they may not see. Compiled from {@code access.hidden}:
 *
 * <pre>
 * access:
 *   hidden: not-found     # not-found | forbidden
 * </pre>
 */
public enum Hidden {
    /** The same as of an id that nothing is stored under: who may not see a resource does not learn that it exists. */
    NOT_FOUND,
    /** Why it is refused, and so that it exists. */
    FORBIDDEN;

    private static final Map<String, Hidden> SPELLINGS = Map.of("not-found", NOT_FOUND, "forbidden", FORBIDDEN);

    /** Compiles the key {@code hidden} of the section. */
    public static Hidden compile(Section access) {
        Optional<String> given = access.optionalText("hidden");
        given.filter(text -> !SPELLINGS.containsKey(text))
                .ifPresent(text -> access.fault("hidden", "is the text '" + text + "'", "not-found or forbidden"));
        return given.map(SPELLINGS::get).orElse(NOT_FOUND);
    }

    /** Returns whether a caller is told that something was deleted: it cannot be judged any more whether they might see it. */
    public boolean tellsDeleted(Sight sight) {
        return this == FORBIDDEN || sight == Sight.ALL;
    }

    /** Returns the decision to tell to who asked for one resource: a refusal may be told as that of an unknown id. */
    public Decision told(Decision decision, Request request) {
        return decision.refusal()
                .map(why -> Decision.refuse(told(why, request)))
                .orElse(decision);
    }

    /** Returns the refusal to tell to who asked for a resource that they may not see. */
    public Refusal told(Refusal why, Request request) {
        return this == FORBIDDEN
                ? why
                : Refusal.notFound(request.type(), request.id().orElse(""));
    }
}
