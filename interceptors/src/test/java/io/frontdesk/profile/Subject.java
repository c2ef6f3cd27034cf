package io.frontdesk.profile;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.FhirVersionEnum;
import ca.uhn.fhir.parser.LenientErrorHandler;
import io.frontdesk.source.Faults;
import io.frontdesk.source.Sections;
import io.frontdesk.source.SourceFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Profiles of appointments with examples: of every built-in contract that has any, and of visits, which have rules that no
 * built-in contract has.
 *
 * @param name the name of the contract
 * @param profiles the profiles of appointments, by URL
 * @param examples the examples, by name
 */
record Subject(
        String name,
        FhirContext fhir,
        Definitions definitions,
        List<String> profiles,
        TreeMap<String, String> examples) {

    private static final Path VISITS = Path.of("src", "test", "resources", "io", "frontdesk", "profile", "visits");

    static List<Subject> all() {
        return Stream.concat(
                        SourceFolder.builtInNames().stream()
                                .map(name -> read(SourceFolder.builtIn(name), version(SourceFolder.builtIn(name)))),
                        Stream.of(read(SourceFolder.of(VISITS), FhirVersionEnum.R4)))
                .filter(subject -> !subject.profiles().isEmpty())
                .toList();
    }

    private static FhirVersionEnum version(SourceFolder folder) {
        return Sections.parse("contract.yaml", text(folder, "contract.yaml"), new Faults())
                .map(section -> FhirVersionEnum.valueOf(section.text("fhirVersion")))
                .orElseThrow();
    }

    private static Subject read(SourceFolder folder, FhirVersionEnum version) {
        var fhir = FhirContext.forCached(version);
        var faults = new Faults();
        Definitions definitions = Definitions.read(folder, fhir, faults);
        if (!faults.none()) {
            throw new AssertionError(faults.sorted());
        }
        List<String> profiles = definitions.ofType("StructureDefinition").stream()
                .filter(definition -> "Appointment"
                        .equals(fhir.newTerser().getSinglePrimitiveValueOrNull(definition.resource(), "type")))
                .map(Definition::url)
                .toList();
        var examples = new TreeMap<String, String>();
        try {
            folder.list().stream()
                    .filter(name -> name.startsWith("examples/") && name.endsWith(".json"))
                    .filter(name -> text(folder, name).contains("\"Appointment\""))
                    .forEach(name -> examples.put(name, text(folder, name)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return new Subject(folder.name(), fhir, definitions, profiles, examples);
    }

    private static String text(SourceFolder folder, String name) {
        try (InputStream stream = folder.open(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the resource, unless HAPI cannot read or write it: then no validator sees it either. */
    Optional<IBaseResource> parsed(String json) {
        try {
            IBaseResource resource = fhir.newJsonParser()
                    .setParserErrorHandler(new LenientErrorHandler(false).disableAllErrors())
                    .parseResource(json);
            return ProfileValidator.json(fhir, resource).isEmpty() ? Optional.empty() : Optional.of(resource);
        } catch (RuntimeException unreadable) {
            return Optional.empty();
        }
    }

    /** Returns one profile at a time, as a contract applies them. */
    List<Set<String>> lines() {
        return profiles.stream().map(Set::of).toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
