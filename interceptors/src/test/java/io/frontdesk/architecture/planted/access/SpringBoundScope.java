package io.frontdesk.architecture.planted.access;

import org.springframework.core.env.Environment;

public record SpringBoundScope(Environment environment) {}
