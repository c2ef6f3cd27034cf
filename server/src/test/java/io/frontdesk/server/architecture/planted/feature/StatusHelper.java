package io.frontdesk.server.architecture.planted.feature;

public final class StatusHelper {}
