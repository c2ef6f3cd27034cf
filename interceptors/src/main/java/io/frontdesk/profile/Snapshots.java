package io.frontdesk.profile;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.ValidationSupportContext;
import ca.uhn.fhir.util.FhirTerser;
import io.frontdesk.profile.DefinitionReader.Read;
import io.frontdesk.source.Fault;
import io.frontdesk.source.Faults;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.WorkerContextValidationSupportAdapter;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;

/**
 * Expands StructureDefinitions over their bases, and proves that each element of a differential took effect: HAPI says
 * nothing of a path that the base does not have, so that a misspelt rule would never be applied.
 *
 * <p>A snapshot that a definition brings along is kept; FHIR's own definitions, which cost a second and much memory, are
 * then not loaded for it.
 */
final class Snapshots {

    private static final String PROFILE = "StructureDefinition";

    private final FhirContext context;
    private final FhirTerser terser;
    private final Faults faults;

    Snapshots(FhirContext context, Faults faults) {
        this.context = context;
        this.terser = context.newTerser();
        this.faults = faults;
    }

    /** Returns the definitions, every StructureDefinition with its snapshot; those that cannot have one are faulted. */
    List<Definition> expand(List<Read> definitions) {
        Map<String, Read> profiles = new LinkedHashMap<>();
        definitions.stream()
                .filter(read -> read.definition().type().equals(PROFILE))
                .forEach(read -> profiles.put(read.definition().url(), read));
        boolean complete = profiles.values().stream()
                .allMatch(read -> hasSnapshot(read.definition().resource()));
        Optional<Generator> generator = complete ? Optional.empty() : Optional.of(new Generator(profiles));
        var expanded = new ArrayList<Definition>();
        for (Read read : definitions) {
            if (!profiles.containsKey(read.definition().url())
                    || !read.definition().type().equals(PROFILE)) {
                expanded.add(read.definition());
            } else if (hasSnapshot(read.definition().resource())) {
                checkDifferential(read, read.definition().resource());
                expanded.add(read.definition());
            } else {
                generator.flatMap(with -> with.expand(read)).ifPresent(expanded::add);
            }
        }
        return expanded;
    }

    private boolean hasSnapshot(IBaseResource profile) {
        return !terser.getValues(profile, "StructureDefinition.snapshot.element")
                .isEmpty();
    }

    private String text(IBase element, String path) {
        String value = terser.getSinglePrimitiveValueOrNull(element, path);
        return value == null ? "" : value;
    }

    /** Made only when something has to be expanded. */
    private final class Generator {

        private final Map<String, Read> own;
        private final ValidationSupportContext support;
        private final ValidationSupportChain chain;

        Generator(Map<String, Read> own) {
            this.own = own;
            var ours = new PrePopulatedValidationSupport(context);
            own.values()
                    .forEach(read ->
                            ours.addStructureDefinition(read.definition().resource()));
            var worker = new WorkerContextValidationSupportAdapter();
            this.chain = new ValidationSupportChain(
                    ours,
                    new DefaultProfileValidationSupport(context),
                    new SnapshotGeneratingValidationSupport(context, worker));
            worker.setValidationSupport(chain);
            this.support = new ValidationSupportContext(chain);
        }

        Optional<Definition> expand(Read read) {
            Definition definition = read.definition();
            if (!bornByFhir(read)) {
                return Optional.empty();
            }
            try {
                IBaseResource full = chain.generateSnapshot(
                        support, definition.resource(), definition.url(), "", text(definition.resource(), "name"));
                if (full == null || !hasSnapshot(full)) {
                    fault(read, "differential", "cannot be expanded", "correct the differential");
                    return Optional.empty();
                }
                full.setId(definition.type() + "/" + definition.id());
                checkDifferential(read, full);
                return Optional.of(
                        new Definition(definition.type(), definition.id(), definition.url(), definition.file(), full));
            } catch (RuntimeException e) {
                fault(read, "differential", "cannot be expanded: " + reason(e), "correct the differential");
                return Optional.empty();
            }
        }

        /** Walks from base to base until one of FHIR's own is reached. */
        private boolean bornByFhir(Read read) {
            Set<String> passed = new HashSet<>();
            Read here = read;
            while (passed.add(here.definition().url())) {
                String base = Definitions.withoutVersion(text(here.definition().resource(), "baseDefinition"));
                if (base.isEmpty()) {
                    fault(
                            here,
                            "baseDefinition",
                            "is missing",
                            "the URL of the definition that is constrained is expected");
                    return false;
                }
                Read next = own.get(base);
                if (next == null) {
                    if (chain.fetchStructureDefinition(base) != null) {
                        return true;
                    }
                    fault(
                            here,
                            "baseDefinition",
                            "'" + base + "' is unknown",
                            "a definition of FHIR " + context.getVersion().getVersion()
                                    + " or of this contract is expected");
                    return false;
                }
                here = next;
            }
            fault(
                    read,
                    "baseDefinition",
                    "leads back to the definition itself",
                    "constrain a definition of FHIR in the end");
            return false;
        }
    }

    private void checkDifferential(Read read, IBaseResource full) {
        List<ElementPath> snapshot = elements(full, "snapshot");
        List<ElementPath> differential = elements(read.definition().resource(), "differential");
        for (int i = 0; i < differential.size(); i++) {
            ElementPath element = differential.get(i);
            if (snapshot.stream().noneMatch(element::tookEffectIn)) {
                String at = "differential.element[" + i + "]";
                faults.add(new Fault(
                        read.definition().file(),
                        read.tree().lineOf(at + ".path"),
                        at + ".path",
                        "'" + element + "' is no element of " + text(full, "baseDefinition"),
                        "correct the path; it would be passed over in silence"));
            }
        }
    }

    private List<ElementPath> elements(IBaseResource profile, String part) {
        return terser.getValues(profile, "StructureDefinition." + part + ".element").stream()
                .map(element -> new ElementPath(text(element, "path"), text(element, "sliceName")))
                .toList();
    }

    /** Where an element of a profile stands. */
    private record ElementPath(String path, String slice) {

        boolean tookEffectIn(ElementPath snapshot) {
            return (slice.isEmpty() || slice.equals(snapshot.slice))
                    && (path.equals(snapshot.path) || samePath(snapshot));
        }

        /** A differential may write {@code value[x]} with its type, as {@code valueString}. */
        private boolean samePath(ElementPath snapshot) {
            String[] mine = path.split("\\.", -1);
            String[] others = snapshot.path.split("\\.", -1);
            if (mine.length != others.length) {
                return false;
            }
            for (int i = 0; i < mine.length; i++) {
                boolean choice =
                        others[i].endsWith("[x]") && mine[i].startsWith(others[i].substring(0, others[i].length() - 3));
                if (!mine[i].equals(others[i]) && !choice) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String toString() {
            return slice.isEmpty() ? path : path + ":" + slice;
        }
    }

    private static String reason(Throwable e) {
        Throwable deepest = e;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        String message = deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
        return message.replaceAll("HAPI-\\d+: ", "").replaceAll("\\s+", " ").strip();
    }

    private void fault(Read read, String key, String wrong, String right) {
        faults.add(new Fault(read.definition().file(), read.tree().lineOf(key), key, wrong, right));
    }
}
