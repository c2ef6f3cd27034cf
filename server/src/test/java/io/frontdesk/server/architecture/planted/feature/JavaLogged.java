package io.frontdesk.server.architecture.planted.feature;

import java.util.logging.Logger;

public final class JavaLogged {
    public void log() {
        Logger.getLogger("planted").info("nobody configured this logger");
    }
}
