package io.frontdesk.access;

import io.frontdesk.request.Interaction;
import io.frontdesk.source.Section;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which SMART scopes count under a contract, whoever holds them, and how they are spelled. Compiled from {@code versions}, {@code
 * wildcards} and {@code levels} of {@link ScopePolicy}'s section. Immutable.
 */
final class SupportedScopes {

    private static final Map<String, Scope.Version> KNOWN = Map.of("v1", Scope.Version.V1, "v2", Scope.Version.V2);

    private final Set<Scope.Version> versions;
    private final boolean wildcards;
    private final Map<Scope.Level, Set<Permission>> levels;

    private SupportedScopes(Set<Scope.Version> versions, boolean wildcards, Map<Scope.Level, Set<Permission>> levels) {
        this.versions = Set.copyOf(versions);
        this.wildcards = wildcards;
        this.levels = Map.copyOf(levels);
    }

    /** Returns those of a contract that knows no scopes. */
    static SupportedScopes none() {
        return new SupportedScopes(Set.of(), false, Map.of());
    }

    /** Compiles the keys; faults unknown versions and words, and versions without any in them. */
    static SupportedScopes compile(Section scopes) {
        Set<Scope.Version> versions = EnumSet.noneOf(Scope.Version.class);
        List<String> given = scopes.texts("versions");
        for (int i = 0; i < given.size(); i++) {
            if (KNOWN.containsKey(given.get(i))) {
                versions.add(KNOWN.get(given.get(i)));
            } else {
                scopes.fault("versions", i, "'" + given.get(i) + "' is no version of SMART scopes", "v1 or v2");
            }
        }
        if (given.isEmpty()) {
            scopes.fault("versions", "names no version", "v1, v2 or both");
        }
        return new SupportedScopes(versions, scopes.flag("wildcards", false), levels(scopes));
    }

    private static Map<Scope.Level, Set<Permission>> levels(Section scopes) {
        Map<Scope.Level, Set<Permission>> levels = new EnumMap<>(Scope.Level.class);
        Optional<Section> given = scopes.optionalSection("levels");
        for (Scope.Level level : Scope.Level.values()) {
            Set<Permission> permitted = EnumSet.noneOf(Permission.class);
            String name = spelled(level);
            List<String> words =
                    given.map(section -> section.optionalTexts(name)).orElse(List.of("*"));
            for (int i = 0; i < words.size(); i++) {
                Set<Permission> more = Permission.ofVersion1(words.get(i));
                permitted.addAll(more);
                if (more.isEmpty()) {
                    given.orElseThrow().fault(name, i, "is '" + words.get(i) + "'", "one of read, write is expected");
                }
            }
            levels.put(level, permitted);
        }
        given.ifPresent(Section::close);
        return levels;
    }

    private static String spelled(Scope.Level level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    /** Returns the same without scopes of patients, which nobody can hold. */
    SupportedScopes withoutPatients() {
        Map<Scope.Level, Set<Permission>> others = new EnumMap<>(Scope.Level.class);
        others.putAll(levels);
        others.remove(Scope.Level.PATIENT);
        return new SupportedScopes(versions, wildcards, others);
    }

    /** Returns the scope that a text is, if it is understood to its last character and spelled in a way that counts. */
    Optional<Scope> parse(String text) {
        return Scope.parse(text, versions, wildcards);
    }

    /** Returns what scopes of a level may permit at all. */
    Set<Permission> permitted(Scope.Level level) {
        return levels.getOrDefault(level, Set.of());
    }

    /** Returns scopes on types, with every permission. */
    List<String> all(Collection<String> types) {
        Stream<String> wanted =
                Stream.concat(types.stream().sorted(), wildcards ? Stream.of(Scope.ANY_TYPE) : Stream.of());
        return wanted.flatMap(type -> Stream.of(Scope.Level.values()).flatMap(level -> all(level, type)))
                .toList();
    }

    private Stream<String> all(Scope.Level level, String type) {
        Set<Permission> permitted = permitted(level);
        String prefix = prefix(level, type);
        return permitted.isEmpty()
                ? Stream.of()
                : versions.stream()
                        .flatMap(version -> version == Scope.Version.V2
                                ? Stream.of(prefix + Permission.version2(permitted))
                                : Stream.of("read", "write")
                                        .filter(word -> permitted.containsAll(Permission.ofVersion1(word)))
                                        .map(prefix::concat));
    }

    private static String prefix(Scope.Level level, String type) {
        return spelled(level) + "/" + type + ".";
    }

    /** Returns scopes that reach all of a type: of each level and version, one for each permission alone and one for all. */
    List<String> single(String type) {
        List<String> scopes = new ArrayList<>();
        for (Scope.Level level : Scope.Level.values()) {
            if (permitted(level).isEmpty()) {
                continue;
            }
            String prefix = prefix(level, type);
            if (versions.contains(Scope.Version.V1)) {
                scopes.addAll(List.of(prefix + "read", prefix + "write"));
            }
            if (versions.contains(Scope.Version.V2)) {
                Stream.of(Permission.values())
                        .forEach(permission -> scopes.add(prefix + Permission.version2(Set.of(permission))));
            }
        }
        scopes.addAll(all(List.of(type)));
        return scopes.stream().distinct().toList();
    }

    /** Returns the scopes of which one is enough for an interaction on a type: the narrowest of each level and spelling. */
    List<String> enough(Interaction interaction, String type) {
        Set<Permission> needed = Permission.neededBy(interaction);
        if (needed.isEmpty()) {
            return List.of();
        }
        return Stream.of(Scope.Level.values())
                .filter(level -> permitted(level).containsAll(needed))
                .flatMap(level -> versions.stream()
                        .sorted()
                        .flatMap(version -> version == Scope.Version.V2
                                ? Stream.of(Permission.version2(needed))
                                : Stream.of("read", "write")
                                        .filter(word ->
                                                Permission.ofVersion1(word).containsAll(needed)))
                        .map(word -> prefix(level, type) + word))
                .toList();
    }

    /**
     * Returns the scopes of a level that would be enough together, as an authorization server takes them; empty when none would be.
     *
     * @param type empty for the system as a whole
     */
    String asked(Scope.Level level, String type, Set<Permission> needed) {
        if (needed.isEmpty()
                || (type.isEmpty() && !wildcards)
                || !permitted(level).containsAll(needed)) {
            return "";
        }
        String begin = prefix(level, type.isEmpty() ? Scope.ANY_TYPE : type);
        return versions.contains(Scope.Version.V2)
                ? begin + Permission.version2(needed)
                : needed.stream()
                        .map(permission -> begin + permission.version1())
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(" "));
    }

    /** Returns the capabilities of SMART App Launch 2.2 that hold. */
    List<String> capabilities() {
        List<String> capabilities = new ArrayList<>();
        versions.stream()
                .sorted()
                .forEach(version ->
                        capabilities.add("permission-" + version.name().toLowerCase(Locale.ROOT)));
        capabilities.add("permission-user");
        if (!permitted(Scope.Level.PATIENT).isEmpty()) {
            capabilities.add("permission-patient");
        }
        return capabilities;
    }
}
