package io.frontdesk.jpa;

import io.frontdesk.observe.DecisionListener;
import java.util.Optional;

/** Who looks on in a host while guards decide. As a bean of the application it is found at the start. */
@FunctionalInterface
public interface HostObserver {

    /** Returns who is told what the guards of a contract decide, if anybody is. */
    Optional<DecisionListener> of(String contract);
}
