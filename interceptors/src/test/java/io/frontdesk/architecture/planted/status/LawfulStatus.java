package io.frontdesk.architecture.planted.status;

import io.frontdesk.architecture.planted.decision.LawfulDecision;

public record LawfulStatus(LawfulDecision decision) {}
