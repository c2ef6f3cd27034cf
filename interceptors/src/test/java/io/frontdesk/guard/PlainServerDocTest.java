package io.frontdesk.guard;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.rest.server.RestfulServer;
import io.frontdesk.contract.Part;
import io.frontdesk.testing.Contracts;
import io.frontdesk.testing.OwnProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code docs/plain-server.md} says is so. */
class PlainServerDocTest {

    private static final Path EXAMPLE = Path.of("src/test/java/io/frontdesk/guard/GuardedExample.java");

    private static String doc() throws IOException {
        return Files.readString(Path.of("docs/plain-server.md"));
    }

    @Test
    void showsTheLinesThatGuardAServer() throws IOException {
        String compiled = Files.readString(EXAMPLE);
        String lines = compiled.substring(
                compiled.indexOf("// example: begin\n") + "// example: begin\n".length(),
                compiled.indexOf("        // example: end"));

        assertThat(doc()).contains("```java\n" + lines.replaceAll("(?m)^ {8}", "") + "```\n");
    }

    @Test
    void theseLinesGuardAServer() {
        var server = new RestfulServer(Contracts.R4);
        server.registerProvider(OwnProvider.of(Contracts.R4, "Appointment"));

        assertThat(GuardedExample.guard(server).told()).anyMatch(line -> line.startsWith("OFF"));
        assertThat(server.getInterceptorService().getAllRegisteredInterceptors())
                .hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @EnumSource
    void namesEachPartThatCanBeOff(Part part) throws IOException {
        assertThat(doc())
                .contains("| `" + part.spelling() + "` | " + part.promise().split(" \\(")[0] + " (");
    }
}
