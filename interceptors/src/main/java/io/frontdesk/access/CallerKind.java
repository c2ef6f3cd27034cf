package io.frontdesk.access;

import io.frontdesk.caller.Caller;
import java.util.Map;

/**
 * Everybody whom a contract treats alike: whose tokens say the same of rights, scopes, kind of user and context.
 *
 * @param name what makes them such callers, in a few words
 * @param caller one of them
 * @param rightless whether they bring nothing for which a contract should give rights
 * @param belongs what an appointment says, by element path, that belongs to their context
 */
public record CallerKind(String name, Caller caller, boolean rightless, Map<String, String> belongs) {

    /** Copies what is given, so that a kind never changes. */
    public CallerKind {
        belongs = Map.copyOf(belongs);
    }
}
