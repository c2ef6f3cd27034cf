package io.frontdesk.request;

import io.frontdesk.decision.Decision;

/** Judges a request before its body is read: what a header or an address can decide costs no parsing. */
@FunctionalInterface
public interface RequestGuard {

    /** Returns whether the request may go on as far as this guard is concerned. */
    Decision beforeBody(Request request);
}
