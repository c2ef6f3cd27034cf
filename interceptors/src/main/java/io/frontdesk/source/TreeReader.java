package io.frontdesk.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Reads a file into a tree of located values. Refuses, with a fault that names the line, whatever its format forbids and
 * whatever hides meaning from a reader: keys given twice, YAML anchors, aliases, tags and further documents, XML document
 * types and entities, files that are too large, too deep or not UTF-8.
 */
public final class TreeReader {

    /** How many bytes a contract file may have. */
    static final int YAML_BYTES = 1 << 20;

    /** How many bytes a definition file may have. */
    static final int DEFINITION_BYTES = 16 << 20;

    /** How deep maps and lists may be nested. */
    static final int DEPTH = 100;

    private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxNestingDepth(DEPTH + 10)
            .maxStringLength(DEFINITION_BYTES)
            .build();

    private static final String SYNTAX = "correct the syntax";

    private final String file;
    private final Faults faults;

    private TreeReader(String file, Faults faults) {
        this.file = file;
        this.faults = faults;
    }

    /**
     * Reads YAML.
     *
     * @param file what faults call the file
     * @return the tree, or empty when the file cannot be read at all (a fault)
     */
    public static Optional<Located> yaml(String file, byte[] content, Faults faults) {
        var reader = new TreeReader(file, faults);
        return reader.text(content, YAML_BYTES, "YAML").flatMap(text -> {
            YAMLFactory factory = YAMLFactory.builder()
                    .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
                    .streamReadConstraints(CONSTRAINTS)
                    .build();
            return reader.tokens("YAML", () -> factory.createParser(text));
        });
    }

    /**
     * Reads JSON.
     *
     * @param file what faults call the file
     * @return the tree, or empty when the file cannot be read at all (a fault)
     */
    public static Optional<Located> json(String file, byte[] content, Faults faults) {
        var reader = new TreeReader(file, faults);
        return reader.text(content, DEFINITION_BYTES, "JSON").flatMap(text -> {
            JsonFactory factory =
                    JsonFactory.builder().streamReadConstraints(CONSTRAINTS).build();
            return reader.tokens("JSON", () -> factory.createParser(text));
        });
    }

    /**
     * Reads XML: the root element's name is the text at {@code resourceType}, as in FHIR's JSON, and its namespace that at
     * {@code xmlns}.
     *
     * @param file what faults call the file
     * @return the tree, or empty when the file cannot be read at all (a fault)
     */
    public static Optional<Located> xml(String file, byte[] content, Faults faults) {
        var reader = new TreeReader(file, faults);
        return reader.text(content, DEFINITION_BYTES, "XML").flatMap(reader::elements);
    }

    private Optional<String> text(byte[] content, int most, String format) {
        if (content.length > most) {
            fault(1, "", "is " + content.length + " bytes long", "at most " + most + " bytes are read");
            return Optional.empty();
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            String bare = text.startsWith("\uFEFF") ? text.substring(1) : text;
            if (bare.isBlank()) {
                fault(1, "", "is empty", format + " is expected");
                return Optional.empty();
            }
            return Optional.of(bare);
        } catch (CharacterCodingException e) {
            fault(1, "", "is not encoded in UTF-8", "save it as UTF-8");
            return Optional.empty();
        }
    }

    private interface Opening {
        JsonParser open() throws IOException;
    }

