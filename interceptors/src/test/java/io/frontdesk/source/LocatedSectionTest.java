package io.frontdesk.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LocatedSectionTest {

    private static final Map<String, Integer> COLOURS = colours();

    private static Map<String, Integer> colours() {
        var colours = new LinkedHashMap<String, Integer>();
        colours.put("red", 1);
        colours.put("green", 2);
        return colours;
    }

    private final Faults faults = new Faults();

    private Section read(String yaml) {
        return Sections.parse("c/contract.yaml", yaml, faults).orElseThrow();
    }

    @Test
    void readsEveryKindOfValue() {
        Section top = read("""
            name: a b
            on: true
            size: 12
            list: [x, yes, "3"]
            colour: green
            inner:
              deep: y
            lines:
              - key: 1st
              - key: 2nd
            free: {b: 1, a: 2}
            """);

        assertThat(top.text("name")).isEqualTo("a b");
        assertThat(top.optionalText("none")).isEmpty();
        assertThat(top.flag("on", false)).isTrue();
        assertThat(top.flag("off", true)).isTrue();
        assertThat(top.number("size", 1, 0, 12)).isEqualTo(12);
        assertThat(top.number("length", 7, 0, 9)).isEqualTo(7);
        assertThat(top.texts("list")).containsExactly("x", "yes", "3");
        assertThat(top.optionalTexts("lists")).isEmpty();
        assertThat(top.<Integer>choice("colour", COLOURS)).isEqualTo(2);
        assertThat(top.section("inner").text("deep")).isEqualTo("y");
        assertThat(top.optionalSection("outer")).isEmpty();
        assertThat(top.sections("lines")).extracting(line -> line.text("key")).containsExactly("1st", "2nd");
        assertThat(top.sections("rows")).isEmpty();
        assertThat(top.section("free").keys()).containsExactly("b", "a");
        top.close();
        assertThat(faults.sorted()).isEmpty();
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                row("a: 1", s -> s.text("b"), "1: b: is missing; a text is expected"),
                row("\na: 1", s -> s.text("a"), "2: a: is the number 1; a text is expected; put it into quotes"),
                row("a: true", s -> s.text("a"), "1: a: is true; a text is expected; put it into quotes"),
                row("a: [x]", s -> s.text("a"), "1: a: is a list; a text is expected"),
                row("a: {b: c}", s -> s.optionalText("a"), "1: a: is a map; a text is expected"),
                row("a:", s -> s.optionalText("a"), "1: a: is empty; a text is expected"),
                row("a: ''", s -> s.text("a"), "1: a: is empty; a text is expected"),
                row("a: yes", s -> s.flag("a", true), "1: a: is the text 'yes'; true or false is expected"),
                row(
                        "a: x",
                        s -> s.number("a", 1, 2, 3),
                        "1: a: is the text 'x'; a whole number from 2 to 3 is expected"),
                row(
                        "a: 1",
                        s -> s.number("a", 2, 2, 3),
                        "1: a: is the number 1; a whole number from 2 to 3 is expected"),
                row(
                        "a: 4",
                        s -> s.number("a", 2, 2, 3),
                        "1: a: is the number 4; a whole number from 2 to 3 is expected"),
                row(
                        "a: 2.5",
                        s -> s.number("a", 2, 2, 3),
                        "1: a: is the number 2.5; a whole number from 2 to 3 is expected"),
                row(
                        "a: 99999999999999999999",
                        s -> s.number("a", 2, 2, 3),
                        "1: a: is the number 99999999999999999999; a whole number from 2 to 3 is expected"),
                row("a: x", s -> s.texts("a"), "1: a: is the text 'x'; a list is expected"),
                row("b: x", s -> s.texts("a"), "1: a: is missing; a list is expected"),
                row("a:\n  - x\n  - {y: z}", s -> s.optionalTexts("a"), "3: a[1]: is a map; a text is expected"),
                row("a: blue", s -> s.choice("a", COLOURS), "1: a: is 'blue'; one of green, red is expected"),
                row("a: [red]", s -> s.choice("a", COLOURS), "1: a: is a list; one of green, red is expected"),
                row("b: red", s -> s.choice("a", COLOURS), "1: a: is missing; one of green, red is expected"),
                row("a: x", s -> s.section("a").text("b"), "1: a: is the text 'x'; a map is expected"),
                row("b: x", s -> s.section("a").text("b"), "1: a: is missing; a map is expected"),
                row("a: {b: c}", s -> s.sections("a"), "1: a: is a map; a list of maps is expected"),
                row("a:\n- b: 1\n- c", s -> s.sections("a"), "3: a[1]: is the text 'c'; a map is expected"),
                row(
                        "a:\n  b:\n    x: y",
                        s -> s.section("a").section("b").text("c"),
                        "2: a.b.c: is missing; a text is expected"),
                row(
                        "a:\n- b: 1\n- c: x",
                        s -> s.sections("a").get(1).text("b"),
                        "3: a[1].b: is missing; a text is expected"),
                row("x:\n  a.b: [1]", s -> s.section("x").text("a.b"), "2: x[\"a.b\"]: is a list; a text is expected"),
                row("a: x\nb:\n- c\n- d", s -> s.fault("b", 1, "is odd", "be even"), "4: b[1]: is odd; be even"),
                row("a: x\nb: y", s -> s.fault("b", "is odd", "be even"), "2: b: is odd; be even"),
                row("\n\na: x", s -> s.fault("", "is odd", "be even"), "3: is odd; be even"),
                row("\nb: x", s -> s.fault("gone", 4, "is odd", "be even"), "2: gone[4]: is odd; be even"));
    }

    private static Arguments row(String yaml, Consumer<Section> reading, String fault) {
        return Arguments.of(yaml, reading, fault);
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("wrong")
    void saysWhatStandsThereAndWhatIsExpected(String yaml, Consumer<Section> reading, String fault) {
        reading.accept(read(yaml));

        assertThat(faults.sorted()).extracting(Fault::toString).containsExactly("c/contract.yaml:" + fault);
    }

    @Test
    void namesTheNearestKnownKeyOfAnUnknownOne() {
        Section top = read("version: 1\nstauts: 2\nqqqqqqq: 3\n");
        List.of("status", "version", "access").forEach(top::optionalText);
        top.close();

        assertThat(faults.sorted())
                .extracting(Fault::toString)
                .contains(
                        "c/contract.yaml:2: stauts: unknown key 'stauts'; did you mean 'status'? "
                                + "known here: status, version, access",
                        "c/contract.yaml:3: qqqqqqq: unknown key 'qqqqqqq'; known here: status, version, access");
    }

    @Test
    void closesEachSectionForItself() {
        Section top = read("a:\n  b: c\n");
        Section a = top.section("a");
        top.close();
        assertThat(faults.none()).isTrue();

        a.close();
        assertThat(faults.sorted())
                .extracting(Fault::toString)
                .containsExactly("c/contract.yaml:2: a.b: unknown key 'b'; no key is known here");
    }
}
