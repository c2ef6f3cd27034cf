package io.frontdesk.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TreeReaderTest {

    private final Faults faults = new Faults();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
        a: 1|a: 2                 => f:2: a: is given twice; it stands at line 1 already
        a:|  b: 1|  b: 2          => f:3: a.b: is given twice; it stands at line 2 already
        a: &x {b: 1}              => f:1: a: carries an anchor (&); write the value out where it is needed
        b: *x                     => f:1: b: is an alias (*); write the value out
        a: !!str 1                => f:1: a: carries a tag (!); write the plain value
        a: 1|---|b: 2             => f:3: holds a second document; one file holds one document
        # nothing                 => f:1: holds nothing but comments; a map of keys is expected
        a: [1, 2|b: 3             => f:2: is no YAML: while parsing a flow sequence: expected ',' or ']', but got :; correct the syntax
        a: "x|                    => f:2: is no YAML: while scanning a quoted scalar: found unexpected end of stream; correct the syntax
        a:|<tab>b: c              => f:2: is no YAML: while scanning for the next token: found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation); correct the syntax
        a: b: c                   => f:1: is no YAML: mapping values are not allowed here; correct the syntax
        """)
    void refusesWhatYamlForbidsOrHides(String yaml, String fault) {
        TreeReader.yaml("f", bytes(yaml.replace('|', '\n').replace("<tab>", "\t")), faults);

        assertThat(faults.sorted()).extracting(Fault::toString).contains(fault);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
        {"a": 1,|"a": 2}         => f:2: a: is given twice; it stands at line 1 already
        {"a": 1} {}              => f:1: holds a second document; one file holds one document
        {"a": 1,|}               => f:2: is no JSON: Unexpected character ('}' (code 125)): was expecting double-quote to start field name; correct the syntax
        """)
    void refusesWhatJsonForbids(String json, String fault) {
        TreeReader.json("f", bytes(json.replace('|', '\n')), faults);

        assertThat(faults.sorted()).extracting(Fault::toString).contains(fault);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
        <!DOCTYPE a SYSTEM "file:///etc/passwd">|<a/> => f:1: has a document type declaration; remove the <!DOCTYPE ...>
        <a>|</b>                                      => f:2: is no XML
        <a>|  <b>&x;</b></a>                          => f:2:
        """)
    void refusesWhatXmlForbidsAndDocumentTypes(String xml, String fault) {
        TreeReader.xml("f", bytes(xml.replace('|', '\n')), faults);

        assertThat(faults.sorted()).extracting(Fault::toString).anyMatch(text -> text.startsWith(fault));
    }

    @Test
    void refusesToReadTooDeepTooLargeNotUtf8AndEmptyFiles() {
        TreeReader.json("deep", bytes("[".repeat(101) + "]".repeat(101)), faults);
        TreeReader.json("deeper", bytes("[".repeat(100_000)), faults);
        TreeReader.xml("deepest", bytes("<a>".repeat(101) + "</a>".repeat(101)), faults);
        TreeReader.yaml("large", new byte[TreeReader.YAML_BYTES + 1], faults);
        TreeReader.yaml("latin", "ø".getBytes(StandardCharsets.ISO_8859_1), faults);
        TreeReader.json("none", bytes(" \n"), faults);

        assertThat(faults.sorted())
                .extracting(Fault::file, Fault::wrong)
                .contains(
                        tuple("deep", "is nested deeper than 100 levels"),
                        tuple("deeper", "is nested deeper than 100 levels"),
                        tuple("deepest", "is nested deeper than 100 levels"),
                        tuple("large", "is 1048577 bytes long"),
                        tuple("latin", "is not encoded in UTF-8"),
                        tuple("none", "is empty"));
    }

    @Test
    void findsTheSameElementsInJsonAndXml() {
        Optional<Located> json = TreeReader.json("f", bytes("""
            {"resourceType": "X",
             "url": "u",
             "list": [
               {"path": "a"},
               {"path":
                  "b"}]}
            """), faults);
        Optional<Located> xml = TreeReader.xml("f", bytes("""
            <X xmlns="http://hl7.org/fhir">
              <url value="u"/>
              <list><path value="a"/></list>
              <list>
                <path value="b"/>
              </list>
            </X>
            """), faults);

        assertThat(faults.sorted()).isEmpty();
        assertThat(json.orElseThrow().lineOf("list[1].path")).isEqualTo(5);
        assertThat(json.orElseThrow().lineOf("list[1].absent")).isEqualTo(5);
        assertThat(json.orElseThrow().lineOf("list[7]")).isEqualTo(3);
        assertThat(json.orElseThrow().textOf("url")).isEqualTo("u");
        assertThat(xml.orElseThrow().lineOf("list[1].path")).isEqualTo(5);
        assertThat(xml.orElseThrow().lineOf("list[1].absent")).isEqualTo(4);
        assertThat(xml.orElseThrow().textOf("url")).isEqualTo("u");
        assertThat(xml.orElseThrow().textOf("resourceType")).isEqualTo("X");
    }
}
