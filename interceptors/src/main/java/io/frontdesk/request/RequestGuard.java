package io.frontdesk.request;

import io.frontdesk.decision.Decision;
import io.frontdesk.decision.Family;
import java.util.function.Function;

/** Judges a request before its body is read: what a header or an address can decide costs no parsing. */
public interface RequestGuard {

    /** Returns the name under which an operator knows this guard. */
    Family family();

    /** Returns whether the request may go on as far as this guard is concerned. */
    Decision beforeBody(Request request);

    /** Returns a guard that asks the function. */
    static RequestGuard of(Family family, Function<Request, Decision> judging) {
        return new RequestGuard() {
            @Override
            public Family family() {
                return family;
            }

            @Override
            public Decision beforeBody(Request request) {
                return judging.apply(request);
            }
        };
    }
}
