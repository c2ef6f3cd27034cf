package io.frontdesk.architecture.planted.guard;

import io.frontdesk.architecture.planted.answer.Refusals;
import io.frontdesk.architecture.planted.status.LawfulStatus;

/** Wiring sees every feature. */
public record LawfulGuards(LawfulStatus status, Refusals refusals) {}
