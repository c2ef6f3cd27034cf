package io.frontdesk.update;

import io.frontdesk.caller.Caller;
import io.frontdesk.source.Section;
import java.util.Optional;
import java.util.Set;

/**
 * The callers to whom a server-owned part belongs as well, such as the system's own screens.
 *
 * @param claim the claim that their tokens have
 * @param is its value; absent: any
 */
record PartWriters(String claim, Optional<String> is) {

    /** Reads the section, which may be absent. */
    static Optional<PartWriters> of(Section part) {
        return part.optionalSection("writers").map(section -> {
            var writers = new PartWriters(section.text("claim"), section.optionalText("is"));
            section.close();
            return writers;
        });
    }

    boolean include(Caller caller) {
        Set<String> texts = caller.claims().texts(claim);
        return is.map(texts::contains).orElse(!texts.isEmpty());
    }
}
