package io.frontdesk.testing;

import io.frontdesk.proof.Walk;
import io.frontdesk.proof.Walked;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The walks through the built-in contracts, each of which takes a while. */
public final class Walks {

    private static final Map<String, Walked> KNOWN = new ConcurrentHashMap<>();

    private Walks() {}

    public static Walked through(String builtIn) {
        return KNOWN.computeIfAbsent(builtIn, name -> Walk.through(Contracts.builtIn(name)));
    }
}
