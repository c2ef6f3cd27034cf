package io.frontdesk.architecture.planted.version;

import io.frontdesk.architecture.planted.answer.Refusals;

/** Only interceptors hand refusals over. */
public record RefusingVersion(Refusals refusals) {}
