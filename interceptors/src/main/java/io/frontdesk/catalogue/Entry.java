package io.frontdesk.catalogue;

import java.util.Optional;

/**
 * One coding that a catalogue lists.
 *
 * @param system its system, where the catalogue says one
 * @param code its code
 * @param display what it is called
 * @param usual whether it stands in for an element that is absent
 * @param closed whether it is listed, and may not be chosen
 */
record Entry(Optional<String> system, String code, Optional<String> display, boolean usual, boolean closed) {}
