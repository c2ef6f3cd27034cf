package io.frontdesk.architecture.planted.version;

import io.frontdesk.architecture.planted.status.LawfulStatus;

public record NeighbourlyVersion(LawfulStatus[] neighbours) {}
