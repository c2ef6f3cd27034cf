package io.frontdesk.access;

import io.frontdesk.request.Interaction;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a SMART scope permits, by the letters of version 2 and in their order
 * (hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html, Scopes for Requesting FHIR Resources).
 */
enum Permission {
    CREATE('c'),
    READ('r'),
    UPDATE('u'),
    DELETE('d'),
    SEARCH('s');

    private static final Set<Permission> V1_READ = Set.of(READ, SEARCH);
    private static final Set<Permission> V1_WRITE = Set.of(CREATE, UPDATE, DELETE);

    private final char letter;

    Permission(char letter) {
        this.letter = letter;
    }

    /** Returns what {@code read}, {@code write} or {@code *} permits, or nothing when the text is none of them. */
    static Set<Permission> ofVersion1(String text) {
        return switch (text) {
            case "read" -> V1_READ;
            case "write" -> V1_WRITE;
            case "*" -> EnumSet.allOf(Permission.class);
            default -> Set.of();
        };
    }

    /** Returns what the letters permit, or nothing when there is another letter, one twice, or one out of order. */
    static Set<Permission> ofVersion2(String letters) {
        Set<Permission> permitted = EnumSet.noneOf(Permission.class);
        int from = 0;
        for (int i = 0; i < letters.length(); i++) {
            Optional<Permission> next = after(from, letters.charAt(i));
            if (next.isEmpty()) {
                return Set.of();
            }
            permitted.add(next.get());
            from = next.get().ordinal() + 1;
        }
        return permitted;
    }

    private static Optional<Permission> after(int from, char letter) {
        return EnumSet.allOf(Permission.class).stream()
                .filter(permission -> permission.ordinal() >= from && permission.letter == letter)
                .findFirst();
    }

    /** Returns the letters of version 2. */
    static String version2(Set<Permission> permissions) {
        StringBuilder letters = new StringBuilder();
        EnumSet.copyOf(permissions).forEach(permission -> letters.append(permission.letter));
        return letters.toString();
    }

    /** Returns the word of version 1 that permits this. */
    String version1() {
        return V1_READ.contains(this) ? "read" : "write";
    }

    /**
     * Returns what an interaction needs, all of it; nothing when no scope can permit it. A conditional form searches as
     * well: its answer tells whether something matches.
     */
    static Set<Permission> neededBy(Interaction interaction) {
        return switch (interaction) {
            case READ, VREAD, HISTORY_INSTANCE -> EnumSet.of(READ);
            case SEARCH, SEARCH_SYSTEM, HISTORY_TYPE, HISTORY_SYSTEM, PAGE -> EnumSet.of(SEARCH);
            case CREATE -> EnumSet.of(CREATE);
            case UPDATE, PATCH -> EnumSet.of(UPDATE);
            case DELETE -> EnumSet.of(DELETE);
            case CONDITIONAL_CREATE -> EnumSet.of(CREATE, SEARCH);
            case CONDITIONAL_UPDATE, CONDITIONAL_PATCH -> EnumSet.of(UPDATE, SEARCH);
            case CONDITIONAL_DELETE -> EnumSet.of(DELETE, SEARCH);
            case OPERATION, BUNDLE, TRANSACTION, BATCH, CAPABILITIES, UNKNOWN -> Set.of();
        };
    }

    /**
     * Returns what a write needs, whatever asked for it: to create takes {@link #CREATE} even by a PUT, and to change what
     * is stored takes {@link #UPDATE} unless it deletes.
     */
    static Set<Permission> neededToWrite(Interaction interaction, boolean stored) {
        Set<Permission> needed = EnumSet.noneOf(Permission.class);
        needed.addAll(neededBy(interaction));
        needed.retainAll(V1_WRITE);
        if (!stored) {
            needed.add(CREATE);
        } else if (!needed.contains(DELETE)) {
            needed.add(UPDATE);
        }
        return needed;
    }
}
