package io.frontdesk.server.architecture.planted.feature;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

public final class InjectedFields {
    @Autowired
    Environment environment;
}
