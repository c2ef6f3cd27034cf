package io.frontdesk.architecture.planted.access;

import io.frontdesk.architecture.planted.server.Server;

public record ServerReadingPolicy(Server server) {}
