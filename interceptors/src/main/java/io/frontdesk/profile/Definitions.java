package io.frontdesk.profile;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.IResourceProvider;
import io.frontdesk.source.Faults;
import io.frontdesk.source.SourceFolder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The conformance resources of one contract, by canonical URL. Immutable.
 *
 * <p>A contract without definitions costs nothing: neither HAPI's validator nor FHIR's own definitions are loaded.
 */
public final class Definitions {

    /** The FHIR types that a contract may define. */
    public static final Set<String> TYPES = Collections.unmodifiableSet(
            new TreeSet<>(Set.of("StructureDefinition", "ValueSet", "CodeSystem", "SearchParameter")));

    private final FhirContext context;
    private final Map<String, Definition> byUrl;

    private Definitions(FhirContext context, Collection<Definition> definitions) {
        this.context = context;
        var urls = new LinkedHashMap<String, Definition>();
        definitions.forEach(definition -> urls.put(definition.url(), definition));
        this.byUrl = Collections.unmodifiableMap(urls);
    }

    /** Returns no definitions. */
    public static Definitions none(FhirContext context) {
        return new Definitions(context, List.of());
    }

    /**
     * Reads a contract's {@code definitions/}: StructureDefinitions, ValueSets, CodeSystems and SearchParameters as JSON,
     * XML or in NPM packages. A StructureDefinition without snapshot is expanded over its base.
     *
     * @param faults takes every fault found: unreadable files, what is no definition or of another FHIR version, two
     *     definitions with one URL, and StructureDefinitions that their base does not bear
     */
    public static Definitions read(SourceFolder folder, FhirContext context, Faults faults) {
        List<DefinitionFile> files = DefinitionFile.all(folder, faults);
        if (files.isEmpty()) {
            return none(context);
        }
        var reader = new DefinitionReader(context, faults);
        files.forEach(reader::read);
        return new Definitions(context, new Snapshots(context, faults).expand(reader.found()));
    }

    /** Returns these and one more, which answers first for its id and URL. */
    public Definitions with(Definition more) {
        var definitions = new ArrayList<>(List.of(more));
        byUrl.values().stream()
                .filter(definition -> !definition.url().equals(more.url()))
                .forEach(definitions::add);
        return new Definitions(context, definitions);
    }

    /** Returns whether there are none. */
    public boolean isEmpty() {
        return byUrl.isEmpty();
    }

    /** Returns all definitions. */
    public Collection<Definition> all() {
        return byUrl.values();
    }

    /** Returns the definitions of a FHIR type, such as {@code SearchParameter}. */
    public List<Definition> ofType(String type) {
        return byUrl.values().stream()
                .filter(definition -> definition.type().equals(type))
                .toList();
    }

    /** Returns the definition with a canonical URL; a version behind {@code |} is passed over. */
    public Optional<Definition> byUrl(String url) {
        return Optional.ofNullable(byUrl.get(withoutVersion(url)));
    }

    /** Returns what answers for the definitions at a REST endpoint: one provider per type that a contract may define. */
    public List<IResourceProvider> providers() {
        return TYPES.stream()
                .<IResourceProvider>map(type -> new DefinitionResourceProvider(context, type, ofType(type)))
                .toList();
    }

    static String withoutVersion(String url) {
        int bar = url.indexOf('|');
        return bar < 0 ? url : url.substring(0, bar);
    }
}
