package io.frontdesk.architecture.planted.decision;

import io.frontdesk.architecture.planted.status.LawfulStatus;

public record LeaningDecision(LawfulStatus status) {}
