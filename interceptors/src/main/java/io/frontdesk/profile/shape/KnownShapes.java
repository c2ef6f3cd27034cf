package io.frontdesk.profile.shape;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Shapes of which the validator found no fault. A bounded number; the one that has not been asked for longest is forgotten
 * first. Thread-safe.
 */
public final class KnownShapes {

    private final Map<String, Boolean> shapes;

    /** @param most how many shapes are remembered */
    public KnownShapes(int most) {
        this.shapes = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > most;
            }
        };
    }

    /** Returns whether a shape was found to be without fault. */
    public boolean contains(String shape) {
        synchronized (shapes) {
            return shapes.get(shape) != null;
        }
    }

    /** Remembers a shape that was found to be without fault. */
    public void add(String shape) {
        synchronized (shapes) {
            shapes.put(shape, true);
        }
    }
}
