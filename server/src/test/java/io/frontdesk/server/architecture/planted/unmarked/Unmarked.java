package io.frontdesk.server.architecture.planted.unmarked;

public final class Unmarked {}
