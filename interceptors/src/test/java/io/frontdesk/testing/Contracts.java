package io.frontdesk.testing;

import ca.uhn.fhir.context.FhirContext;
import io.frontdesk.contract.Contract;
import io.frontdesk.contract.ContractReader;
import io.frontdesk.source.Fault;
import io.frontdesk.source.Faults;
import io.frontdesk.source.Section;
import io.frontdesk.source.Sections;
import io.frontdesk.source.SourceFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** The built-in contracts, compiled once, and sections compiled from texts. */
public final class Contracts {

    public static final FhirContext R4 = FhirContext.forR4Cached();
    public static final FhirContext DSTU3 = FhirContext.forDstu3Cached();

    private static final ContractReader READER = new ContractReader(FhirContext::forCached);

    private static final class Core {
        static final Contract CONTRACT = READER.read(SourceFolder.builtIn("core"));
    }

    private static final class EhealthDk {
        static final Contract CONTRACT = READER.read(SourceFolder.builtIn("ehealth-dk"));
    }

    private static final class EhealthDkR4 {
        static final Contract CONTRACT = READER.read(SourceFolder.builtIn("ehealth-dk-r4"));
    }

    private Contracts() {}

    public static Contract core() {
        return Core.CONTRACT;
    }

    public static Contract ehealthDk() {
        return EhealthDk.CONTRACT;
    }

    public static Contract ehealthDkR4() {
        return EhealthDkR4.CONTRACT;
    }

    /** Compiles a built-in contract. */
    public static Contract builtIn(String name) {
        return READER.read(SourceFolder.builtIn(name));
    }

    /** Compiles a contract that is nothing but its {@code contract.yaml}, written to a folder. */
    public static Contract of(String yaml, Path folder) throws IOException {
        Files.writeString(folder.resolve("contract.yaml"), yaml);
        return READER.read(SourceFolder.of(folder));
    }

    /** Compiles a section that has no faults and no unknown key. */
    public static <T> T compiled(String yaml, Function<Section, T> compile) {
        var faults = new Faults();
        Section section = Sections.parse("contract.yaml", yaml, faults).orElseThrow();
        T compiled = compile.apply(section);
        section.close();
        if (!faults.none()) {
            throw new AssertionError(faults.sorted());
        }
        return compiled;
    }

    /** Returns what is faulted when a section is compiled, as an author reads it. */
    public static List<String> faults(String yaml, Consumer<Section> compile) {
        var faults = new Faults();
        Sections.parse("contract.yaml", yaml, faults).ifPresent(section -> {
            compile.accept(section);
            section.close();
        });
        return faults.sorted().stream().map(Fault::toString).toList();
    }
}
