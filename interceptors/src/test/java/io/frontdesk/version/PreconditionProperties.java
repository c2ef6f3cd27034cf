package io.frontdesk.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class PreconditionProperties {

    @Property
    void neverThrows(@ForAll List<String> values) {
        assertThatCode(() -> Precondition.of(values)).doesNotThrowAnyException();
    }

    @Property
    void neverThrowsOnWhatLooksLikeATag(@ForAll("fragments") String value) {
        assertThatCode(() -> Precondition.of(List.of(value))).doesNotThrowAnyException();
    }

    @Property
    void findsNoVersionWithoutAQuotedTag(@ForAll String value) {
        if (!value.matches("(?s).*\".*\".*")) {
            assertThat(Precondition.of(List.of(value))).isNotInstanceOf(Precondition.OneOf.class);
        }
    }

    @Property
    void findsEveryVersionOfAList(
            @ForAll @NotEmpty @Size(max = 20)
                    Set<@NumericChars @AlphaChars @StringLength(min = 1, max = 20) String> versions) {
        String list = versions.stream().map(version -> "W/\"" + version + "\"").collect(Collectors.joining(" , "));

        assertThat(Precondition.of(List.of(list))).isEqualTo(new Precondition.OneOf(versions));
    }

    @Provide
    Arbitrary<String> fragments() {
        return Arbitraries.of("W/", "\"", "2", ",", " ", "\t", "*", "w/", "'", "\\", "\u00e9", "\"2\"")
                .list()
                .ofMaxSize(10)
                .map(parts -> String.join("", parts));
    }
}
