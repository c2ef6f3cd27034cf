package io.frontdesk.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.frontdesk.decision.Decision;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class BodyScanProperties {

    private final BodyScan scan = new BodyScan(BodyLimits.standard());

    @Property
    void survivesAnyBytes(@ForAll byte[] bytes) {
        String body = new String(bytes, StandardCharsets.ISO_8859_1);

        assertThatCode(() -> scan.json(body, "Appointment")).doesNotThrowAnyException();
        assertThatCode(() -> scan.xml(body, "Appointment")).doesNotThrowAnyException();
    }

    @Property
    void survivesWhatLooksLikeABody(@ForAll("fragments") String body) {
        assertThatCode(() -> scan.json(body, "Appointment")).doesNotThrowAnyException();
        assertThatCode(() -> scan.xml(body, "Appointment")).doesNotThrowAnyException();
    }

    @Property
    void survivesAnyPatch(@ForAll("fragments") String body) {
        BodyScan.Scanned scanned = scan.json(body, "");
        if (scanned.decision() instanceof Decision.Permit) {
            assertThatCode(() -> PatchDocument.check(scanned.tree(), BodyLimits.standard()))
                    .doesNotThrowAnyException();
        }
    }

    @Property(tries = 50)
    void findsNoBodyBothShallowAndDeep(@ForAll("depths") int depth) {
        String body = "[".repeat(depth) + "]".repeat(depth);

        assertThat(scan.json(body, "").decision() instanceof Decision.Permit).isEqualTo(depth <= 100);
    }

    @Provide
    Arbitrary<Integer> depths() {
        return Arbitraries.integers().between(1, 300);
    }

    @Provide
    Arbitrary<String> fragments() {
        return Arbitraries.of(
                        "{",
                        "}",
                        "[",
                        "]",
                        ",",
                        ":",
                        "\"",
                        "\"resourceType\"",
                        "\"Appointment\"",
                        "\"op\"",
                        "\"path\"",
                        "\"add\"",
                        "\"value\"",
                        "1",
                        "-",
                        "e9",
                        "null",
                        "true",
                        "\\u00",
                        "\\",
                        "\uD800",
                        "\0",
                        "<",
                        "</",
                        ">",
                        "/>",
                        "<Appointment",
                        "<Appointment>",
                        "</Appointment>",
                        " xmlns=\"",
                        "<!--",
                        "-->",
                        "<![CDATA[",
                        "]]>",
                        "<!DOCTYPE",
                        "&",
                        "&#0;",
                        "&x;",
                        "<?xml version=\"1.1\"?>",
                        "<?x",
                        "?>",
                        "=",
                        "'",
                        " ",
                        "\n",
                        "a",
                        "\u00e9")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }
}
