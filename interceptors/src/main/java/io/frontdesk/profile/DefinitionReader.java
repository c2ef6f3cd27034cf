package io.frontdesk.profile;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.FhirVersionEnum;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import io.frontdesk.source.Fault;
import io.frontdesk.source.Faults;
import io.frontdesk.source.Located;
import io.frontdesk.source.TreeReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** Reads definition files one after the other and keeps what they hold. Not thread-safe. */
final class DefinitionReader {

    /** A definition together with the tree of its file, which knows the lines. */
    record Read(Definition definition, Located tree) {}

    private final FhirContext context;
    private final Faults faults;
    private final Map<String, Read> byUrl = new LinkedHashMap<>();
    private final Map<String, Read> byId = new LinkedHashMap<>();

    DefinitionReader(FhirContext context, Faults faults) {
        this.context = context;
        this.faults = faults;
    }

    /** Returns what has been read without fault, in the order of reading. */
    List<Read> found() {
        return new ArrayList<>(byUrl.values());
    }

    void read(DefinitionFile file) {
        Optional<Located> tree = file.xml()
                ? TreeReader.xml(file.display(), file.content(), faults)
                : TreeReader.json(file.display(), file.content(), faults);
        tree.filter(found -> defines(file, found)).ifPresent(found -> parse(file, found));
    }

    private boolean defines(DefinitionFile file, Located tree) {
        String type = tree.textOf("resourceType");
        if (type == null || (file.xml() && !"http://hl7.org/fhir".equals(tree.textOf("xmlns")))) {
            if (!file.packaged()) {
                String right = file.xml()
                        ? "an element of namespace http://hl7.org/fhir is expected"
                        : "resourceType is expected";
                fault(file, tree.line(), "", "is no FHIR resource", right);
            }
            return false;
        }
        if (!Definitions.TYPES.contains(type)) {
            if (!file.packaged()) {
                String right = "a contract defines " + String.join(", ", Definitions.TYPES);
                fault(file, tree.lineOf("resourceType"), "resourceType", "is " + type, right);
            }
            return false;
        }
        String url = tree.textOf("url");
        if (url == null || url.isBlank()) {
            fault(file, tree.lineOf("url"), "url", "is missing", "the definition's canonical URL is expected");
            return false;
        }
        String version = tree.textOf("fhirVersion");
        if (type.equals("StructureDefinition") && version != null && !version.startsWith(release())) {
            String right = release() + ".x is expected, since the contract is "
                    + context.getVersion().getVersion();
            fault(file, tree.lineOf("fhirVersion"), "fhirVersion", "is " + version, right);
            return false;
        }
        return true;
    }

    private String release() {
        return context.getVersion().getVersion() == FhirVersionEnum.DSTU3 ? "3.0" : "4.0";
    }

    private void parse(DefinitionFile file, Located tree) {
        IParser parser = file.xml() ? context.newXmlParser() : context.newJsonParser();
        var seen = new Faults();
        parser.setParserErrorHandler(new ParseFaults(file.display(), tree, seen));
        try {
            IBaseResource resource = parser.parseResource(new String(file.content(), StandardCharsets.UTF_8));
            seen.sorted().forEach(faults::add);
            if (seen.none()) {
                keep(file, tree, resource);
            }
        } catch (DataFormatException | IllegalArgumentException e) {
            seen.sorted().forEach(faults::add);
            if (seen.none()) {
                fault(
                        file,
                        lineOf(tree, e),
                        "",
                        "is no FHIR resource: " + plain(String.valueOf(e.getMessage())),
                        "correct it");
            }
        }
    }

    private void keep(DefinitionFile file, Located tree, IBaseResource resource) {
        String type = context.getResourceType(resource);
        String url = Definitions.withoutVersion(String.valueOf(tree.textOf("url")));
        String own = resource.getIdElement().getIdPart();
        String id = own == null ? url.substring(Math.max(url.lastIndexOf('/'), url.lastIndexOf(':')) + 1) : own;
        if (!id.matches("[A-Za-z0-9.-]{1,64}")) {
            fault(
                    file,
                    tree.lineOf("id"),
                    "id",
                    "is '" + id + "'",
                    "1 to 64 letters, digits, dots and hyphens are expected");
            return;
        }
        resource.setId(type + "/" + id);
        var read = new Read(new Definition(type, id, url, file.display(), resource), tree);
        Read sameUrl = byUrl.get(url);
        if (sameUrl != null) {
            fault(
                    file,
                    tree.lineOf("url"),
                    "url",
                    "is the URL of " + place(sameUrl, "url") + " too",
                    "one URL names one definition");
            return;
        }
        Read sameId = byId.putIfAbsent(type + "/" + id, read);
        if (sameId != null) {
            fault(
                    file,
                    tree.lineOf("id"),
                    "id",
                    "'" + id + "' is the id of " + place(sameId, "id") + " too",
                    "give it another id");
            return;
        }
        byUrl.put(url, read);
    }

    private static String place(Read read, String key) {
        return read.definition().file() + ":" + read.tree().lineOf(key);
    }

    /** HAPI quotes the value that it cannot take: that is the best trace of the line. */
    private static int lineOf(Located tree, Exception e) {
        var quoted = java.util.regex.Pattern.compile("[\"']([^\"']+)[\"']").matcher(String.valueOf(e.getMessage()));
        while (quoted.find()) {
            int line = Lines.ofText(tree, quoted.group(1));
            if (line != tree.line()) {
                return line;
            }
        }
        return tree.line();
    }

    private static String plain(String message) {
        return message.replaceAll("HAPI-\\d+: ", "");
    }

    private void fault(DefinitionFile file, int line, String key, String wrong, String right) {
        faults.add(new Fault(file.display(), line, key, wrong, right));
    }
}