    private Optional<Located> tokens(String format, Opening opening) {
        try (JsonParser parser = opening.open()) {
            if (parser.nextToken() == null) {
                fault(1, "", "holds nothing but comments", "a map of keys is expected");
                return Optional.empty();
            }
            Located tree = value(parser, "", 1);
            if (parser.nextToken() != null) {
                fault(line(parser), "", "holds a second document", "one file holds one document");
            }
            return Optional.of(tree);
        } catch (JsonProcessingException e) {
            syntax(format, e);
            return Optional.empty();
        } catch (TooDeep e) {
            fault(e.line, e.path, "is nested deeper than " + DEPTH + " levels", "nest less");
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SnakeYAML knows the place of the mistake; the exception around it only that of the last token before it. */
    private void syntax(String format, JsonProcessingException e) {
        if (e.getCause() instanceof MarkedYAMLException yaml && yaml.getProblemMark() != null) {
            String context = yaml.getContext() == null ? "" : yaml.getContext() + ": ";
            fault(yaml.getProblemMark().getLine() + 1, "", "is no YAML: " + context + yaml.getProblem(), SYNTAX);
        } else {
            JsonLocation at = e.getLocation();
            fault(
                    at == null ? 1 : at.getLineNr(),
                    "",
                    "is no " + format + ": " + firstLine(e.getOriginalMessage()),
                    SYNTAX);
        }
    }

    private static final class TooDeep extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int line;
        private final String path;

        TooDeep(int line, String path) {
            super(path, null, false, false);
            this.line = line;
            this.path = path;
        }
    }

    private Located value(JsonParser parser, String path, int depth) throws IOException {
        int line = line(parser);
        if (depth > DEPTH) {
            throw new TooDeep(line, path);
        }
        refuseReferences(parser, path, line);
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> fields(parser, path, depth, line);
            case START_ARRAY -> {
                var items = new ArrayList<Located>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(parser, KeyPath.of(path, items.size()), depth + 1));
                }
                yield new Located.Items(line, items);
            }
            case VALUE_TRUE, VALUE_FALSE -> new Located.Truth(line, token == JsonToken.VALUE_TRUE);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Located.Number(line, parser.getText());
            case VALUE_NULL -> new Located.Nothing(line);
            default -> new Located.Text(line, parser.getText() == null ? "" : parser.getText());
        };
    }

    private Located fields(JsonParser parser, String path, int depth, int line) throws IOException {
        Map<String, Located> fields = new LinkedHashMap<>();
        Map<String, Integer> lines = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            int keyLine = line(parser);
            refuseReferences(parser, KeyPath.of(path, key), keyLine);
            parser.nextToken();
            Located value = value(parser, KeyPath.of(path, key), depth + 1);
            Integer first = lines.putIfAbsent(key, keyLine);
            if (first == null) {
                fields.put(key, value);
            } else {
                fault(keyLine, KeyPath.of(path, key), "is given twice", "it stands at line " + first + " already");
            }
        }
        return new Located.Fields(line, fields, lines);
    }

    private void refuseReferences(JsonParser parser, String path, int line) throws IOException {
        if (parser instanceof YAMLParser yaml) {
            if (yaml.isCurrentAlias()) {
                fault(line, path, "is an alias (*)", "write the value out");
            } else if (yaml.getObjectId() != null) {
                fault(line, path, "carries an anchor (&)", "write the value out where it is needed");
            }
            if (yaml.getTypeId() != null) {
                fault(line, path, "carries a tag (!)", "write the plain value");
            }
        }
    }

    private static int line(JsonParser parser) {
        return Math.max(1, parser.currentTokenLocation().getLineNr());
    }

    private Optional<Located> elements(String text) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text));
            Located root = null;
            while (reader.hasNext()) {
                int event = reader.next();
                if (event == XMLStreamConstants.DTD) {
                    fault(line(reader), "", "has a document type declaration", "remove the <!DOCTYPE ...>");
                    return Optional.empty();
                }
                if (event == XMLStreamConstants.START_ELEMENT) {
                    root = element(reader, reader.getLocalName(), true, 1);
                }
            }
            return Optional.ofNullable(root);
        } catch (XMLStreamException e) {
            fault(
                    e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNumber()),
                    "",
                    "is no XML: " + lastLine(e.getMessage()),
                    SYNTAX);
            return Optional.empty();
        } catch (TooDeep e) {
            fault(e.line, e.path, "is nested deeper than " + DEPTH + " levels", "nest less");
            return Optional.empty();
        }
    }

    private Located element(XMLStreamReader reader, String path, boolean root, int depth) throws XMLStreamException {
        int line = line(reader);
        if (depth > DEPTH) {
            throw new TooDeep(line, path);
        }
        Map<String, Located> fields = new LinkedHashMap<>();
        Map<String, Integer> lines = new LinkedHashMap<>();
        if (root) {
            fields.put("resourceType", new Located.Text(line, reader.getLocalName()));
            fields.put("xmlns", new Located.Text(line, String.valueOf(reader.getNamespaceURI())));
        }
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            fields.put(reader.getAttributeLocalName(i), new Located.Text(line, reader.getAttributeValue(i)));
        }
        Map<String, List<Located>> children = new LinkedHashMap<>();
        for (int event = reader.next(); event != XMLStreamConstants.END_ELEMENT; event = reader.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                String name = reader.getLocalName();
                lines.putIfAbsent(name, line(reader));
                List<Located> same = children.computeIfAbsent(name, key -> new ArrayList<>());
                same.add(element(reader, KeyPath.of(path, name), false, depth + 1));
            } else if (event == XMLStreamConstants.ENTITY_REFERENCE) {
                fault(line(reader), path, "refers to an entity", "write the character itself");
            }
        }
        children.forEach(
                (name, same) -> fields.put(name, new Located.Items(same.get(0).line(), same)));
        return new Located.Fields(line, fields, lines);
    }

    private static int line(XMLStreamReader reader) {
        return Math.max(1, reader.getLocation().getLineNumber());
    }

    private void fault(int line, String path, String wrong, String right) {
        faults.add(new Fault(file, line, path, wrong, right));
    }

    private static String firstLine(@Nullable String message) {
        return message == null
                ? "unreadable"
                : message.strip().lines().findFirst().orElse("unreadable");
    }

    /** The JDK puts the position on the first line and what is wrong on the last. */
    private static String lastLine(@Nullable String message) {
        return message == null
                ? "unreadable"
                : message.strip()
                        .lines()
                        .reduce((first, last) -> last)
                        .orElse("")
                        .replaceFirst("^Message: ", "");
    }
}
