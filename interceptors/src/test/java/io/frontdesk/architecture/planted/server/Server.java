package io.frontdesk.architecture.planted.server;

public final class Server {}
