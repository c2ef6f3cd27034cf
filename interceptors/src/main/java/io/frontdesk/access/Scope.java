package io.frontdesk.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A SMART scope for FHIR resources (SMART App Launch 2.2, Scopes and Launch Context), understood to its last character: {@code
 * patient/Appointment.read}, {@code user/Appointment.rs}, {@code system/Appointment.u?status=booked}.
 *
 * @param level whose access it is
 * @param type the resource type, or {@value #ANY_TYPE}
 * @param permissions what it permits, at least one
 * @param parameters search parameters all of which a resource must match; none when it reaches every resource
 */
record Scope(Level level, String type, Set<Permission> permissions, List<Parameter> parameters) {

    static final String ANY_TYPE = "*";

    /** Whose access a scope gives. */
    enum Level {
        PATIENT,
        USER,
        SYSTEM
    }

    /** How scopes are spelled. */
    enum Version {
        V1,
        V2
    }

    /** A search parameter by its name, with the modifier, and its value. */
    record Parameter(String name, String value) {}

    private static final Pattern FORM =
            Pattern.compile("(?:(patient)|(user)|system)/(\\*|[A-Z][A-Za-z]*)\\.([a-z]+|\\*)(?:\\?(.*))?");

    /**
     * What could be read in two ways: percent encoding, and {@code $}, which joins values of composite parameters. A scope has
     * no other characters than these (RFC 6749 section 3.3).
     */
    private static final Pattern UNCLEAR = Pattern.compile("[^!-~]|[%+#$\"\\\\]");

    /** Copies what is given, so that a scope never changes. */
    Scope {
        permissions = Set.copyOf(permissions);
        parameters = List.copyOf(parameters);
    }

    /**
     * Reads one scope, or returns empty when any part of it is not understood.
     *
     * @param versions the spellings that count
     * @param wildcards whether {@code *} counts, for the type and for all that version 1 permits
     */
    static Optional<Scope> parse(String text, Set<Version> versions, boolean wildcards) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()
                || (!wildcards
                        && (form.group(3).equals(ANY_TYPE) || form.group(4).equals("*")))) {
            return Optional.empty();
        }
        Set<Permission> permissions = Set.of();
        String query = form.group(5);
        if (versions.contains(Version.V1) && query == null) {
            permissions = Permission.ofVersion1(form.group(4));
        }
        if (versions.contains(Version.V2) && permissions.isEmpty()) {
            permissions = Permission.ofVersion2(form.group(4));
        }
        Optional<List<Parameter>> parameters = query == null ? Optional.of(List.of()) : parameters(query);
        if (permissions.isEmpty() || parameters.isEmpty()) {
            return Optional.empty();
        }
        Level level = form.group(1) != null ? Level.PATIENT : form.group(2) != null ? Level.USER : Level.SYSTEM;
        return Optional.of(new Scope(level, form.group(3), permissions, parameters.get()));
    }

    private static Optional<List<Parameter>> parameters(String query) {
        if (UNCLEAR.matcher(query).find()) {
            return Optional.empty();
        }
        List<Parameter> parameters = new ArrayList<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1 || equals == pair.length() - 1) {
                return Optional.empty();
            }
            parameters.add(new Parameter(pair.substring(0, equals), pair.substring(equals + 1)));
        }
        return Optional.of(parameters);
    }

    /** Returns whether the scope says anything about a type; of the system as a whole only one for every type does. */
    boolean covers(String resourceType) {
        return type.equals(ANY_TYPE) || type.equals(resourceType);
    }
}
