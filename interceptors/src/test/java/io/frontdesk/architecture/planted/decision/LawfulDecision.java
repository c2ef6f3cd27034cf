package io.frontdesk.architecture.planted.decision;

public record LawfulDecision() {}
