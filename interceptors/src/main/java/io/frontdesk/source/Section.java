package io.frontdesk.source;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A map in a contract file, read strictly: who asks for a key makes it known, and {@link #close} faults every key that
 * nobody asked for. Asking for what is absent or of another type notes a fault and returns something harmless, so that
 * one reading finds every fault; the caller checks {@link Faults#none} before it trusts what came out. What stands in for
 * an absent section is an empty one whose own missing keys are no further faults.
 *
 * <p>A key with nothing behind its colon, and an empty text, are faults wherever a value is asked for. A section belongs
 * to one thread.
 */
public interface Section {

    /** Returns whether there is anything at a key that may be absent. */
    boolean has(String key);

    /** Returns the text at a key that must be there. */
    String text(String key);

    /** Returns the text at a key that may be absent. */
    Optional<String> optionalText(String key);

    /** Returns true or false at a key that may be absent. */
    boolean flag(String key, boolean whenAbsent);

    /** Returns the whole number at a key that may be absent; a fault unless it lies between the bounds. */
    int number(String key, int whenAbsent, int least, int most);

    /** Returns the texts of the list at a key that must be there; the list may be empty. */
    List<String> texts(String key);

    /** Returns the texts of the list at a key that may be absent. */
    List<String> optionalTexts(String key);

    /**
     * Returns which of the choices the text at a key names; the choices are spelled as given.
     *
     * @param choices by spelling; the first is returned when the key is absent or wrong (a fault)
     */
    <T> T choice(String key, Map<String, T> choices);

    /** Returns the section at a key that must be there. */
    Section section(String key);

    /** Returns the section at a key that may be absent. */
    Optional<Section> optionalSection(String key);

    /** Returns the sections of the list at a key that may be absent. */
    List<Section> sections(String key);

    /** Returns every key of this section in the file's order and makes them all known. */
    List<String> keys();

    /** Returns every key of this section with the text at it, in the file's order, and closes the section. */
    default Map<String, String> textsByKey() {
        Map<String, String> texts = new LinkedHashMap<>();
        keys().forEach(key -> texts.put(key, text(key)));
        close();
        return Collections.unmodifiableMap(texts);
    }

    /** Notes a fault at a key of this section (or at the section itself when the key is empty). */
    void fault(String key, String wrong, String right);

    /** Notes a fault at one item of the list at a key. */
    void fault(String key, int item, String wrong, String right);

    /** Faults every key that nobody asked for, naming the known ones; the sections handed out are closed by who asked for them. */
    void close();
}
