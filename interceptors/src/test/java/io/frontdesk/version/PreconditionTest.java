package io.frontdesk.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PreconditionTest {

    private static final Precondition MALFORMED = new Precondition.Malformed();

    static Stream<Arguments> headers() {
        return Stream.of(
                row(new Precondition.None()),
                row(oneOf("2"), "W/\"2\""),
                row(oneOf("2"), "\"2\""),
                row(oneOf("2"), "  W/\"2\"\t"),
                row(oneOf("2", "3"), "W/\"2\", \"3\""),
                row(oneOf("2", "3"), "W/\"2\",\"3\""),
                row(oneOf("2", "3"), "W/\"2\"", "W/\"3\""),
                row(oneOf("2"), "\"2\",W/\"2\""),
                row(oneOf("a,b"), "\"a,b\""),
                row(oneOf(""), "\"\""),
                row(oneOf("*"), "\"*\""),
                row(oneOf("x".repeat(256)), "\"" + "x".repeat(256) + "\""),
                row(new Precondition.AnyVersion(), "*"),
                row(new Precondition.AnyVersion(), " * "),
                row(MALFORMED, ""),
                row(MALFORMED, "   "),
                row(MALFORMED, ","),
                row(MALFORMED, "2"),
                row(MALFORMED, "abc"),
                row(MALFORMED, "W/2"),
                row(MALFORMED, "w/\"2\""),
                row(MALFORMED, "W /\"2\""),
                row(MALFORMED, "W/ \"2\""),
                row(MALFORMED, "\"2"),
                row(MALFORMED, "2\""),
                row(MALFORMED, "\""),
                row(MALFORMED, "W/"),
                row(MALFORMED, "'2'"),
                row(MALFORMED, "\"2\"\"3\""),
                row(MALFORMED, "\"2\" \"3\""),
                row(MALFORMED, "\"2\","),
                row(MALFORMED, ",\"2\""),
                row(MALFORMED, "\"2 3\""),
                row(MALFORMED, "\"2\u00e9\""),
                row(MALFORMED, "\"2\n\""),
                row(MALFORMED, "*, \"2\""),
                row(MALFORMED, "*", "*"),
                row(MALFORMED, "\"2\"", ""),
                row(MALFORMED, "\"" + "x".repeat(257) + "\""),
                row(MALFORMED, "\"2\",".repeat(300) + "\"2\""),
                row(MALFORMED, "x".repeat(1_000_000)));
    }

    private static Precondition oneOf(String... versions) {
        return new Precondition.OneOf(Set.of(versions));
    }

    private static Arguments row(Precondition expected, String... values) {
        return Arguments.of(expected, List.of(values));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void readsAHeaderByTheLetter(Precondition expected, List<String> values) {
        assertThat(Precondition.of(values)).isEqualTo(expected);
    }
}
